import type { GithubService, Head } from './index.ts'
import { type Answer, json } from './message.ts'

/** An entry as the REST API shows it. */
export interface RestRow {
  readonly id: number
  readonly key: string
  readonly ref: string
  readonly version: string
  readonly bytes: number
  readonly createdAt: number
  /** When it was created unless told. */
  readonly accessedAt?: number
}

export interface RestOptions {
  /** With `actions: write`. */
  readonly token: string
  readonly repository: string
  /** What is listed instead of the service's entries. */
  readonly rows?: RestRow[]
}

/** Adds the part of GitHub's REST API that is about caches to a service. */
export function mountRest(service: GithubService, { token, repository, rows }: RestOptions) {
  const counts = { list: 0, delete: 0 }
  const forced: Answer[] = []
  const seen: Head[] = []
  const base = `/api/v3/repos/${repository}/actions/caches`
  const all = () => rows ?? service.entries.flatMap(rowOf)
  const remove = async ({ id }: RestRow) => {
    if (rows) rows.splice(rows.findIndex((row) => row.id === id) >>> 0, 1)
    else await service.evict((entry) => entry.id === id)
  }

  const list = (query: URLSearchParams) => {
    counts.list++
    const size = Number(query.get('per_page') ?? 30)
    if (size > 100) return json(422, { message: 'per_page is not valid' })
    const ref = query.get('ref')
    const found = all()
      .filter((row) => row.key.startsWith(query.get('key') ?? '') && (ref === null || row.ref === ref))
      .sort(order(query))
    const from = (Number(query.get('page') ?? 1) - 1) * size
    return json(200, { total_count: found.length, actions_caches: found.slice(from, from + size).map(shown) })
  }

  const removeBy = async (query: URLSearchParams) => {
    counts.delete++
    const ref = query.get('ref')
    const gone = all().filter((row) => row.key === query.get('key') && (ref === null || row.ref === ref))
    if (gone.length === 0) return json(404, { message: 'Not Found' })
    for (const row of gone) await remove(row)
    return json(200, { total_count: gone.length, actions_caches: gone.map(shown) })
  }

  service.mount('/api/v3/', async (head) => {
    seen.push(head)
    const next = forced.shift()
    if (next) return next
    const { method, url, headers } = head
    if (headers['authorization'] !== `Bearer ${token}`) return json(401, { message: 'Bad credentials' })
    if (url.pathname !== base) return json(404, { message: 'Not Found' })
    if (method === 'GET') return list(url.searchParams)
    return await removeBy(url.searchParams)
  })
  return {
    apiUrl: `${service.url}/api/v3`,
    counts,
    /** The next calls are answered like this, one each. */
    forced,
    /** Every request, in order. */
    seen,
  }
}

function order(query: URLSearchParams): (a: RestRow, b: RestRow) => number {
  if (query.get('sort') !== 'created_at') throw new Error('this fake sorts by created_at alone')
  const sign = query.get('direction') === 'asc' ? 1 : -1
  return (a, b) => sign * (a.createdAt - b.createdAt || a.id - b.id)
}

function rowOf({ id, key, scope, version, finalised, accessedAt }: GithubService['entries'][number]): RestRow[] {
  return finalised
    ? [{ id, key, ref: scope, version, bytes: finalised.bytes, createdAt: finalised.at, accessedAt }]
    : []
}

function shown({ id, key, ref, version, bytes, createdAt, accessedAt = createdAt }: RestRow) {
  const [created_at, last_accessed_at] = [createdAt, accessedAt].map((millis) => new Date(millis).toISOString())
  return { id, ref, key, version, last_accessed_at, created_at, size_in_bytes: bytes }
}
