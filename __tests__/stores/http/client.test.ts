import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import type { Send } from '../../../src/stores/http/exchange.ts'
import { compileCache } from '../../support/compile-cache.ts'
import {
  type ForwardProxyOptions,
  sendThrough,
  startForwardProxy,
  trustTestAuthority,
} from '../../support/forward-proxy.ts'
import { GithubService } from '../../support/github-service/index.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { upload } from '../../support/stores/github-site.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

trustTestAuthority()
const HOST = 'cache.blob.core.windows.net'
const WAYS = ['http', 'https'] as const
const WAIT = { timeout: 20_000 }
const run = promisify(execFile)

async function forwardProxy(options?: ForwardProxyOptions) {
  const proxy = await startForwardProxy(options)
  onTestFinished(() => proxy.close())
  return proxy
}

/** The port of a server of this machine. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A server's port; it answers with what it was asked for unless told. */
const serving = (answer: RequestListener = (message, response) => response.end(message.url)) =>
  listening(createServer(answer))

async function get(send: Send, url: string, signal = new AbortController().signal) {
  const { status, headers, body } = await send(url, { method: 'GET', headers: {}, signal })
  const pieces: Buffer[] = []
  if (body && 'pour' in body) await body.pour((piece) => pieces.push(Buffer.from(piece)) > 0)
  return { status, headers, text: Buffer.concat(pieces).toString() }
}

describe('a client without proxies', () => {
  it('loads nothing for them', async () => {
    const port = await serving()
    const client = new URL('../../../src/stores/http/client.ts', import.meta.url)
    const program = `
      import { createRequire } from 'node:module'
      import { createSend } from ${JSON.stringify(client)}
      const send = createSend({ https: process.argv[1] })
      const request = { method: 'GET', headers: {}, signal: new AbortController().signal }
      const { status } = await send('http://127.0.0.1:${port}/', request)
      await send(process.argv[2], request).catch(() => {})
      const loaded = Object.keys(createRequire(import.meta.url).cache)
      console.log(status, loaded.filter((file) => /proxy-agent/.test(file)).length > 0)
      process.exit()`
    const loads = async (...setting: string[]) =>
      (await run(process.execPath, ['--input-type=module', '-e', program, ...setting])).stdout.trim()
    expect(await loads('', 'https://127.0.0.1:1/')).toBe('200 false')
    expect(await loads('127.0.0.1:1', 'https://127.0.0.1:1/')).toBe('200 false')
    expect(await loads('127.0.0.1:1', 'https://cache.test/')).toBe('200 true')
  })

  it('takes a redirect for an answer', async () => {
    const port = await serving((_, response) => response.writeHead(302, { location: '/other' }).end())
    const { status, headers } = await get(createSend(), `http://127.0.0.1:${port}/`)
    expect([status, headers.get('Location')]).toEqual([302, '/other'])
  })
})

describe('a client with proxies', () => {
  it('asks for whole addresses in the clear, and for tunnels to the others', async () => {
    const port = await serving()
    const { url, asked } = await forwardProxy()
    const send = createSend({ http: url, https: url })
    for (const path of ['/a?b=%20c', '//d/e']) {
      for (const scheme of WAYS) expect((await get(send, `${scheme}://${HOST}:${port}${path}`)).text).toBe(path)
    }
    expect((await get(send, `http://127.0.0.1:${port}/`)).text).toBe('/')
    const whole = `http://${HOST}:${port}`
    expect(asked).toEqual([`GET ${whole}/a?b=%20c`, `CONNECT ${HOST}:${port}`, `GET ${whole}//d/e`])
  })

  it.each(WAYS)('keeps connections, whatever becomes of the signals of earlier requests: %s', async (scheme) => {
    const port = await serving()
    const { url, connections } = await forwardProxy()
    const send = createSend({ [scheme]: url })
    for (let i = 0; i < 10; i++) {
      const controller = new AbortController()
      expect((await get(send, `${scheme}://${HOST}:${port}/${i}`, controller.signal)).text).toBe(`/${i}`)
      controller.abort()
    }
    expect(connections()).toBe(1)
  })

  it.each(WAYS)('tells the proxy alone who it is: %s', async (scheme) => {
    const seen: unknown[] = []
    const port = await serving(({ headers }, response) => {
      seen.push(headers['proxy-authorization'])
      response.end()
    })
    const { url, credentials } = await forwardProxy()
    const host = new URL(url).host
    await get(createSend({ [scheme]: host }), `${scheme}://${HOST}:${port}/`)
    await get(createSend({ [scheme]: `http://ada:pa%20s%40s@${host}` }), `${scheme}://${HOST}:${port}/`)
    const basic = `Basic ${Buffer.from('ada:pa s@s').toString('base64')}`
    expect(credentials).toEqual([undefined, basic])
    expect(seen).toEqual([undefined, undefined])
  })

  it.each(WAYS)('reaches one by TLS, by its name: %s', async (scheme) => {
    const port = await serving()
    const { url, names, asked } = await forwardProxy({ secure: true })
    const { text } = await get(createSend({ [scheme]: url }), `${scheme}://${HOST}:${port}/a`)
    expect([text, names, asked.length]).toEqual(['/a', ['localhost'], 1])
  })

  it.each(WAYS)('sends and reads much: %s', async (scheme) => {
    const service = await new GithubService().start()
    onTestFinished(() => service.close())
    const { url, asked } = await forwardProxy()
    const { resultsUrl, token } = service
    const fetch = sendThrough({ url }, scheme)
    const open = () => createEntries({ resultsUrl, token, fetch, clock: hastyClock, random: realRandom })
    for (const size of [1000, 30_000_000]) {
      const content = randomBytes(size)
      const name = await upload(open(), 'k#', content)
      const bytesOf = async (range?: { offset: number; length: number }) =>
        (await open().read({ name }, range))?.bytes ?? new Uint8Array()
      expect(Buffer.compare(await bytesOf(), content)).toBe(0)
      const ranges = [0, 1, 2, 3].map((part) => ({ offset: (part * size) / 4, length: size / 4 }))
      const parts = await Promise.all(ranges.map(bytesOf))
      expect(Buffer.compare(Buffer.concat(parts), content)).toBe(0)
    }
    expect(service.counts.bytesIn).toBeGreaterThan(30_000_000)
    expect(asked.length).toBeGreaterThan(0)
  })

  it('uses GitHub’s storage through a proxy in the clear', async () => {
    const service = await new GithubService().start()
    onTestFinished(() => service.close())
    service.switches.signedHost = 'azure'
    const { resultsUrl, token, url } = service
    const fetch = createSend({ http: url })
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

  it('uses it through a tunnel, too, past an authority of the machine’s own', async () => {
    const service = await new GithubService({ secure: true }).start()
    onTestFinished(() => service.close())
    service.switches.signedHost = 'azure'
    const { stdout } = await run(process.execPath, [CHILD], { env: { ...compileCache(), ...service.env() } })
    expect(JSON.parse(stdout)).toEqual({ equal: true })
    expect(service.counts.fired.signedHost).toBe(2)
    // Five parts, their list, two reads.
    expect(service.counts.proxied).toBe(8)
    // Who does not know the authority is told.
    const { NODE_EXTRA_CA_CERTS: _, ...without } = { ...compileCache(), ...service.env() }
    const { stdout: refused } = await run(process.execPath, [CHILD], { env: without })
    expect(JSON.parse(refused)).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(/certificate/) })
  })

  it.each(WAYS)('gives up one that says nothing, with the signal: %s', async (scheme) => {
    let [connections, open] = [0, 0]
    const silent = createSocketServer((socket) => {
      connections++
      open++
      socket.on('error', () => {}).once('close', () => open--)
      socket.resume()
    })
    const port = await listening(silent)
    const controller = new AbortController()
    const send = createSend({ [scheme]: `https://127.0.0.1:${port}` })
    const ended = expect(get(send, `${scheme}://cache.test/`, controller.signal)).rejects.toThrow()
    await vi.waitUntil(() => connections === 1, WAIT)
    controller.abort()
    await ended
    await vi.waitUntil(() => open === 0, WAIT)
  })
})

const CHILD = fileURLToPath(new URL('../../support/stores/github-child.ts', import.meta.url))
