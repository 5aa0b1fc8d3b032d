import process from 'node:process'
import { type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import { azuriteMain } from '../../../scripts/azurite.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createContainer } from '../../../src/stores/azure/client.ts'
import { createAzureStore } from '../../../src/stores/azure/store.ts'
import { createServerClock } from '../../../src/stores/server-clock.ts'
import { realClock, realRandom } from '../stores/clock.ts'
import { type RunningServer, startServer } from './process.ts'

/** Azurite: Azure Blob Storage, with its signatures, block lists and conditions. */
export interface Azurite extends RunningServer {
  /** The variables of a process that has the account's key. */
  readonly env: Readonly<Record<string, string>>
  /** Makes a container and returns the URL of a store in it. */
  container(name: string): Promise<string>
}

export async function startAzurite(): Promise<Azurite> {
  const main = azuriteMain()
  if (main === undefined) throw new Error('Azurite is not installed: node scripts/node24.mjs scripts/azurite.ts')
  const server = await startServer({
    file: process.execPath,
    args: ({ port, directory }) => [
      ...[main, '--blobHost', '127.0.0.1', '--blobPort', `${port}`, '--location', directory],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
    // Nobody may list accounts, but who says so answers.
    readyPath: `/${ACCOUNT}?comp=list`,
    readyStatus: 403,
  })
  return {
    ...server,
    env: { AZURE_STORAGE_ACCOUNT: ACCOUNT, AZURE_STORAGE_KEY: KEY },
    async container(name) {
      await clientOf(server, name).create()
      return `azblob://${ACCOUNT}/${name}?endpoint=${encodeURIComponent(`${server.origin}/${ACCOUNT}`)}`
    },
  }
}

/** The adapter alone, without the probe that opening its URL puts around it. */
export function azureStore(
  server: Pick<Azurite, 'origin'>,
  container: string,
  prefix = '',
  clock = realClock,
): ManagedStore {
  const place = {
    container: clientOf(server, container),
    prefix,
    name: `azblob://${ACCOUNT}/${container}`,
    clock,
    random: realRandom,
    time: createServerClock(clock),
  }
  return createAzureStore(place, undefined)
}

/** The account that Azurite has without being asked, and its key, which is public. */
export const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export function clientOf({ origin }: Pick<Azurite, 'origin'>, container: string): ContainerClient {
  return createContainer(`${origin}/${ACCOUNT}/${container}`, new StorageSharedKeyCredential(ACCOUNT, KEY), {})
}
