import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What may happen to one request on its way to a server, or to the answer on its way back. */
export type WireFault =
  /** The server gets it that much later. */
  | { readonly latency: number }
  /** The connection breaks before the server gets it. */
  | 'reset'
  /** The server gets it, and the connection breaks instead of an answer. */
  | 'lost'
  /** The answer breaks off in the middle of its body. */
  | 'cut'
  /** One bit of the answer's body is another. */
  | 'flip'
  /** Nothing happens at all, ever. */
  | 'blackhole'
  /** Half of the answer's body comes, and then nothing more. */
  | 'stall'
  /** So many bytes of the answer's body a second. */
  | { readonly drip: number }
  /** The server does not get it; this is the answer. */
  | { readonly status: number; readonly retryAfter?: number }
  /** The answer's clock is that much ahead, in milliseconds. */
  | { readonly skew: number }

export interface WireRequest {
  readonly method: string
  /** Path and query, decoded. */
  readonly url: string
}

export interface FaultProxy {
  readonly origin: string
  /** Requests that came so far. */
  requests(): number
  /** From now on nothing passes and nothing is refused, as if a cable were out. */
  partition(): void
  heal(): void
  close(): Promise<void>
}

/** Stands between Warmstart and a real server; `choose` is asked about every request. */
export async function startFaultProxy(
  target: string,
  choose: (request: WireRequest) => WireFault | undefined,
): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  let requests = 0
  let parted = false

  const forward = async (from: IncomingMessage, to: ServerResponse, fault: WireFault | undefined): Promise<void> => {
    const { method = 'GET', url: path = '/', rawHeaders: headers } = from
    const onward = request({ hostname, port, method, path, headers, agent })
    from.pipe(onward)
    // Who gives up is not answered, and the server need not finish.
    to.once('close', () => onward.destroy())
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    const pieces: Buffer[] = []
    for await (const piece of answer) pieces.push(piece as Buffer)
    if (parted) return
    if (fault === 'lost') return void from.socket.destroy()
    await give(to, answer, Buffer.concat(pieces), fault)
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (from, to) => {
    requests++
    if (parted) return
    const fault = choose({ method: from.method ?? '', url: decodeURIComponent(from.url ?? '') })
    if (fault === 'blackhole') return
    if (fault === 'reset') return void from.socket.resetAndDestroy()
    if (typeof fault === 'object' && 'status' in fault) {
      const { status, retryAfter } = fault
      from.resume()
      from.once('end', () => {
        to.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` }).end()
      })
      return
    }
    const latency = typeof fault === 'object' && 'latency' in fault ? fault.latency : 0
    setTimeout(latency)
      .then(() => forward(from, to, fault))
      .catch(() => from.socket.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    partition() {
      parted = true
    },
    heal() {
      parted = false
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      agent.destroy()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface PlannedFault {
  /** Which requests it is about. */
  readonly on: { readonly method?: RegExp; readonly url?: RegExp }
  /** The first of them that it hits, from 1, and how many in a row; 1 unless told. */
  readonly nth?: number
  readonly times?: number
  readonly does: WireFault
}

/** Faults as planned, and those of them that never came about: such a plan tests nothing. */
export function planned(faults: readonly PlannedFault[]) {
  const plan = faults.map((fault) => ({ fault, seen: 0, fired: 0 }))
  return {
    choose({ method, url }: WireRequest): WireFault | undefined {
      let does: WireFault | undefined
      for (const entry of plan) {
        const { on, nth = 1, times = 1 } = entry.fault
        if (!(on.method ?? /^/).test(method) || !(on.url ?? /^/).test(url)) continue
        entry.seen++
        if (entry.seen < nth || entry.seen >= nth + times) continue
        entry.fired++
        does ??= entry.fault.does
      }
      return does
    },
    idle: () => plan.filter(({ fired }) => fired === 0).map(({ fault }) => fault),
  }
}

async function give(
  to: ServerResponse,
  answer: IncomingMessage,
  body: Buffer,
  fault: WireFault | undefined,
): Promise<void> {
  const headers = { ...answer.headers }
  // As one piece of known length, unless it has no body at all.
  if (body.length > 0) {
    delete headers['transfer-encoding']
    headers['content-length'] = `${body.length}`
  }
  if (typeof fault === 'object' && 'skew' in fault) {
    headers.date = new Date(Date.parse(headers.date ?? '') + fault.skew).toUTCString()
  }
  to.writeHead(answer.statusCode ?? 502, headers)
  const middle = body.length >> 1
  if (fault === 'cut' || fault === 'stall') {
    to.write(body.subarray(0, middle))
    if (fault === 'stall') return
    await setTimeout(5)
    to.destroy()
    return
  }
  if (fault === 'flip' && body.length > 0) body[middle] = (body[middle] as number) ^ 1
  if (typeof fault === 'object' && 'drip' in fault) {
    for (let at = 0; at < body.length && !to.destroyed; at += fault.drip / 10) {
      to.write(body.subarray(at, at + fault.drip / 10))
      await setTimeout(100)
    }
    to.end()
    return
  }
  to.end(body)
}
