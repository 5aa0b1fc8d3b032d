import { once } from 'node:events'
import type * as http from 'node:http'
import { releaseWhole } from '../../core/bytes.ts'
import type { Answer, Outgoing, Send } from './exchange.ts'

/**
 * Requests by Node's own client. `fetch` does the same for half as much memory again and more processor time: it
 * copies what comes, and every piece goes through a web stream. Redirects are answers. One for a run: it keeps connections.
 */
export function createSend(): Send {
  const agents = new Map<string, http.Agent>()
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address)
    const { Agent, request: open } = url.protocol === 'http:' ? await import('node:http') : await import('node:https')
    const agent = agents.get(url.protocol) ?? new Agent({ keepAlive: true })
    agents.set(url.protocol, agent)
    const request = open(url, { method, headers, agent, signal })
    // Whoever waits for the answer or reads it is told; an error that nobody listened to would end the process.
    request.on('error', () => undefined)
    const [answer] = await Promise.all([response(request), sendBody(request, body)])
    return answer
  }
}

/** The answer as soon as its head is there. */
async function response(request: http.ClientRequest): Promise<Answer> {
  const [message] = (await once(request, 'response')) as [http.IncomingMessage]
  const text = (name: string) => {
    const value = message.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }
  return {
    status: message.statusCode ?? 0,
    headers: { get: text, has: (name) => text(name) !== null },
    body: {
      async *[Symbol.asyncIterator]() {
        try {
          for await (const piece of message as AsyncIterable<Uint8Array>) {
            yield piece
            // Or they pile up until a collection that nothing here brings about.
            releaseWhole(piece)
          }
        } finally {
          if (!request.writableFinished) request.destroy()
        }
      },
      async cancel() {
        if (!request.writableFinished) {
          request.destroy()
          return
        }
        // A short rest is read to its end: the connection can then be used again.
        let rest = 0
        message.on('data', (piece: Uint8Array) => {
          rest += piece.length
          if (rest > WORTH_READING) request.destroy()
        })
        message.setTimeout(REST_MILLIS, () => request.destroy())
      },
    },
  }
}

/** Ends early where the answer comes before all is sent: what is still to go out must not be waited for. */
async function sendBody(request: http.ClientRequest, body: Outgoing['body']): Promise<void> {
  const answered = new Promise<'answered'>((resolve) => {
    request.once('response', () => resolve('answered'))
    request.once('close', () => resolve('answered'))
  })
  if (typeof body !== 'object') {
    request.end(body)
    return
  }
  for await (const piece of body) {
    if (request.destroyed) return
    if (request.write(piece)) continue
    if ((await Promise.race([answered, once(request, 'drain')])) === 'answered') return
  }
  request.end()
}

const WORTH_READING = 64 * 1024
const REST_MILLIS = 1000
