import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it came. */
export interface Received {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Answers, or destroys the response, or leaves it open. */
export type Answering = (request: Received, response: ServerResponse) => void

/** A service on loopback that says what a test wants said; gone when the test ends. */
export async function startLoopback(
  answer: Answering,
): Promise<{ readonly origin: string; readonly seen: Received[] }> {
  const seen: Received[] = []
  const server = createServer((from, to) => {
    const pieces: Buffer[] = []
    from.on('data', (piece: Buffer) => pieces.push(piece))
    from.on('end', () => {
      const { method = '', url = '', headers } = from
      const request = { method, url: new URL(url, 'http://loopback'), headers, body: Buffer.concat(pieces) }
      seen.push(request)
      answer(request, to)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

/** Everything that a listing gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
