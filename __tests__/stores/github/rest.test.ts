import { describe, expect, it, onTestFinished } from 'vitest'
import type { Clock } from '../../../src/core/ports/clock.ts'
import type { ListedEntry } from '../../../src/stores/github/entries.ts'
import { createRest, type RestOptions } from '../../../src/stores/github/rest.ts'
import { type ForcedAnswer, type RestRow, startRest } from '../../support/github-service/rest.ts'

const ENTRY = { ref: 'refs/heads/main', version: 'v'.repeat(64), bytes: 5 }
const row = (id: number, key: string, more: Partial<RestRow> = {}): RestRow => ({
  ...ENTRY,
  id,
  key,
  createdAt: Date.UTC(2026, 0, 1) + id * 1000,
  ...more,
})

/** A fake with these entries, and a client whose clock jumps where others would sleep. */
async function service(entries: RestRow[], options: Partial<RestOptions> = {}) {
  const rows = new Map(entries.map((entry) => [entry.id, entry]))
  const rest = { rows: () => [...rows.values()], remove: (id: number) => rows.delete(id) }
  const fake = await startRest(rest, 'acme/web', 'secret')
  onTestFinished(fake.close)
  const slept: number[] = []
  let time = Date.UTC(2026, 5, 1)
  const clock: Clock = {
    now: () => time,
    async sleep(ms) {
      slept.push(ms)
      time += ms
    },
  }
  const { apiUrl } = fake
  const client = createRest({
    apiUrl,
    repository: 'acme/web',
    token: 'secret',
    clock,
    fetch,
    name: 'github:',
    ...options,
  })
  const force = (...answers: (ForcedAnswer | 'reset')[]) => fake.forced.push(...answers)
  return { ...fake, client, clock, slept, force, left: () => [...rows.keys()] }
}

const all = async (entries: AsyncIterable<ListedEntry>) => {
  const found: ListedEntry[] = []
  for await (const entry of entries) found.push(entry)
  return found
}

describe('list', () => {
  it('gives what starts with the prefix, of every ref, oldest first', async () => {
    const pull = 'refs/pull/7/merge'
    const { client } = await service([row(3, 'a/b#3'), row(1, 'a/c'), row(2, 'a/b#2', { ref: pull }), row(4, 'b')])
    expect(await all(client.list('a/b#'))).toEqual([
      { name: 'a/b#2', bytes: 5, created: Date.UTC(2026, 0, 1) + 2000 },
      { name: 'a/b#3', bytes: 5, created: Date.UTC(2026, 0, 1) + 3000 },
    ])
  })

  it('reads every page, and no page more than there are', async () => {
    const entries = Array.from({ length: 250 }, (_, id) => row(id, `k#${id}`))
    const { client, counts } = await service(entries)
    expect((await all(client.list('k'))).map(({ name }) => name)).toEqual(entries.map(({ key }) => key))
    expect(counts.list).toBe(3)
  })

  it('misses nothing that was there before, whatever is made meanwhile', async () => {
    const entries = Array.from({ length: 150 }, (_, id) => row(id, `k#${id}`))
    const rows = [...entries]
    const fake = await startRest({ rows: () => rows, remove: () => undefined }, 'acme/web', 'secret')
    onTestFinished(fake.close)
    const { clock } = await service([])
    const { apiUrl } = fake
    const client = createRest({ apiUrl, repository: 'acme/web', token: 'secret', clock, fetch, name: 'github:' })
    const names: string[] = []
    for await (const { name } of client.list('k')) {
      if (names.push(name) === 1) rows.push(row(1000, 'k#new'))
    }
    expect(names).toEqual([...entries.map(({ key }) => key), 'k#new'])
  })

  it('says who it is, in the words GitHub asks for', async () => {
    const { client, seen } = await service([])
    await all(client.list('a/~2f#x'))
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: expect.stringContaining('key=a%2F%7E2f%23x'),
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'warmstart',
      },
    })
  })
})

describe('remove', () => {
  it('removes by whole names, one a second, and is content with what is not there', async () => {
    const { client, left, slept, counts } = await service([row(1, 'a#1'), row(2, 'a#2'), row(3, 'a#22'), row(4, 'b')])
    await client.remove(['a#1', 'gone', 'a#2'])
    expect(left()).toEqual([3, 4])
    expect(counts.delete).toBe(3)
    expect(slept).toEqual([1000, 1000])
    await client.remove(['b'])
    expect(left()).toEqual([3])
    expect(slept).toHaveLength(3)
  })
})

describe('an answer that is none', () => {
  const limit = (status: number, headers: Record<string, string>, body?: string) => ({
    status,
    headers,
    ...(body !== undefined && { body }),
  })
  const reset = String(Date.UTC(2026, 5, 1) / 1000 + 42)

  it.each([
    ['429 with a time to wait', limit(429, { 'retry-after': '7' }), 7000],
    ['403 with a time to wait', limit(403, { 'retry-after': '7' }), 7000],
    ['a limit that starts anew', limit(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }), 42_000],
    ['a limit that says nothing more', limit(429, {}), 60_000],
    ['a limit said in words', limit(403, {}, '{"message":"You have exceeded a secondary rate limit"}'), 60_000],
    ['no time at all', limit(429, { 'retry-after': '0' }), 1000],
    ['502', limit(502, {}, '<html>'), 1000],
    ['a reset connection', 'reset' as const, 1000],
    ['half of an answer', limit(200, {}, '{"actions_caches":['), 1000],
  ])('is asked for again: %s', async (_, answer, pause) => {
    const { client, force, slept, counts } = await service([row(1, 'a')])
    force(answer)
    expect(await all(client.list('a'))).toHaveLength(1)
    expect(counts.forced).toBe(1)
    expect(slept).toEqual([pause])
  })

  it.each([
    ['429 for longer than a minute', [limit(429, { 'retry-after': '61' })], 'throttled'],
    ['429 again and again', Array.from({ length: 4 }, () => limit(429, { 'retry-after': '20' })), 'throttled'],
    ['503 again and again', Array.from({ length: 4 }, () => limit(503, {})), 'unavailable'],
    ['a connection that is reset again and again', Array.from({ length: 4 }, () => 'reset' as const), 'unavailable'],
    ['401', [limit(401, {})], 'denied'],
    ['403', [limit(403, {}, '{"message":"Resource not accessible by integration"}')], 'denied'],
    ['404', [limit(404, {})], 'denied'],
    ['422', [limit(422, {})], 'unsupported'],
    ['an answer that is something else', [limit(200, {}, '{"total_count":0}')], 'corrupt'],
  ] as const)('is an error: %s', async (_, answers, kind) => {
    const { client, force, counts } = await service([row(1, 'a')])
    force(...answers)
    await expect(all(client.list('a'))).rejects.toMatchObject({ name: 'StoreError', kind, store: 'github:', key: 'a' })
    expect(counts.forced).toBe(answers.length)
  })

  it('is told in the words of GitHub', async () => {
    const { client, force } = await service([])
    force({ status: 403, body: '{"message":"Resource not accessible by integration"}' })
    await expect(client.remove(['a'])).rejects.toThrow(/403.*Resource not accessible by integration/)
  })

  it('is not asked for by who gave up', async () => {
    const { client, seen } = await service([])
    const signal = AbortSignal.abort(new Error('given up'))
    await expect(all(client.list('a', { signal }))).rejects.toThrow('given up')
    expect(seen).toHaveLength(0)
  })
})
