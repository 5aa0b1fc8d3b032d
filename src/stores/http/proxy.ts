import type { Dispatcher } from 'undici'
import { UserError } from '../../core/ports/errors.ts'
import type { Send } from './exchange.ts'

export type Fetch = typeof globalThis.fetch

/** What a machine's proxy variables say, lower-case spellings first. Empty and absent are the same. */
export interface ProxySetting {
  /** `http_proxy`: for `http:` addresses. A URL, or a host and port. */
  readonly http?: string | undefined
  /** `https_proxy`: for `https:` addresses. */
  readonly https?: string | undefined
  /** `no_proxy`: hosts, domains, host:port, or `*`, separated by commas. */
  readonly except?: string | undefined
}

/**
 * A `fetch` that goes through the proxies that GitHub's own actions would use: one a scheme, none for loopback
 * addresses. Without proxies it is the given one and nothing is loaded. Certificate authorities of one's own are Node's
 * matter (`NODE_EXTRA_CA_CERTS`). Throws `UserError` for a proxy that is no URL.
 */
export function createFetch(setting: ProxySetting, direct: Fetch): Fetch
export function createFetch(setting: ProxySetting, direct: Send): Send
export function createFetch(setting: ProxySetting, direct: Fetch | Send): Fetch | Send {
  const proxies = { 'http:': proxyUrl(setting.http), 'https:': proxyUrl(setting.https) }
  if (!proxies['http:'] && !proxies['https:']) return direct
  const agents = new Map<string, Promise<Proxied>>()
  return async (input: string | URL | Request, init?: object) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const proxy = proxies[url.protocol as keyof typeof proxies]
    if (!proxy || isExcepted(url, setting.except ?? '')) return (direct as Fetch)(input, init)
    const opened = agents.get(proxy) ?? open(proxy)
    agents.set(proxy, opened)
    const { fetch, dispatcher } = await opened
    // Two declarations of one interface: undici's own and the one Node's types come with.
    return (await fetch(url, { ...(init as object), dispatcher })) as unknown as Response
  }
}

interface Proxied {
  readonly fetch: typeof import('undici').fetch
  readonly dispatcher: Dispatcher
}

async function open(uri: string): Promise<Proxied> {
  const { fetch, ProxyAgent } = await import('undici')
  // `http:` in the plain form: many proxies open tunnels to port 443 only.
  return { fetch, dispatcher: new ProxyAgent({ uri, proxyTunnel: false }) }
}

function proxyUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  const url = /^https?:\/\//i.test(text) ? text : `http://${text}`
  // Not quoted: it may hold a password.
  if (!URL.canParse(url)) throw new UserError('The proxy in http_proxy or https_proxy is no URL.')
  return url
}

function isExcepted(url: URL, except: string): boolean {
  const host = url.hostname.toLowerCase()
  if (host === 'localhost' || host.startsWith('127.') || host === '[::1]') return true
  const hosts = [host, `${host}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`]
  return except.split(',').some((entry) => {
    const name = entry.trim().toLowerCase().replace(/^\./, '')
    return name === '*' || (name !== '' && hosts.some((one) => one === name || one.endsWith(`.${name}`)))
  })
}
