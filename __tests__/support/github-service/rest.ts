import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An entry as the REST API shows it. */
export interface RestRow {
  readonly id: number
  readonly key: string
  readonly ref: string
  readonly version: string
  readonly bytes: number
  readonly createdAt: number
}

/** Where the entries are: a fake of the service, or a list. */
export interface RestRows {
  rows(): readonly RestRow[]
  remove(id: number): void
}

export interface ForcedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The part of GitHub's REST API that is about caches, on a loopback port. */
export async function startRest({ rows, remove }: RestRows, repository: string, token: string) {
  const counts = { list: 0, delete: 0, forced: 0 }
  const forced: (ForcedAnswer | 'reset')[] = []
  const seen: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders }[] = []

  const server = createServer((request, response) => {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '', 'http://loopback')
    seen.push({ method, url: `${url.pathname}${url.search}`, headers })
    const send = (status: number, body: unknown, more: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...more })
      response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
    }
    const next = forced.shift()
    if (next) counts.forced++
    if (next === 'reset') return request.socket.destroy()
    if (next) return send(next.status, next.body ?? { message: 'forced' }, next.headers)
    if (headers.authorization !== `Bearer ${token}`) return send(401, { message: 'Bad credentials' })
    const base = `/repos/${repository}/actions/caches`
    if (!url.pathname.startsWith(base)) return send(404, { message: 'Not Found' })
    const key = url.searchParams.get('key') ?? ''
    const ref = url.searchParams.get('ref')
    const refs = rows().filter((row) => ref === null || row.ref === ref)
    if (method === 'GET') {
      counts.list++
      const size = Number(url.searchParams.get('per_page') ?? 30)
      if (size > 100) return send(422, { message: 'per_page' })
      const found = refs.filter((row) => row.key.startsWith(key)).sort(order(url.searchParams))
      const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size
      return send(200, { total_count: found.length, actions_caches: found.slice(from, from + size).map(shown) })
    }
    counts.delete++
    const id = url.pathname.slice(base.length + 1)
    const gone = id === '' ? refs.filter((row) => row.key === key) : rows().filter((row) => String(row.id) === id)
    if (gone.length === 0) return send(404, { message: 'Not Found' })
    for (const row of gone) remove(row.id)
    if (id !== '') return send(204, undefined)
    return send(200, { total_count: gone.length, actions_caches: gone.map(shown) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    /** The next calls are answered like this, one each. */
    forced,
    /** Every request, in order. */
    seen,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function order(query: URLSearchParams): (a: RestRow, b: RestRow) => number {
  if (query.get('sort') !== 'created_at') throw new Error('this fake sorts by created_at alone')
  const sign = query.get('direction') === 'asc' ? 1 : -1
  return (a, b) => sign * (a.createdAt - b.createdAt || a.id - b.id)
}

function shown({ id, key, ref, version, bytes, createdAt }: RestRow) {
  const created_at = new Date(createdAt).toISOString()
  return { id, ref, key, version, last_accessed_at: created_at, created_at, size_in_bytes: bytes }
}
