import type { Duplex } from 'node:stream'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { Broken, exchange } from '../../../src/stores/http/exchange.ts'
import { startForwardProxy } from '../../support/forward-proxy.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

const WAIT = { timeout: 20_000 }

/** A proxy that does this instead of opening a tunnel. */
async function refusing(connect: (socket: Duplex) => void) {
  const proxy = await startForwardProxy({ connect })
  onTestFinished(() => proxy.close())
  return proxy
}

describe('a proxy that opens no tunnel', () => {
  const tunnelTo = (url: string) => {
    const fetch = createSend({ https: url })
    const wire = { fetch, clock: hastyClock, random: realRandom }
    const look = () => createEntries({ ...wire, resultsUrl: 'https://cache.test/', token: 'token' }).find('k#')
    const once = (signal?: AbortSignal) =>
      exchange(
        wire,
        { method: 'GET', url: 'https://cache.test/', headers: {}, patience: 10_000 },
        signal,
        async ({ status }) => status,
      )
    return { look, once, fetch }
  }
  const saying = (line: string) => (socket: Duplex) =>
    void socket.end(`HTTP/1.1 ${line}\r\ncontent-length: 2\r\n\r\nno`)

  // A 404 of the server's would be a miss, and a 403 a missing right.
  it.each(['502 Bad Gateway', '407 Proxy Authentication Required', '403 Forbidden', '404 Not Found', '302 Found'])(
    'but says %s is no answer of the server’s',
    async (line) => {
      const { url, open } = await refusing(saying(line))
      const { look, once } = tunnelTo(url)
      await expect(once()).rejects.toThrow(`the proxy opened no tunnel: ${line}`)
      await expect(once()).rejects.toBeInstanceOf(Broken)
      await expect(look()).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining(line) })
      await vi.waitUntil(() => open() === 0, WAIT)
    },
  )

  it.each<[string, (socket: Duplex) => void]>([
    ['closes', (socket) => void socket.end()],
    ['breaks off', (socket) => void socket.destroy()],
    ['stops in the middle', (socket) => void socket.end('HTTP/1.1 200 Conn')],
    ['says what is no HTTP', (socket) => void socket.end('hello\r\n\r\n')],
  ])('but %s is broken', async (_, connect) => {
    const { url, open } = await refusing(connect)
    await expect(tunnelTo(url).once()).rejects.toBeInstanceOf(Broken)
    await vi.waitUntil(() => open() === 0, WAIT)
  })

  it('because nobody is there is broken', async () => {
    await expect(tunnelTo('127.0.0.1:1').once()).rejects.toThrow(/ECONNREFUSED/)
  })

  it('and says nothing is given up in time', async () => {
    const { url, open, asked } = await refusing(() => {})
    await expect(tunnelTo(url).once()).rejects.toThrow('nothing came for 10 s')
    expect(asked).toEqual(['CONNECT cache.test:443'])
    await vi.waitUntil(() => open() === 0, WAIT)
  })

  it('is given up with the signal, an upload as well', async () => {
    const { url, open, asked } = await refusing(() => {})
    const { once, fetch } = tunnelTo(url)
    const controller = new AbortController()
    const { signal } = controller
    const body = async function* () {
      for (;;) yield new Uint8Array(1024 * 1024)
    }
    const given = [once(signal), fetch('https://cache.test/', { method: 'PUT', headers: {}, body: body(), signal })]
    const ended = Promise.allSettled(given)
    await vi.waitUntil(() => asked.length === 2, WAIT)
    controller.abort(new Error('enough'))
    expect(await ended).toMatchObject([{ status: 'rejected', reason: { message: 'enough' } }, { status: 'rejected' }])
    await vi.waitUntil(() => open() === 0, WAIT)
    // Aborted before, it is not even asked for.
    await expect(fetch('https://cache.test/', { method: 'GET', headers: {}, signal })).rejects.toThrow()
    expect(asked).toHaveLength(2)
  })
})
