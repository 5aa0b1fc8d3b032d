import { UserError } from '../../core/ports/errors.ts'
import type { ManagedStore } from '../../core/ports/store.ts'
import { tellingAbsent } from '../absent.ts'
import type { AdapterDependencies } from '../open.ts'
import { probed } from '../probe.ts'
import { retrying } from '../retrying.ts'
import { createServerClock } from '../server-clock.ts'
import { parseStoreUrl, type StoreUrl, touchOf } from '../store-url.ts'
import { createClient } from './client.ts'
import { takeRole } from './role.ts'
import { createS3Store } from './store.ts'

/**
 * A bucket of S3 or of a server that speaks its protocol. Heads are committed only where conditional writes were seen to
 * be honoured. Reaches no server yet. Throws `UserError`.
 */
export async function openS3(text: string, dependencies: AdapterDependencies): Promise<ManagedStore> {
  const url = parseStoreUrl(text, OPTIONS, 's3://bucket/prefix?region=eu-central-1')
  const { name, host: bucket, path, options } = url
  const endpoint = serverOf(url, 'endpoint')
  const touch = touchOf(url)
  // Compatibles have no regions and take any name for one; AWS calls this its first.
  const region = options['region'] || (endpoint === undefined ? undefined : 'us-east-1')
  const role = options['role-to-assume']
  const stsEndpoint = serverOf(url, 'sts-endpoint')
  const { clock, random, env, identityToken } = dependencies
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
  const bare = createS3Store({ client, bucket, prefix, name, ...lacks, clock, random, serverClock, touch })
  const store = retrying(tellingAbsent(bare), dependencies, () => client.config.credentials())
  return probed(store, { server: endpoint ?? 'AWS', random })
}

const NO_IDENTITY =
  'the job has no identity token to take on a role with: give it `permissions: id-token: write` on GitHub (pull requests from forks never have one), `id_tokens: WARMSTART_ID_TOKEN` on GitLab'
const OPTIONS = ['region', 'endpoint', 'path-style', 'role-to-assume', 'sts-endpoint', 'expires']

function serverOf({ name, options }: StoreUrl, option: string): string | undefined {
  const text = options[option]
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search) return text
  throw new UserError(
    `The store ${name} has a ${option} that is no address; it is written https://host or https://host:port.`,
  )
}

/** AWS wants the bucket in the host's name, most other servers in the path. */
function pathStyleOf({ name, options }: StoreUrl): boolean {
  const text = options['path-style']
  if (text === undefined) return options['endpoint'] !== undefined
  if (text === 'true' || text === 'false') return text === 'true'
  throw new UserError(`The store ${name} has path-style=${text}; it is true or false.`)
}
