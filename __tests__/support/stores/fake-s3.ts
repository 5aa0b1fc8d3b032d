import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createClient } from '../../../src/stores/s3/client.ts'
import { createS3Store } from '../../../src/stores/s3/store.ts'
import { createServerClock } from '../../../src/stores/server-clock.ts'
import { realClock, realRandom } from './clock.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Only this many bytes of the body come before the connection ends. */
  readonly cut?: number
}

/** A server that says what the test says, to see what the adapter makes of it; a real one is in `contract/servers`. */
export async function fakeS3(answer: (asked: Asked, nth: number) => Answer | Promise<Answer>) {
  const asked: Asked[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const url = new URL(request.url ?? '', 'http://fake')
    const one = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(pieces),
    }
    asked.push(one)
    const { status = 200, headers = {}, body = '', cut } = await answer(one, asked.length)
    const bytes = Buffer.from(body)
    response.writeHead(status, { 'content-length': bytes.length, ...headers })
    if (cut === undefined) response.end(request.method === 'HEAD' ? undefined : bytes)
    else response.write(bytes.subarray(0, cut), () => setTimeout(() => response.destroy(), 20))
  }
  const server = createServer((request, response) => {
    // A client that goes away in the middle is part of some tests.
    serve(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serverClock = createServerClock(realClock)
  const client = (env: Readonly<Record<string, string>> = {}, endpoint = origin) =>
    createClient({
      region: 'us-east-1',
      endpoint,
      pathStyle: true,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      serverClock,
      env,
    })
  const over = (used: ReturnType<typeof client>) =>
    createS3Store({
      client: used,
      bucket: 'bucket',
      prefix: 'prefix/',
      name: 's3://bucket/prefix',
      clock: realClock,
      random: realRandom,
      serverClock,
      touch: undefined,
    })
  return {
    origin,
    asked,
    store: over(client()),
    behind: (proxy: string) => over(client({ HTTP_PROXY: proxy }, 'http://far.invalid:9000')),
  }
}

/** An error as S3 writes it. */
export function failure(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>said ${code}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body }
}
