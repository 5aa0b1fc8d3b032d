import type { TokenCredential } from '@azure/identity'
import { ContainerClient, type StorageSharedKeyCredential } from '@azure/storage-blob'

/** The SDK's client of a container at an address; `undefined`: nobody in particular asks. */
export function createContainer(
  address: string,
  credential: StorageSharedKeyCredential | TokenCredential | undefined,
): ContainerClient {
  // Retry lives in one place, around every store.
  return new ContainerClient(address, credential, { retryOptions: { maxTries: 1 } })
}
