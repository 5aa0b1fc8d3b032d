import { UserError } from '../core/ports/errors.ts'
import type { StoreTraits } from '../core/ports/store.ts'
import { parseSize } from '../core/size.ts'

/** A store's URL in its parts: `scheme://host/path?name=value`. */
export interface StoreUrl {
  /** Without its options: what messages call the store. */
  readonly name: string
  /** The bucket or the account. */
  readonly host: string
  /** What follows, without slashes at its ends. */
  readonly path: string
  readonly options: Readonly<Record<string, string>>
}

/**
 * Takes a store's URL apart. `UserError` for one that is none, that has no host, that has an option which is not among
 * `known`, or that carries a secret.
 */
export function parseStoreUrl(text: string, known: readonly string[], example: string): StoreUrl {
  const shown = text.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//…@')
  const url = URL.parse(text)
  if (!url?.host || url.hash !== '')
    throw new UserError(`The store ${shown} is no URL of a store; it is written ${example}.`)
  if (url.username !== '' || url.password !== '') {
    throw new UserError(
      `The store ${shown} has credentials in its URL, where logs and process lists show them; leave them to the environment.`,
    )
  }
  const path = decoded(url.pathname)
  if (path === undefined) throw new UserError(`The store ${shown} has a % in its path that escapes nothing.`)
  const options: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) {
      throw new UserError(`The store ${shown} has the option “${name}”; it can have ${[...known, 'limit'].join(', ')}.`)
    }
    if (name in options) throw new UserError(`The store ${shown} has the option “${name}” twice.`)
    options[name] = value
  }
  return { name: shown, host: url.host, path: path.replace(/^\/+|\/+$/g, ''), options }
}

/** The server that an option names, without slashes at its end; `undefined`: not given. Throws `UserError`. */
export function serverIn(
  { name, options }: StoreUrl,
  option: string,
  example = 'https://host or https://host:port',
): string | undefined {
  const text = options[option]
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search) {
    return text.replace(/\/+$/, '')
  }
  throw new UserError(`The store ${name} has an ${option} that is no address; it is written ${example}.`)
}

/**
 * What the option `expires` means, the days after which the store's own rule removes what nobody wrote since: objects
 * in use are renewed in a quarter of that. Throws `UserError`.
 */
export function touchOf({ name, options: { expires } }: StoreUrl): StoreTraits['touch'] {
  if (expires === undefined) return undefined
  const days = /^[1-9]\d{0,4}d$/.test(expires) ? Number.parseInt(expires, 10) : Number.NaN
  // Below a few days a line that rests over a weekend would be gone, and stores count in days that are not yet over.
  if (!(days >= 4)) {
    throw new UserError(`The store ${name} has expires=${expires}; it is a number of days, four at least, like 30d.`)
  }
  return { how: 'renew', everyMillis: (days * DAY) / 4 }
}

/**
 * A store's URL without the option `limit`, and what that means: bytes a second, `undefined` where it is not given.
 * Throws `UserError`.
 */
export function takeLimit(text: string): { readonly url: string; readonly bytesPerSecond: number | undefined } {
  const [, before, limit = '', after] = /^([^?#]*\?(?:[^#]*&)?)limit=([^&#]*)&?(.*)$/s.exec(text) ?? []
  if (before === undefined) return { url: text, bytesPerSecond: undefined }
  const shown = before.slice(0, before.indexOf('?')).replace(/\/\/[^/]*@/, '//…@')
  const bytesPerSecond = parseSize(decodeURIComponent(limit), `The limit of the store ${shown}, in bytes a second,`)
  return { url: `${before}${after}`.replace(/[?&]$/, ''), bytesPerSecond }
}

const DAY = 86_400_000

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
