import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { TokenCredential } from '@azure/identity'
import { ContainerClient, type StorageSharedKeyCredential } from '@azure/storage-blob'
import { readingInPlace } from '../http/reading.ts'

/** The SDK's client of a container at an address; `undefined`: nobody in particular asks. */
export function createContainer(
  address: string,
  credential: StorageSharedKeyCredential | TokenCredential | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ContainerClient {
  // Retry lives in one place, around every store.
  const options = { retryOptions: { maxTries: 1 }, ...(!namesProxy(env) && { agent: agentFor(address) }) }
  return new ContainerClient(address, credential, options)
}

function agentFor(address: string) {
  const Agent = address.startsWith('http:') ? HttpAgent : HttpsAgent
  return readingInPlace(new Agent({ keepAlive: true }))
}

/** The SDK asks no proxy where it is given an agent. */
function namesProxy(env: Readonly<Record<string, string | undefined>>): boolean {
  return ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].some((name) => env[name] || env[name.toLowerCase()])
}
