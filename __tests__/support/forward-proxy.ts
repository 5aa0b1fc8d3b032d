import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import * as tls from 'node:tls'
import { createSend } from '../../src/stores/http/client.ts'
import type { Send } from '../../src/stores/http/exchange.ts'
import { certificate } from './github-service/wire.ts'

export interface ForwardProxy {
  readonly url: string
  /** First lines of what came to it, without the protocol. */
  readonly asked: string[]
  readonly credentials: (string | undefined)[]
  /** Names that its own certificate was asked for. */
  readonly names: unknown[]
  /** Connections to it, so far and now. */
  connections(): number
  open(): number
  close(): Promise<void>
}

export interface ForwardProxyOptions {
  /** It is itself reached by TLS. */
  readonly secure?: boolean
  /** Instead of opening a tunnel. */
  readonly connect?: (socket: Duplex) => void
}

/**
 * A proxy to which every host is this machine, and every server in the clear: tunnels end in it. It breaks where the
 * server breaks.
 */
export async function startForwardProxy({ secure, connect }: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const identity = { key: readFileSync(new URL('key.pem', certificate)), cert: readFileSync(certificate) }
  const patience = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000 }
  const [asked, credentials, names]: [string[], ForwardProxy['credentials'], unknown[]] = [[], [], []]
  const sockets = new Set<Socket>()
  let connections = 0
  const forward = forwarder()
  const tunnelled = https.createServer({ ...patience, ...identity }, forward)
  const server = secure ? https.createServer({ ...patience, ...identity }) : http.createServer(patience)
  server.on('request', (from, to) => {
    asked.push(`${from.method} ${from.url}`)
    credentials.push(from.headers['proxy-authorization'])
    forward(from, to)
  })
  server.on('connect', (from, socket) => {
    asked.push(`CONNECT ${from.url}`)
    credentials.push(from.headers['proxy-authorization'])
    socket.on('error', () => {})
    // Read, or nobody would see the client go.
    if (connect) return connect(socket.resume().once('end', () => socket.end()))
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    tunnelled.emit('connection', socket)
  })
  server.on('secureConnection', ({ servername }: tls.TLSSocket) => names.push(servername))
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${secure ? 'https://localhost' : 'http://127.0.0.1'}:${(server.address() as AddressInfo).port}`,
    asked,
    credentials,
    names,
    connections: () => connections,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** This process trusts the tests' own authority. */
export function trustTestAuthority(): void {
  tls.setDefaultCACertificates([...tls.getCACertificates(), readFileSync(certificate, 'utf8')])
}

/** A client that reaches servers of this machine by another name: machines' own addresses are not asked of proxies. */
export function sendThrough({ url }: Pick<ForwardProxy, 'url'>, scheme: 'http' | 'https'): Send {
  const send = createSend({ [scheme]: url })
  const origin = scheme === 'http' ? 'http://cache.test' : 'https://cache.blob.core.windows.net'
  return (address, outgoing) => send(address.replace(/^http:\/\/127\.0\.0\.1/, origin), outgoing)
}

/** Sends requests on, those of one connection over one connection. */
function forwarder(): http.RequestListener {
  const agents = new WeakMap<Socket, http.Agent>()
  const agentOf = (socket: Socket) => {
    const known = agents.get(socket)
    if (known) return known
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    agents.set(socket, agent)
    socket.once('close', () => agent.destroy())
    return agent
  }
  return (from, to) => {
    const { method, url: target = '/', socket } = from
    const { 'proxy-authorization': _, ...headers } = from.headers
    const { pathname, search, port } = new URL(target.startsWith('/') ? `http://${headers.host}${target}` : target)
    const host = `127.0.0.1:${port || 80}`
    const onward = http.request(`http://${host}${pathname}${search}`, {
      method,
      headers: { ...headers, host },
      agent: agentOf(socket),
    })
    onward.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 0, answer.headers)
      to.flushHeaders()
      pipeline(answer, to, () => {})
    })
    onward.on('error', () => socket.destroy())
    from.pipe(onward)
    to.once('close', () => {
      if (from.complete && to.writableFinished) return
      onward.destroy()
      // Else nobody would see the client go.
      from.unpipe(onward).resume()
    })
  }
}
