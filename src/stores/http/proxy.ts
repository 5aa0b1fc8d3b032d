import { UserError } from '../../core/ports/errors.ts'

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
 * Says through which proxy an address is reached, as GitHub's own actions would reach it: one a scheme, none for
 * loopback addresses. Throws `UserError` for a proxy that is no URL.
 */
export function proxyFinder(setting: ProxySetting): (url: URL) => URL | undefined {
  const proxies = { 'http:': proxyUrl(setting.http), 'https:': proxyUrl(setting.https) }
  return (url) => {
    const proxy = proxies[url.protocol as keyof typeof proxies]
    return proxy && !isExcepted(url, setting.except ?? '') ? proxy : undefined
  }
}

function proxyUrl(text: string | undefined): URL | undefined {
  if (!text) return undefined
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`)
    // As it is done for each connection.
    decodeURIComponent(`${url.username}:${url.password}`)
    return url
  } catch {
    // Not quoted: it may hold a password.
    throw new UserError('The proxy in http_proxy or https_proxy is no URL.')
  }
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
