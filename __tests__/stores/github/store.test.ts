import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import { put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createGithubStore } from '../../../src/stores/github/store.ts'
import type { Scope } from '../../support/github-service/index.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { type GithubSite, githubSite } from '../../support/stores/github-site.ts'

const pack = () => packKey('acme/web', 'trusted', ulid(1, realRandom))
const CONTENT = randomBytes(10_000)
const PULL: Scope[] = [
  ['refs/pull/7/merge', 'rw'],
  ['refs/heads/main', 'r'],
]

/** The store of another run. */
function storeOf(site: GithubSite, scopes?: readonly Scope[]) {
  const entries = site.entries(scopes && { scopes })
  return { ...createGithubStore({ entries, clock: site.clock }), counts: entries.counts }
}

/** A pack that somebody stored before. */
async function stored() {
  const site = githubSite()
  const key = pack()
  const save = () => site.run(put(storeOf(site), key, CONTENT, 'absent'))
  await save()
  return { site, key, save }
}

describe('a pack', () => {
  it('is one entry, named after it', async () => {
    const { site, key } = await stored()
    expect(site.service.entries).toHaveLength(1)
    expect(site.service.entries[0]?.key).toMatch(new RegExp(`^${key}#[0-9A-Z]{16}$`))
    expect(site.service.entries[0]?.version).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is read in ranges after one lookup, however many ask at once', async () => {
    const { site, key } = await stored()
    const store = storeOf(site)
    const get = (i: number) => store.get(key, { range: { offset: i * 100, length: 100 } })
    const parts = await site.run(Promise.all(Array.from({ length: 20 }, (_, i) => get(i))))
    expect(Buffer.compare(Buffer.concat(parts.map((part) => part as Uint8Array)), CONTENT.subarray(0, 2000))).toBe(0)
    expect(store.counts).toMatchObject({ serviceCalls: 1, ranges: 20, fetchedBytes: 2000 })
  })

  it('is found when it shows late', async () => {
    for (const missed of [1, 2]) {
      const { site, key } = await stored()
      for (const entry of site.service.entries) entry.missesLeft = missed
      expect((await site.run(storeOf(site).get(key)))?.length).toBe(10_000)
      expect(site.slept()).toEqual([1000, 3000].slice(0, missed))
      expect(site.fired.lagLookups).toBe(missed)
    }
  })

  it('is missing when it does not show for four seconds, until it does', async () => {
    const { site, key } = await stored()
    for (const entry of site.service.entries) entry.shownAt = site.clock.now() + 10_000
    const store = storeOf(site)
    const both = Promise.all([store.get(key), store.get(key)])
    expect(await site.run(both)).toEqual([undefined, undefined])
    expect(site.fired.lagMillis).toBe(3)
    await site.run(site.clock.sleep(10_000))
    expect((await site.run(store.get(key)))?.length).toBe(10_000)
  })

  it('is missing when it was evicted, and found when it is stored again', async () => {
    const { site, key, save } = await stored()
    const store = storeOf(site)
    expect(await site.run(store.get(key))).toBeDefined()
    await site.service.evict(() => true)
    expect(await site.run(store.get(key))).toBeUndefined()
    expect(await site.run(store.stat(key))).toBeUndefined()
    await save()
    expect((await site.run(store.stat(key)))?.bytes).toBe(10_000)
  })

  it('is looked for again after a lookup that failed or was given up', async () => {
    const { site, key } = await stored()
    const store = storeOf(site)
    site.plan({ kind: 'unavailable', on: 'GetCacheEntryDownloadURL', times: 3 })
    await expect(site.run(store.get(key))).rejects.toMatchObject({ kind: 'unavailable' })
    site.plan({ kind: 'stall', on: 'GetCacheEntryDownloadURL', times: 1 })
    const controller = new AbortController()
    const first = store.get(key, { signal: controller.signal })
    const second = store.get(key)
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(site.run(first)).rejects.toBe(reason)
    expect((await site.run(second))?.length).toBe(10_000)
    expect([site.fired.unavailable, site.fired.stall]).toEqual([3, 1])
  })

  it('of the default branch is read by a pull request, which keeps its own to itself', async () => {
    const { site, key } = await stored()
    const pull = storeOf(site, PULL)
    expect((await site.run(pull.get(key)))?.length).toBe(10_000)
    const own = pack()
    await site.run(put(pull, own, CONTENT, 'absent'))
    expect((await site.run(storeOf(site, PULL).get(own)))?.length).toBe(10_000)
    expect(await site.run(storeOf(site).get(own))).toBeUndefined()
  })
})

describe('the store', () => {
  it('neither lists nor removes without a token, and says so', async () => {
    const { site, key } = await stored()
    const store = storeOf(site)
    expect(store.traits.listing).toBe('none')
    for await (const info of store.list('')) expect.unreachable(info.key)
    await store.remove([key])
    expect((await site.run(store.get(key)))?.length).toBe(10_000)
  })

  it('lists the newest entry of each object with a token, and removes all of them', async () => {
    const site = githubSite()
    const [key, other] = [pack(), pack()]
    const names = [`${key}#1`, `${key}#2`, `${other}#1`, 'npm-linux-1', `${'x'.repeat(404)}=${'0'.repeat(64)}#1`]
    const removed: string[] = []
    const admin = {
      async *list(prefix: string) {
        for (const [i, name] of names.entries()) {
          if (name.startsWith(prefix)) yield { name, bytes: i, created: 10 - i, used: 10 }
        }
      },
      async remove(gone: Iterable<string>) {
        removed.push(...gone)
      },
    }
    const store = createGithubStore({ entries: site.entries(), clock: site.clock, admin })
    expect(store.traits.listing).toBe('eventual')
    const listed = []
    for await (const info of store.list('')) listed.push(info)
    expect(listed).toEqual([
      { key, bytes: 0, modified: 10, tag: `${key}#1` },
      { key: other, bytes: 2, modified: 8, tag: `${other}#1` },
    ])
    await store.remove([key])
    expect(removed).toEqual([`${key}#1`, `${key}#2`])
  })

  it('has the service’s clock without asking for it', async () => {
    const { site } = await stored()
    const store = storeOf(site)
    expect(await store.now()).toBe(site.clock.now())
    expect(store.counts.requests).toBe(0)
  })
})
