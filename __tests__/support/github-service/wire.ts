import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { control } from './control.ts'
import { half } from './in-process.ts'
import type { Call, GithubService } from './index.ts'
import type { Answer } from './message.ts'
import { Pace } from './pace.ts'
import { fire } from './switches.ts'

/** The certificate of the secure server: good for 127.0.0.1 and Azure's hosts, trusted by nobody who is not told. */
export const certificate = new URL('tls/certificate.pem', import.meta.url)

interface Link {
  readonly up: Pace
  readonly down: Pace
}

/** What is written at once at most, bytes. */
const SLICE = 1 << 20

/**
 * The service on loopback ports, in the clear and with TLS: requests to it, requests through it (absolute targets), and
 * tunnels into it.
 */
export class Wire {
  readonly #service: GithubService
  readonly #plain: Server
  readonly #secure: Server
  readonly #sockets = new Set<Duplex>()
  readonly #tunnels = new WeakSet<Duplex>()
  readonly #links = new WeakMap<Duplex, Link>()

  constructor(service: GithubService) {
    this.#service = service
    const patience = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000 }
    this.#plain = createServer(patience)
    const key = readFileSync(new URL('tls/key.pem', import.meta.url))
    this.#secure = createSecureServer({ ...patience, key, cert: readFileSync(certificate) })
    for (const server of [this.#plain, this.#secure]) {
      server.on('request', (request, response) => {
        this.#serve(request, response).catch((error: unknown) => request.socket.destroy(error as Error))
      })
      for (const event of ['connection', 'secureConnection']) server.on(event, (socket: Socket) => this.#keep(socket))
    }
    this.#plain.on('connect', (request, socket, head) => {
      this.#tunnels.add(socket)
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
      const secure = request.url?.endsWith(':443') || request.url?.endsWith(`:${portOf(this.#secure)}`)
      const server = secure ? this.#secure : this.#plain
      server.emit('connection', socket)
    })
    // A TLS socket over a tunnel is another object than the tunnel.
    this.#secure.on('secureConnection', (socket: Socket & { _parent?: Socket }) => {
      if (socket._parent && this.#tunnels.has(socket._parent)) this.#tunnels.add(socket)
    })
  }

  async listen(): Promise<{ readonly plain: number; readonly secure: number }> {
    for (const server of [this.#plain, this.#secure]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    }
    return { plain: portOf(this.#plain), secure: portOf(this.#secure) }
  }

  async close(): Promise<void> {
    const closed = [this.#plain, this.#secure].map((server) => new Promise((resolve) => server.close(resolve)))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(closed)
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => {})
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const service = this.#service
    const target = request.url ?? '/'
    const absolute = !target.startsWith('/')
    const url = new URL(absolute ? target : `http://${request.headers.host}${target}`)
    if (!absolute && (target === '/_control' || target === '/_counts')) {
      return end(response, await control(service, target, await readAll(request)))
    }
    if (absolute || this.#tunnels.has(request.socket)) service.counts.proxied++
    const call = service.begin({
      method: request.method ?? 'GET',
      url,
      headers: request.headers as Record<string, string>,
    })
    try {
      await this.#answer(call, request, response)
    } finally {
      call.done()
    }
  }

  async #answer(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request
    const { switches, counts } = this.#service
    const { fault, operation } = call
    const link = this.#link(socket)
    const lost = fault?.kind === 'reset' || (fault?.kind === 'stall' && operation !== 'GetBlob')
    const length = Number(request.headers['content-length'] ?? 0)
    const body = await this.#receive(request, link.up, lost ? Math.floor(length / 2) : undefined)
    if (body === undefined) return
    if (switches.latencyMillis > 0) {
      fire(counts, 'latencyMillis')
      await setTimeout(switches.latencyMillis)
    }
    if (fault?.kind === 'reset') return reset(socket)
    if (lost) return await closed(socket)
    const answer = await call.answer(body)
    if (fault?.kind === 'reset-after') return reset(socket)
    if (fault?.kind === 'cut' && answer.body.length === 0) return void socket.destroySoon()
    response.writeHead(answer.status, answer.headers)
    response.flushHeaders()
    if (fault?.kind !== 'cut' && fault?.kind !== 'stall') {
      await this.#send(response, answer.body, link.down)
      return void response.end()
    }
    await this.#send(response, half(answer), link.down)
    if (fault.kind === 'stall') return await closed(socket)
    socket.destroySoon()
  }

  /** The body, or as much of it as `upTo` says; `undefined`: the client went away. */
  async #receive(request: IncomingMessage, pace: Pace, upTo: number | undefined): Promise<Uint8Array | undefined> {
    const { switches, counts } = this.#service
    const { bytesPerSecond } = switches
    const declared = request.headers['content-length']
    const body = declared === undefined ? undefined : Buffer.allocUnsafeSlow(Number(declared))
    const pieces: Uint8Array[] = []
    let received = 0
    pace.begin()
    return await new Promise((resolve) => {
      const done = () => {
        request.pause()
        resolve(body ?? Buffer.concat(pieces))
      }
      request.on('data', (piece: Buffer) => {
        body ? piece.copy(body, received) : pieces.push(piece)
        received += piece.length
        counts.bytesIn += piece.length
        if (upTo !== undefined && received >= upTo) return done()
        const wait = bytesPerSecond > 0 ? pace.charge(piece.length, bytesPerSecond) : 0
        if (wait < 4) return
        fire(counts, 'bytesPerSecond')
        request.pause()
        globalThis.setTimeout(() => request.resume(), wait)
      })
      request.on('end', done)
      request.on('close', () => resolve(undefined))
    })
  }

  async #send(response: ServerResponse, body: readonly Uint8Array[], pace: Pace): Promise<void> {
    const { switches, counts } = this.#service
    const { bytesPerSecond } = switches
    const slice = bytesPerSecond > 0 ? Math.min(Math.max(bytesPerSecond >> 8, 1024), SLICE) : SLICE
    pace.begin()
    for (const piece of body) {
      for (let at = 0; at < piece.length && !response.destroyed; at += slice) {
        const part = piece.subarray(at, at + slice)
        if (bytesPerSecond > 0) {
          fire(counts, 'bytesPerSecond')
          await pace.carry(part.length, bytesPerSecond)
        }
        counts.bytesOut += part.length
        if (!response.write(part)) await drained(response)
      }
    }
  }

  #link(socket: Socket): Link {
    const known = this.#links.get(socket)
    if (known) return known
    const link = { up: new Pace(), down: new Pace() }
    this.#links.set(socket, link)
    return link
  }
}

function end(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(Buffer.concat(body))
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

function reset(socket: Socket): void {
  // Below TLS there is no handle to reset by.
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closed(socket: Duplex): Promise<void> {
  return new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())))
}
