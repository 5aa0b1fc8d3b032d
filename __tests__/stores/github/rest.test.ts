import { describe, expect, it } from 'vitest'
import type { ListedEntry } from '../../../src/stores/github/entries.ts'
import { createRest } from '../../../src/stores/github/rest.ts'
import { type FaultKind, GithubService } from '../../support/github-service/index.ts'
import { text } from '../../support/github-service/message.ts'
import { mountRest, type RestRow } from '../../support/github-service/rest.ts'
import { VirtualClock } from '../../support/stores/virtual-clock.ts'

const ENTRY = { ref: 'refs/heads/main', version: 'v'.repeat(64), bytes: 5 }
const NOW = Date.UTC(2026, 5, 1)
const row = (id: number, key: string, more: Partial<RestRow> = {}): RestRow => ({
  ...ENTRY,
  id,
  key,
  createdAt: Date.UTC(2026, 0, 1) + id * 1000,
  ...more,
})

/** The API with these entries, and a client of it; no real time passes. */
function api(rows: RestRow[], ref?: string) {
  const clock = new VirtualClock(NOW)
  const service = new GithubService({ clock })
  const rest = mountRest(service, { repository: 'acme/web', token: 'secret', rows })
  const client = createRest(
    { fetch: service.fetch, clock },
    { apiUrl: rest.apiUrl, repository: 'acme/web', token: 'secret', ...(ref !== undefined && { ref }) },
  )
  /** Of the calls, all but the watches over them. */
  const slept = () => clock.slept.filter((millis) => millis !== 15_000)
  return { ...rest, service, client, slept, run: <T>(work: Promise<T>) => clock.run(work), rows }
}

const all = async (entries: AsyncIterable<ListedEntry>) => {
  const found: ListedEntry[] = []
  for await (const entry of entries) found.push(entry)
  return found
}

describe('list', () => {
  it('gives what starts with the prefix, of every ref, oldest first', async () => {
    const pull = 'refs/pull/7/merge'
    const { client, run } = api([
      row(3, 'a/b#3'),
      row(1, 'a/c'),
      row(2, 'a/b#2', { ref: pull, accessedAt: NOW }),
      row(4, 'b'),
    ])
    expect(await run(all(client.list('a/b#')))).toEqual([
      { name: 'a/b#2', bytes: 5, created: Date.UTC(2026, 0, 1) + 2000, used: NOW },
      { name: 'a/b#3', bytes: 5, created: Date.UTC(2026, 0, 1) + 3000, used: Date.UTC(2026, 0, 1) + 3000 },
    ])
  })

  it('sees and removes what is of its ref, if told one', async () => {
    const pull = 'refs/pull/7/merge'
    const { client, run, rows } = api([row(1, 'k#1'), row(2, 'k#2', { ref: pull }), row(3, 'k#1', { ref: pull })], pull)
    expect((await run(all(client.list('k')))).map(({ name }) => name)).toEqual(['k#2', 'k#1'])
    await run(client.remove(['k#1']))
    expect(rows.map(({ id }) => id)).toEqual([1, 2])
  })

  it('reads every page, and no page more than there are', async () => {
    const entries = Array.from({ length: 250 }, (_, id) => row(id, `k#${id}`))
    const { client, counts, run } = api(entries)
    expect((await run(all(client.list('k')))).map(({ name }) => name)).toEqual(entries.map(({ key }) => key))
    expect(counts.list).toBe(3)
  })

  it('reads a page whole that comes in large pieces', async () => {
    const names = Array.from({ length: 99 }, (_, id) => `k#${id}-${'long'.repeat(1000)}`)
    const caches = names.map((key) => ({ key, size_in_bytes: 5, created_at: '2026-01-01T00:00:00Z' }))
    const fetch = async () => Response.json({ actions_caches: caches })
    const options = { apiUrl: 'https://api.test', repository: 'a/b', token: 't' }
    const client = createRest({ fetch, clock: new VirtualClock(NOW) }, options)
    expect((await all(client.list('k'))).map(({ name }) => name)).toEqual(names)
  })

  it('misses nothing that was there before, whatever is made meanwhile', async () => {
    const entries = Array.from({ length: 150 }, (_, id) => row(id, `k#${id}`))
    const { client, rows, run } = api([...entries])
    const names: string[] = []
    const reading = async () => {
      for await (const { name } of client.list('k')) if (names.push(name) === 1) rows.push(row(1000, 'k#new'))
    }
    await run(reading())
    expect(names).toEqual([...entries.map(({ key }) => key), 'k#new'])
  })

  it('says who it is, in the words GitHub asks for', async () => {
    const { client, seen, run } = api([])
    await run(all(client.list('a/~2f#x')))
    expect(seen[0]?.url.search).toContain('key=a%2F%7E2f%23x&')
    expect(seen[0]).toMatchObject({
      method: 'GET',
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
    const { client, rows, slept, counts, run } = api([row(1, 'a#1'), row(2, 'a#2'), row(3, 'a#22'), row(4, 'b')])
    await run(client.remove(['a#1', 'gone', 'a#2']))
    expect(rows.map(({ id }) => id)).toEqual([3, 4])
    expect(counts.delete).toBe(3)
    expect(slept()).toEqual([1000, 1000])
    await run(client.remove(['b']))
    expect(rows.map(({ id }) => id)).toEqual([3])
    expect(slept()).toHaveLength(3)
  })
})

describe('an answer that is none', () => {
  const answer = (status: number, headers: Record<string, string> = {}, body = '{"message":"no"}') =>
    text(status, 'application/json', body, headers)
  const reset = `${NOW / 1000 + 42}`

  it.each([
    ['429 with a time to wait', answer(429, { 'retry-after': '7' }), 7000],
    ['403 with a time to wait', answer(403, { 'retry-after': '7' }), 7000],
    ['a limit that starts anew', answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }), 42_000],
    ['a limit that says nothing more', answer(429), 60_000],
    ['a limit said in words', answer(403, {}, '{"message":"You have exceeded a secondary rate limit"}'), 60_000],
    ['no time at all', answer(429, { 'retry-after': '0' }), 1000],
    ['502 from something in between', answer(502, {}, '<html>'), 1000],
    ['half of an answer', answer(200, {}, '{"actions_caches":['), 1000],
  ])('is asked for again: %s', async (_, once, pause) => {
    const { client, forced, slept, run } = api([row(1, 'a')])
    forced.push(once)
    expect(await run(all(client.list('a')))).toHaveLength(1)
    expect(forced).toEqual([])
    expect(slept()).toEqual([pause])
  })

  it.each(['reset', 'cut', 'stall'] satisfies FaultKind[])('is asked for again: %s', async (kind) => {
    const { client, service, run } = api([row(1, 'a')])
    service.switches.faults.push({ kind, on: 'Other', times: 1 })
    expect(await run(all(client.list('a')))).toHaveLength(1)
    expect(service.counts.fired[kind]).toBe(1)
  })

  it.each([
    ['429 for longer than a minute', [answer(429, { 'retry-after': '61' })], 'throttled'],
    ['429 again and again', Array.from({ length: 4 }, () => answer(429, { 'retry-after': '20' })), 'throttled'],
    ['503 again and again', Array.from({ length: 4 }, () => answer(503)), 'unavailable'],
    ['401', [answer(401)], 'denied'],
    ['403', [answer(403)], 'denied'],
    ['404', [answer(404)], 'denied'],
    ['422', [answer(422)], 'unsupported'],
    ['an answer that is something else', [answer(200, {}, '{"total_count":0}')], 'corrupt'],
  ])('is an error: %s', async (_, answers, kind) => {
    const { client, forced, run } = api([row(1, 'a')])
    forced.push(...answers)
    await expect(run(all(client.list('a')))).rejects.toMatchObject({
      name: 'StoreError',
      kind,
      store: 'github:',
      key: 'a',
    })
    expect(forced).toEqual([])
  })

  it('is an error if the connection breaks again and again', async () => {
    const { client, service, run } = api([row(1, 'a')])
    service.switches.faults.push({ kind: 'reset', on: 'Other', times: 4 })
    await expect(run(all(client.list('a')))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(service.unfired()).toEqual([])
  })

  it('is told in the words of GitHub', async () => {
    const { client, forced, run } = api([])
    forced.push(answer(403, {}, '{"message":"Resource not accessible by integration"}'))
    await expect(run(client.remove(['a']))).rejects.toThrow(/403.*Resource not accessible by integration/)
  })

  it('is not asked for by who gave up', async () => {
    const { client, seen, run } = api([])
    const signal = AbortSignal.abort(new Error('given up'))
    await expect(run(all(client.list('a', { signal })))).rejects.toThrow('given up')
    expect(seen).toHaveLength(0)
  })
})
