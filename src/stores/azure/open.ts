import type { ContainerClient } from '@azure/storage-blob'
import { UserError } from '../../core/ports/errors.ts'
import type { ManagedStore } from '../../core/ports/store.ts'
import type { AdapterDependencies } from '../open.ts'
import { probed } from '../probe.ts'
import { retrying } from '../retrying.ts'
import { createServerClock } from '../server-clock.ts'
import { parseStoreUrl, type StoreUrl, serverIn, touchOf } from '../store-url.ts'
import { createContainer } from './client.ts'
import { defaultCredentials, federatedCredentials, isTokenCredential, remembered, sharedKey } from './credentials.ts'
import { createAzureStore } from './store.ts'

/** A container of Azure Blob Storage. Reaches no server yet. Throws `UserError`. */
export async function openAzure(text: string, dependencies: AdapterDependencies): Promise<ManagedStore> {
  const url = parseStoreUrl(text, OPTIONS, 'azblob://account/container/prefix')
  const { name, host: account, path } = url
  const { clock, random } = dependencies
  const [container = '', ...prefix] = path.split('/')
  if (container === '')
    throw new UserError(`The store ${name} names no container; it is written azblob://account/container.`)
  const endpoint = serverIn(url, 'endpoint', 'https://account.blob.core.windows.net')
  const place = {
    container: clientOf(`${endpoint ?? `https://${account}.blob.core.windows.net`}/${container}`, url, dependencies),
    prefix: prefix.map((part) => `${part}/`).join(''),
    name,
    clock,
    random,
    time: createServerClock(clock),
  }
  const { credential } = place.container
  const store = retrying(createAzureStore(place, touchOf(url)), dependencies, async () => {
    if (isTokenCredential(credential)) await credential.getToken(SCOPE)
  })
  // Azure's own service promises what the probe looks for.
  return endpoint === undefined ? store : probed(store, { server: endpoint, random })
}

/** What the SDK asks its credentials for. */
const SCOPE = 'https://storage.azure.com/.default'
const OPTIONS = ['client-id', 'tenant-id', 'endpoint', 'expires']

function clientOf(address: string, url: StoreUrl, dependencies: AdapterDependencies): ContainerClient {
  const { name: store, host: account, options } = url
  const { 'client-id': client, 'tenant-id': tenant } = options
  if ((client === undefined) !== (tenant === undefined)) {
    throw new UserError(`The store ${store} has one of client-id and tenant-id; a federated credential needs both.`)
  }
  // In the clear only an emulator is reached; a key signs, but a token would be shown.
  const inTheClear = address.startsWith('http:')
  if (client !== undefined && tenant !== undefined && !inTheClear) {
    const federated = federatedCredentials({ store, client, tenant }, dependencies)
    return createContainer(address, remembered(federated, dependencies), dependencies.env)
  }
  const key = sharedKey(account, dependencies.env)
  if (key) return createContainer(address, key, dependencies.env)
  if (inTheClear) return createContainer(address, undefined, dependencies.env)
  return createContainer(address, remembered(defaultCredentials(dependencies), dependencies), dependencies.env)
}
