import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UserError } from '../../../src/core/ports/errors.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createFetch, type Fetch, type ProxySetting } from '../../../src/stores/http/proxy.ts'
import { GithubService } from '../../support/github-service/index.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { upload } from '../../support/stores/github-site.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

/** A proxy that answers everything itself, opens no tunnel, and notes what it was asked for. */
async function proxy() {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  const server = createServer((message, answer) => {
    asked.push(`${message.method} ${message.url}`)
    credentials.push(message.headers['proxy-authorization'])
    answer.end('by proxy')
  })
  server.on('connect', (message, socket) => {
    asked.push(`CONNECT ${message.url}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  let connections = 0
  server.on('connection', () => {
    connections++
  })
  return {
    asked,
    credentials,
    connections: () => connections,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
  }
}

const direct: Fetch = async () => new Response('directly')

/** Which way a request to the address goes. */
async function way(setting: ProxySetting, address: string): Promise<string> {
  try {
    return await (await createFetch(setting, direct)(address)).text()
  } catch {
    return 'by proxy'
  }
}

describe('a proxy', () => {
  it('is not there unless it is set', () => {
    expect(createFetch({}, direct)).toBe(direct)
    expect(createFetch({ http: '', https: '', except: '*' }, direct)).toBe(direct)
  })

  it('is used for its own scheme', async () => {
    const { asked, host } = await proxy()
    expect(await way({ http: `http://${host}` }, 'http://cache.test/a?b')).toBe('by proxy')
    expect(await way({ http: `http://${host}` }, 'https://cache.test/')).toBe('directly')
    expect(await way({ https: `http://${host}` }, 'http://cache.test/')).toBe('directly')
    expect(await way({ https: `http://${host}` }, 'https://cache.test/')).toBe('by proxy')
    expect(asked).toEqual(['GET http://cache.test/a?b', 'CONNECT cache.test:443'])
  })

  it('keeps its connections for the next requests', async () => {
    const { connections, host } = await proxy()
    const fetch = createFetch({ http: host }, direct)
    for (let i = 0; i < 10; i++) expect(await (await fetch('http://cache.test/')).text()).toBe('by proxy')
    expect(connections()).toBeLessThan(5)
  })

  it('may be written without a scheme, and with a password', async () => {
    const { credentials, host } = await proxy()
    expect(await way({ http: host }, 'http://cache.test/')).toBe('by proxy')
    expect(await way({ http: `http://ada:pa%20ss@${host}` }, 'http://cache.test/')).toBe('by proxy')
    expect(credentials).toEqual([undefined, `Basic ${Buffer.from('ada:pa ss').toString('base64')}`])
  })

  it('that is no URL is an error which does not repeat it', () => {
    const setting = { https: 'http://ada:secret@:x' }
    expect(() => createFetch(setting, direct)).toThrow(UserError)
    expect(() => createFetch(setting, direct)).toThrow(/^(?!.*secret)/)
  })

  it('is passed by where it is said to be', async () => {
    const { host } = await proxy()
    const cases: readonly [except: string, address: string, way: string][] = [
      ['', 'http://cache.test/', 'by proxy'],
      ['*', 'http://cache.test/', 'directly'],
      ['cache.test', 'http://cache.test/', 'directly'],
      ['other.test, Cache.Test', 'http://cache.test/', 'directly'],
      ['cache.test', 'http://a.cache.test/', 'directly'],
      ['.cache.test', 'http://a.cache.test/', 'directly'],
      ['cache.test', 'http://mycache.test/', 'by proxy'],
      ['cache.test:8080', 'http://cache.test:8080/', 'directly'],
      ['cache.test:8080', 'http://cache.test/', 'by proxy'],
      ['cache.test:80', 'http://cache.test/', 'directly'],
      ['cache', 'http://cache.test/', 'by proxy'],
      [',', 'http://cache.test/', 'by proxy'],
      ['', 'http://127.0.0.1:9/', 'directly'],
      ['', 'http://localhost/', 'directly'],
      ['', 'http://[::1]/', 'directly'],
    ]
    for (const [except, address, expected] of cases) {
      expect(await way({ http: host, except }, address), `${except} ${address}`).toBe(expected)
    }
  })

  it('carries whole uploads and reads of storage', async () => {
    const service = await new GithubService().start()
    onTestFinished(() => service.close())
    service.switches.signedHost = 'azure'
    const { resultsUrl, token, url } = service
    const fetch = createFetch({ http: url }, globalThis.fetch)
    const open = () => createEntries({ resultsUrl, token, fetch, clock: hastyClock, random: realRandom })
    for (const size of [1000, 10_000_000]) {
      const content = randomBytes(size)
      const name = await upload(open(), 'k#', content)
      const part = await open().read({ name })
      expect(Buffer.compare(part?.bytes ?? new Uint8Array(), content)).toBe(0)
    }
    // Two parts, their list and the small one; two reads.
    expect(service.counts.proxied).toBe(6)
    expect(service.counts.fired.signedHost).toBe(4)
  })

  it('carries them through a tunnel, too, past an authority of the machine’s own', async () => {
    const service = await new GithubService({ secure: true }).start()
    onTestFinished(() => service.close())
    service.switches.signedHost = 'azure'
    const { stdout } = await run(process.execPath, [CHILD], { env: service.env() })
    expect(JSON.parse(stdout)).toEqual({ equal: true })
    expect(service.counts.fired.signedHost).toBe(2)
    expect(service.counts.proxied).toBeGreaterThan(0)
    // Who does not know the authority is told.
    const { NODE_EXTRA_CA_CERTS: _, ...without } = service.env()
    const { stdout: refused } = await run(process.execPath, [CHILD], { env: without })
    expect(JSON.parse(refused)).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(/certificate/) })
  })
})

const run = promisify(execFile)
const CHILD = fileURLToPath(new URL('../../support/stores/github-child.ts', import.meta.url))
