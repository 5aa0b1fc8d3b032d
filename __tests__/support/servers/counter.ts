import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before a server on loopback and writes down what is asked. */
export interface Counter {
  readonly origin: string
  /** Method and path of each request, in their order; may be emptied. */
  readonly requests: string[]
  close(): Promise<void>
}

/** The `Host` that the client signed goes through unchanged. */
export async function startCounter(target: string): Promise<Counter> {
  const { hostname, port } = new URL(target)
  const requests: string[] = []
  const server = createServer((from, to) => {
    requests.push(`${from.method} ${from.url}`)
    const { method, url, headers } = from
    const onward = request({ hostname, port, method, path: url, headers, setHost: false }, (answer) => {
      to.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    from.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
