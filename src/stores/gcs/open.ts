import { UserError } from '../../core/ports/errors.ts'
import type { ManagedStore } from '../../core/ports/store.ts'
import { tellingAbsent } from '../absent.ts'
import type { AdapterDependencies } from '../open.ts'
import { probed } from '../probe.ts'
import { retrying } from '../retrying.ts'
import { parseStoreUrl, type StoreUrl, serverIn, touchOf } from '../store-url.ts'
import { type Authorize, defaultCredentials, federatedCredentials } from './credentials.ts'
import { createGcsStore } from './store.ts'
import { createGcsWire } from './wire.ts'

/** A bucket of Google Cloud Storage. Reaches no server yet. Throws `UserError`. */
export async function openGcs(text: string, dependencies: AdapterDependencies): Promise<ManagedStore> {
  const url = parseStoreUrl(text, OPTIONS, 'gs://bucket/prefix')
  const { name, host: bucket, path } = url
  const { clock, random } = dependencies
  const endpoint = serverIn(url, 'endpoint')
  const authorize = credentialsOf(url, endpoint, dependencies)
  const wire = createGcsWire({
    name,
    clock,
    random,
    send: dependencies.openSend(),
    authorize,
  })
  const bare = createGcsStore({
    wire,
    origin: endpoint ?? GOOGLE,
    bucket,
    prefix: path === '' ? '' : `${path}/`,
    touch: touchOf(url),
  })
  const store = retrying(tellingAbsent(bare), dependencies, authorize)
  // Google's own service promises what the probe looks for.
  return endpoint === undefined ? store : probed(store, { server: endpoint, random })
}

const GOOGLE = 'https://storage.googleapis.com'
const OPTIONS = ['workload-identity-provider', 'service-account', 'endpoint', 'expires']
const PROVIDER = /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/[\w-]+$/

/** In the clear only an emulator is reached, and nobody tells it a secret. */
function credentialsOf(url: StoreUrl, endpoint: string | undefined, dependencies: AdapterDependencies): Authorize {
  const { name: store, options } = url
  const { 'workload-identity-provider': provider, 'service-account': serviceAccount } = options
  if (serviceAccount !== undefined && provider === undefined) {
    throw new UserError(
      `The store ${store} has a service-account without a workload-identity-provider; the service account is acted as by way of that.`,
    )
  }
  if (endpoint?.startsWith('http:')) return async () => ({})
  if (provider === undefined) return defaultCredentials(dependencies)
  if (!PROVIDER.test(provider)) {
    throw new UserError(
      `The store ${store} has a workload-identity-provider that is none; it is written projects/123/locations/global/workloadIdentityPools/pool/providers/provider.`,
    )
  }
  return federatedCredentials({ store, provider, serviceAccount }, dependencies)
}
