import { GetBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3'
import { UserError } from '../../core/ports/errors.ts'
import type { ManagedStore } from '../../core/ports/store.ts'
import { tellingAbsent } from '../absent.ts'
import type { AdapterDependencies } from '../open.ts'
import { probed } from '../probe.ts'
import { retrying } from '../retrying.ts'
import { createServerClock } from '../server-clock.ts'
import { parseStoreUrl, type StoreUrl, serverIn, touchOf } from '../store-url.ts'
import { call } from './call.ts'
import { createClient } from './client.ts'
import { takeRole } from './role.ts'
import { createS3Store } from './store.ts'

/**
 * A bucket of S3 or of a server that speaks its protocol. Heads are committed only where conditional writes were seen to
 * be honoured. Reaches no server yet. Throws `UserError`.
 */
export async function openS3(text: string, dependencies: AdapterDependencies): Promise<ManagedStore> {
  const { endpoint, touch, place, serverClock } = await connect(text, dependencies)
  const { clock, random } = dependencies
  const bare = createS3Store({ ...place, clock, random, serverClock, touch })
  const store = retrying(tellingAbsent(bare), dependencies, () => place.client.config.credentials())
  return probed(store, { server: endpoint ?? 'AWS', random })
}

/**
 * After how many days a rule of the bucket removes objects of this store, the soonest of several; 0: on a fixed day;
 * `undefined`: none does. Rejects with `StoreError`, mostly because that may not be read. Throws `UserError`.
 */
export async function readExpiry(text: string, dependencies: AdapterDependencies): Promise<number | undefined> {
  const { place } = await connect(text, dependencies)
  const { client, bucket: Bucket, prefix } = place
  const command = new GetBucketLifecycleConfigurationCommand({ Bucket })
  const none = (error: unknown) =>
    error instanceof Error && error.name === 'NoSuchLifecycleConfiguration' ? { answer: { Rules: [] } } : undefined
  const { Rules = [] } = await call(place, 'lifecycle', {}, (sdk) => client.send(command, sdk), none)
  const root = `${prefix}warmstart/v1/`
  const days = Rules.flatMap(({ Status, Filter, Prefix, Expiration }) => {
    const of = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''
    const isOurs = root.startsWith(of) || of.startsWith(root)
    if (Status !== 'Enabled' || !isOurs || !Expiration) return []
    return Expiration.Date ? [0] : (Expiration.Days ?? [])
  })
  return days.length === 0 ? undefined : Math.min(...days)
}

async function connect(text: string, dependencies: AdapterDependencies) {
  const url = parseStoreUrl(text, OPTIONS, 's3://bucket/prefix?region=eu-central-1')
  const { name, host: bucket, path, options } = url
  const endpoint = serverIn(url, 'endpoint')
  const touch = touchOf(url)
  // Compatibles have no regions and take any name for one; AWS calls this its first.
  const region = options['region'] || (endpoint === undefined ? undefined : 'us-east-1')
  const role = options['role-to-assume']
  const stsEndpoint = serverIn(url, 'sts-endpoint')
  const { clock, env, identityToken } = dependencies
  const serverClock = createServerClock(clock)
  const credentials = () => {
    if (role === undefined) return undefined
    // Pull requests from forks have none whatever their workflow says, and may read what everybody may.
    if (!identityToken) return 'nobody'
    return async () => {
      const asked = { role, region: await client.config.region(), endpoint: stsEndpoint, identityToken }
      return takeRole(asked, dependencies)
    }
  }
  const client = createClient({
    serverClock,
    env,
    region,
    endpoint,
    pathStyle: pathStyleOf(url),
    credentials: credentials(),
  })
  const lacks = role !== undefined && !identityToken ? { lacks: NO_IDENTITY } : {}
  await client.config.region().catch(() => {
    throw new UserError(
      `The store ${name} has no region: add ?region=… to it, or set AWS_REGION; for a server that is not AWS, add ?endpoint=….`,
    )
  })
  const prefix = path === '' ? '' : `${path}/`
  return { endpoint, touch, serverClock, place: { client, bucket, prefix, name, ...lacks } }
}

const NO_IDENTITY =
  'the job has no identity token to take on a role with: give it `permissions: id-token: write` on GitHub (pull requests from forks never have one), `id_tokens: WARMSTART_ID_TOKEN` on GitLab'
const OPTIONS = ['region', 'endpoint', 'path-style', 'role-to-assume', 'sts-endpoint', 'expires']

/** AWS wants the bucket in the host's name, most other servers in the path. */
function pathStyleOf({ name, options }: StoreUrl): boolean {
  const text = options['path-style']
  if (text === undefined) return options['endpoint'] !== undefined
  if (text === 'true' || text === 'false') return text === 'true'
  throw new UserError(`The store ${name} has path-style=${text}; it is true or false.`)
}
