import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net'
import { afterAll, describe, expect, it, type TestContext } from 'vitest'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createWire } from '../../../src/stores/github/wire.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { Broken, exchange, type Reply, type Request, type Send } from '../../../src/stores/http/exchange.ts'
import { sendThrough, startForwardProxy, trustTestAuthority } from '../../support/forward-proxy.ts'
import { type FaultKind, GithubService, type Operation } from '../../support/github-service/index.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { upload } from '../../support/stores/github-site.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'
import { VirtualClock } from '../../support/stores/virtual-clock.ts'

/*
 * Over sockets, where connections are those of the machine. A stall takes 1.5 s here, a pause between attempts a few
 * milliseconds.
 */

const CONTENT = randomBytes(17 * 1024 * 1024)
const wireOf = (fetch: Send) => createWire({ fetch, clock: hastyClock, random: realRandom })
trustTestAuthority()
const proxy = await startForwardProxy()
afterAll(() => proxy.close())
const HUNG_UP = /socket hang up|ECONNRESET/
/** Each way, and what is said where nobody answers. */
const ways: [string, Send, RegExp][] = [
  ['directly', createSend(), /ECONNREFUSED/],
  ['through a proxy', sendThrough(proxy, 'http'), HUNG_UP],
  ['through a tunnel', sendThrough(proxy, 'https'), HUNG_UP],
]

async function online({ onTestFinished }: TestContext, fetch: Send) {
  const service = await new GithubService().start()
  onTestFinished(() => service.close())
  const { resultsUrl, token } = service
  const open = () => createEntries({ resultsUrl, token, fetch, clock: hastyClock, random: realRandom })
  return { service, open }
}

/** A server that does with requests as told; its address. */
async function serving({ onTestFinished }: TestContext, server: Server | SocketServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const request = (url: string, more: Partial<Request> = {}): Request => ({
  method: 'GET',
  url,
  headers: {},
  patience: 10_000,
  ...more,
})

describe.concurrent.each(ways)('trouble on a connection, %s', (_, fetch) => {
  const faults: [FaultKind, Operation][] = [
    ['reset', 'GetBlob'],
    ['cut', 'GetBlob'],
    ['stall', 'GetBlob'],
    ['reset', 'PutBlock'],
    ['reset-after', 'PutBlock'],
    ['stall', 'PutBlock'],
    ['reset', 'CreateCacheEntry'],
    ['reset-after', 'FinalizeCacheEntryUpload'],
    ['cut', 'GetCacheEntryDownloadURL'],
  ]
  it.for(faults)('%s on %s is got over', async ([kind, on], test) => {
    const { service, open } = await online(test, fetch)
    service.switches.faults.push({ kind, on, times: 2 })
    const name = await upload(open(), 'k#', CONTENT)
    const part = await open().read({ name })
    expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT)).toBe(0)
    expect(service.counts.fired[kind]).toBe(2)
  })
})

describe.concurrent.each(ways)('an exchange, %s', (_, fetch, nobodyThere) => {
  const wire = wireOf(fetch)

  it('sends blocks as they are, with their length, and counts nothing as sent twice', async (test) => {
    const bodies: { length: string | undefined; bytes: Buffer }[] = []
    const url = await serving(
      test,
      createServer((message, answer) => {
        void message.toArray().then((pieces) => {
          bodies.push({ length: message.headers['content-length'], bytes: Buffer.concat(pieces) })
          answer.end('thanks')
        })
      }),
    )
    for (const blocks of [[CONTENT.subarray(0, 5), CONTENT.subarray(5, 700_000)], [new Uint8Array()], []]) {
      const put = request(url, { method: 'PUT', body: blocks })
      expect(await exchange(wire, put, undefined, (reply) => reply.text())).toBe('thanks')
      const { length, bytes } = bodies.pop() ?? {}
      expect(length).toBe(`${Buffer.concat(blocks).length}`)
      expect(Buffer.compare(bytes ?? Buffer.of(1), Buffer.concat(blocks))).toBe(0)
    }
  })

  it('is broken where nobody answers', async (test) => {
    const url = await serving(
      test,
      createSocketServer((socket) => socket.destroy()),
    )
    const nobody = 'http://127.0.0.1:1/'
    for (const [where, why] of [
      [url, HUNG_UP],
      [nobody, nobodyThere],
    ] as const) {
      const broken = exchange(wire, request(where), undefined, (reply) => reply.text())
      await expect(broken).rejects.toBeInstanceOf(Broken)
      await expect(broken).rejects.toThrow(why)
    }
  })

  it('is broken when the answer does not come in time', async (test) => {
    const url = await serving(
      test,
      createServer(() => {}),
    )
    const began = performance.now()
    const broken = exchange(wire, request(url), undefined, (reply) => reply.text())
    await expect(broken).rejects.toThrow('nothing came for 10 s')
    expect(performance.now() - began).toBeGreaterThan(900)
  })

  it('is broken when what is sent is not taken', async (test) => {
    const url = await serving(
      test,
      createSocketServer((socket) => socket.pause()),
    )
    const body = Array.from({ length: 64 }, () => new Uint8Array(1024 * 1024))
    const broken = exchange(wire, request(url, { method: 'PUT', body, patience: 1e9 }), undefined, (reply) =>
      reply.text(),
    )
    await expect(broken).rejects.toThrow('nothing came for 10 s')
  })

  it('is not broken while it moves, however slowly', async (test) => {
    const url = await serving(
      test,
      createServer((_, answer) => {
        let pieces = 0
        const timer = setInterval(() => {
          answer.write('x')
          if (++pieces < 10) return
          clearInterval(timer)
          answer.end()
        }, 300)
      }),
    )
    expect(await exchange(wire, request(url), undefined, (reply) => reply.text())).toBe('xxxxxxxxxx')
  })

  it('may be quiet for ten seconds whenever that begins, and longer once everything is sent', async () => {
    const clock = new VirtualClock()
    const fetch: Send = async (_, { body: sent, signal }) => {
      const pass = (millis: number) => clock.sleep(millis, signal)
      for await (const __ of sent as AsyncIterable<Uint8Array>) await pass(4000)
      await pass(25_000)
      const pauses = [4000, 9000, 9000]
      const body = new ReadableStream({
        async pull(controller) {
          const pause = pauses.shift()
          if (pause === undefined) return controller.close()
          await pass(pause)
          controller.enqueue(Buffer.from('x'))
        },
      })
      return new Response(body)
    }
    const put = request('http://cache.test/', {
      method: 'PUT',
      body: [CONTENT.subarray(0, 3 * 256 * 1024)],
      patience: 30_000,
    })
    const answer = exchange(createWire({ fetch, clock, random: realRandom }), put, undefined, (reply) => reply.text())
    expect(await clock.run(answer)).toBe('xxx')
  })

  it('ends with its signal, whatever it is doing', async (test) => {
    const reason = new Error('enough')
    const silent = await serving(
      test,
      createServer(() => {}),
    )
    const half = await serving(
      test,
      createServer((_, answer) => void answer.write('half')),
    )
    for (const url of [silent, half]) {
      const controller = new AbortController()
      const ended = exchange(wire, request(url), controller.signal, (reply) => reply.text())
      setTimeout(() => controller.abort(reason), 100)
      await expect(ended).rejects.toBe(reason)
    }
    const never = exchange(wire, request('http://127.0.0.1:1/'), AbortSignal.abort(reason), (reply) => reply.text())
    await expect(never).rejects.toBe(reason)
  })

  it('keeps its connection, also where nobody reads the answer', async (test) => {
    let connections = 0
    const server = createServer((message, answer) => {
      message.resume().on('end', () => answer.writeHead(201).end('made'))
    })
    server.on('connection', () => {
      connections++
    })
    const url = await serving(test, server)
    for (let i = 0; i < 10; i++) {
      const put = request(url, { method: 'PUT', body: [CONTENT.subarray(0, 1000)] })
      expect(await exchange(wire, put, undefined, async ({ status }) => status)).toBe(201)
    }
    expect(connections).toBeLessThan(4)
  })

  it('takes an answer that comes before everything is sent', async (test) => {
    let closed = false
    const server = createServer((_, answer) => answer.writeHead(403).end('no'))
    server.on('connection', (socket) => {
      socket.on('close', () => {
        closed = true
      })
    })
    const url = await serving(test, server)
    const body = Array.from({ length: 64 }, () => new Uint8Array(1024 * 1024))
    const put = exchange(wire, request(url, { method: 'PUT', body }), undefined, (reply) => reply.text())
    // A client may also find its sending refused before it looks at the answer.
    expect(await put.catch((error) => error instanceof Broken && 'no')).toBe('no')
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 10))
  })

  it('reads no more of a text than a person would, and lets the connection go', async (test) => {
    let closed = false
    const url = await serving(
      test,
      createServer((_, answer) => {
        answer.on('close', () => {
          closed = true
        })
        const more = () => {
          while (answer.write(Buffer.alloc(64 * 1024, 'x')));
          answer.once('drain', more)
        }
        more()
      }),
    )
    const uses = [(reply: Reply) => reply.text(), async (reply: Reply) => `${reply.status}`]
    for (const [i, use] of uses.entries()) {
      closed = false
      expect(await exchange(wire, request(url), undefined, use)).toHaveLength(i === 0 ? 16 * 1024 : 3)
      while (!closed) await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
})
