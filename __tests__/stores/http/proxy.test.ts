import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/core/ports/errors.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { type ProxySetting, proxyFinder } from '../../../src/stores/http/proxy.ts'

/** The proxy that a request to the address goes through. */
const proxyOf = (setting: ProxySetting, address: string) => proxyFinder(setting)(new URL(address))?.href

describe('the proxy of an address', () => {
  it('is none unless it is set', () => {
    for (const setting of [{}, { http: '', https: '', except: '*' }]) {
      expect(proxyOf(setting, 'http://cache.test/')).toBeUndefined()
      expect(proxyOf(setting, 'https://cache.test/')).toBeUndefined()
    }
  })

  it('is that of its own scheme', () => {
    const setting = { http: 'http://a.test', https: 'https://b.test' }
    expect(proxyOf(setting, 'http://cache.test/')).toBe('http://a.test/')
    expect(proxyOf(setting, 'https://cache.test/')).toBe('https://b.test/')
    expect(proxyOf({ http: 'http://a.test' }, 'https://cache.test/')).toBeUndefined()
    expect(proxyOf({ https: 'http://a.test' }, 'http://cache.test/')).toBeUndefined()
  })

  it('may be written without a scheme', () => {
    expect(proxyOf({ http: 'a.test:3128' }, 'http://cache.test/')).toBe('http://a.test:3128/')
    expect(proxyOf({ http: 'ada:secret@a.test' }, 'http://cache.test/')).toBe('http://ada:secret@a.test/')
  })

  it.each(['http://ada:secret@:x', 'http://ada:secret%zz@a.test'])('%s is no URL, and not repeated', (https) => {
    expect(() => createSend({ https })).toThrow(UserError)
    expect(() => createSend({ https })).toThrow(/^(?!.*secret)/)
  })

  const cases: readonly [except: string, address: string, way: 'proxied' | 'directly'][] = [
    ['', 'http://cache.test/', 'proxied'],
    ['*', 'http://cache.test/', 'directly'],
    ['cache.test', 'http://cache.test/', 'directly'],
    ['other.test, Cache.Test', 'http://cache.test/', 'directly'],
    ['cache.test', 'http://a.cache.test/', 'directly'],
    ['.cache.test', 'http://a.cache.test/', 'directly'],
    ['cache.test', 'http://mycache.test/', 'proxied'],
    ['cache.test:8080', 'http://cache.test:8080/', 'directly'],
    ['cache.test:8080', 'http://cache.test/', 'proxied'],
    ['cache.test:80', 'http://cache.test/', 'directly'],
    ['cache', 'http://cache.test/', 'proxied'],
    [',', 'http://cache.test/', 'proxied'],
    ['', 'http://127.0.0.1:9/', 'directly'],
    ['', 'http://localhost/', 'directly'],
    ['', 'http://[::1]/', 'directly'],
  ]
  it.each(cases)('with %j as exceptions: %s goes %s', (except, address, way) => {
    expect(proxyOf({ http: 'a.test', except }, address) ? 'proxied' : 'directly').toBe(way)
  })
})
