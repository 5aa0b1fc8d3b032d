import { UserError } from '../../core/ports/errors.ts'
import { parseStoreUrl, takeLimit, touchOf } from '../store-url.ts'
import { parseTiers } from '../tiered/tier-list.ts'

export const PROVIDERS = ['aws', 'gcs', 'azure'] as const
export type Provider = (typeof PROVIDERS)[number]

/** Where a cloud keeps the objects of a store, as the cloud's own tools want to be told. */
export interface Place {
  readonly provider: Provider
  /** The bucket or the container. */
  readonly bucket: string
  /** The storage account; `''` but on Azure. */
  readonly account: string
  /** What every object's name begins with: empty, or closed by a slash. */
  readonly prefix: string
  /** Of a server that is not the cloud's own. */
  readonly endpoint: string | undefined
  /** As the URL has it. */
  readonly expires: string | undefined
}

/** The store where versions live, of one or several; `undefined`: it is no cloud's. Throws `UserError`. */
export function placeOf(text: string): Place | undefined {
  const url = homeUrl(text)
  const parsed = URL.parse(url)
  const provider = PROVIDER_OF[parsed?.protocol ?? '']
  if (!parsed || !provider) return undefined
  // Which options there are the adapter says; here nothing is asked of any but these.
  const taken = parseStoreUrl(url, [...parsed.searchParams.keys()], `${parsed.protocol}//bucket/prefix`)
  touchOf(taken)
  const { host, path, options, name } = taken
  const [container = '', ...rest] = path.split('/')
  if (provider === 'azure' && container === '') throw new UserError(`The store ${name} names no container.`)
  const under = (parts: readonly string[]) => (parts.join('') === '' ? '' : `${parts.join('/')}/`)
  const where =
    provider === 'azure'
      ? { bucket: container, account: host, prefix: under(rest) }
      : { bucket: host, account: '', prefix: under([path]) }
  return { provider, ...where, endpoint: options['endpoint'], expires: options['expires'] }
}

/** As an adapter takes it. Throws `UserError`. */
export function homeUrl(text: string): string {
  const list = parseTiers(text)
  return takeLimit(list.lines[list.home]?.urls[0] ?? '').url
}

/** Of a provider, with words to be replaced. */
export function somePlace(provider: Provider): Place {
  const account = provider === 'azure' ? 'ACCOUNT' : ''
  return { provider, bucket: 'BUCKET', account, prefix: '', endpoint: undefined, expires: undefined }
}

const PROVIDER_OF: Readonly<Record<string, Provider>> = { 's3:': 'aws', 'gs:': 'gcs', 'azblob:': 'azure' }
