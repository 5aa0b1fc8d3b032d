import type { Clock } from '../../../src/core/ports/clock.ts'
import type { Call, GithubService } from './index.ts'
import { type Answer, bodyBytes, sliceBody } from './message.ts'
import { fire } from './switches.ts'

/** `fetch` that ends in the service itself; latency is the clock's, bandwidth is the machine's. */
export async function fetchFrom(
  service: GithubService,
  clock: Clock,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  // `fetch` wants to be told that a body of pieces is sent before the answer comes.
  const request = new Request(input, { duplex: 'half', ...init })
  // A request's own signal no longer follows the caller's once the request is collected as garbage.
  const signal = init.signal ?? request.signal
  signal.throwIfAborted()
  const body = new Uint8Array(await request.arrayBuffer())
  const headers = Object.fromEntries(request.headers)
  const call = service.begin({ method: request.method, url: new URL(request.url), headers })
  service.counts.bytesIn += body.length
  try {
    const { latencyMillis } = service.switches
    if (latencyMillis > 0) {
      fire(service.counts, 'latencyMillis')
      await clock.sleep(latencyMillis, signal)
    }
    return await respond(service, call, body, request.method, signal)
  } finally {
    call.done()
  }
}

async function respond(
  service: GithubService,
  { operation, fault, answer }: Call,
  body: Uint8Array,
  method: string,
  signal: AbortSignal,
): Promise<Response> {
  if (fault?.kind === 'reset') throw reset()
  if (fault?.kind === 'stall' && operation !== 'GetBlob') return await never(signal)
  const answered = await answer(body)
  signal.throwIfAborted()
  if (fault?.kind === 'reset-after') throw reset()
  const { status, headers } = answered
  const broken = fault?.kind === 'stall' || fault?.kind === 'cut' ? fault.kind : undefined
  if (broken === 'cut' && answered.body.length === 0) throw reset()
  const part = broken ? half(answered) : answered.body
  service.counts.bytesOut += bodyBytes(part)
  return new Response(method === 'HEAD' ? null : stream(part, broken, signal), { status, headers })
}

function stream(
  pieces: readonly Uint8Array[],
  broken: 'stall' | 'cut' | undefined,
  signal: AbortSignal,
): ReadableStream {
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason))
      for (const piece of pieces) controller.enqueue(new Uint8Array(piece))
      if (!broken) controller.close()
    },
    pull(controller) {
      if (broken === 'cut') controller.error(new TypeError('terminated', { cause: new Error('other side closed') }))
      if (broken === 'stall') return new Promise(() => {})
      return undefined
    },
  })
}

/** What is sent of an answer that stops. */
export function half({ body }: Answer): readonly Uint8Array[] {
  return sliceBody(body, 0, Math.floor(bodyBytes(body) / 2))
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

function reset(): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
}
