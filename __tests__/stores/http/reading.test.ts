import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSend } from '../../../src/stores/http/client.ts'
import { exchange } from '../../../src/stores/http/exchange.ts'
import { readingInPlace } from '../../../src/stores/http/reading.ts'
import { trustTestAuthority } from '../../support/forward-proxy.ts'
import { certificate } from '../../support/github-service/wire.ts'
import { leftBy } from '../../support/left-by.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

const CONTENT = randomBytes(6_000_000)
trustTestAuthority()

async function listening(server: Server): Promise<number> {
  server.listen(0)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const answer: http.RequestListener = (_, response) => response.end(CONTENT)
const identity = { key: readFileSync(new URL('key.pem', certificate)), cert: readFileSync(certificate) }
const ways = [
  ['http', http, () => http.createServer(answer)],
  ['https', https, () => https.createServer(identity, answer)],
] as const

describe.each(ways)('over %s', (scheme, { Agent, get }, open) => {
  it('reads each connection into one array, and what was read stays whatever comes after it', async () => {
    const port = await listening(open())
    const agent = readingInPlace(new Agent({ keepAlive: true, maxSockets: 1 }))
    onTestFinished(() => agent.destroy())
    const [sockets, arrays] = [new Set<Socket>(), new Set<ArrayBufferLike>()]
    for (let times = 0; times < 2; times++) {
      const request = get(`${scheme}://localhost:${port}/`, { agent })
      request.once('socket', (socket) => {
        sockets.add(socket)
        socket.on('data', ({ buffer }: Uint8Array) => arrays.add(buffer))
      })
      const [message] = (await once(request, 'response')) as [http.IncomingMessage]
      // As they came, none copied; and what comes while nobody reads must wait.
      const pieces: Buffer[] = []
      for await (const piece of message) {
        if (pieces.push(piece as Buffer) % 16 === 0) await setTimeout(1)
      }
      expect(Buffer.compare(Buffer.concat(pieces), CONTENT)).toBe(0)
    }
    expect([sockets.size, arrays.size]).toEqual([1, 1])
  })

  it('leaves nothing for a collection', async () => {
    const port = await listening(open())
    const send = createSend()
    const request = { method: 'GET', url: `${scheme}://localhost:${port}/`, headers: {}, patience: 10_000 } as const
    const read = () =>
      exchange({ fetch: send, clock: hastyClock }, request, undefined, async (reply) => {
        await reply.drain(() => {})
        return new Uint8Array(0)
      })
    expect(await leftBy(read)).toBeLessThan(CONTENT.length / 2)
  })
})

it('ends a connection on which something comes that nobody waits for', async () => {
  const port = await listening(createServer((socket) => socket.on('error', () => {}).write('HTTP/1.1 200 OK\r\n\r\n')))
  const agent = readingInPlace(new http.Agent())
  const socket = agent.createConnection({ port, host: 'localhost' }) as Socket
  socket.resume()
  await once(socket, 'close')
})
