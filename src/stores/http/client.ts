import { once } from 'node:events'
import type * as http from 'node:http'
import { createAgents } from './agents.ts'
import type { Answer, Outgoing, Send } from './exchange.ts'
import { pour } from './pour.ts'
import { type ProxySetting, proxyFinder } from './proxy.ts'

/**
 * Requests by Node's own client, directly or through this machine's proxies. `fetch` does the same for half as much
 * memory again and more processor time: every piece goes through web streams. Redirects are answers. Certificate
 * authorities of one's own are Node's matter (`NODE_EXTRA_CA_CERTS`). One for a run: it keeps connections. Throws
 * `UserError` for a proxy that is no URL.
 */
export function createSend(setting: ProxySetting = {}): Send {
  const proxyOf = proxyFinder(setting)
  const agentFor = createAgents()
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address)
    const proxy = proxyOf(url)
    const { request: open } = url.protocol === 'http:' ? await import('node:http') : await import('node:https')
    const agent = await agentFor(url.protocol, proxy)
    // The agent makes the target whole by itself, but would take a path that begins with two slashes for a host.
    const whole = proxy && url.protocol === 'http:' && { path: `${url.origin}${url.pathname}${url.search}` }
    // Node keeps `signal` from agents.
    const request = open(url, { method, headers, agent, signal, ...whole, ...{ until: signal } })
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
      async pour(take) {
        try {
          await pour(message, take)
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
