import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Head, VersionRef } from '../../../src/core/head.ts'
import type { Line } from '../../../src/core/identity.ts'
import { headKey, headPrefix } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { StoredHead } from '../../../src/core/ports/heads.ts'
import { entryPrefix } from '../../../src/stores/github/names.ts'
import { type CacheEntry, type Fault, GithubService } from '../../support/github-service/index.ts'
import { nextHead, startJob } from '../../support/github-service/job.ts'
import { VirtualClock } from '../../support/stores/virtual-clock.ts'

const place = { namespace: 'acme/web', lane: 'trusted', volume: 'npm' }
const KEYS = ['a1', 'a2', 'b'] as const
const RUNS = 60

const step = fc.record({
  wait: fc.constantFrom(0, 1, 500, 20_000, 90_000),
  does: fc.constantFrom('read', 'latest', 'save', 'save'),
  key: fc.constantFrom(...KEYS),
  large: fc.boolean(),
})
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    on: fc.constantFrom('CreateCacheEntry', 'FinalizeCacheEntryUpload', 'PutBlob'),
    kind: fc.constantFrom('reset', 'reset-after', 'unavailable', 'stall'),
    after: fc.nat(6),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    on: fc.constant('FinalizeCacheEntryUpload' as const),
    kind: fc.constant('not-found' as const),
    after: fc.nat(6),
    times: fc.constantFrom(1, 7),
  }),
  fc.record({
    on: fc.constantFrom('GetCacheEntryDownloadURL', 'GetBlob'),
    kind: fc.constantFrom('reset', 'unavailable', 'cut', 'stall'),
    after: fc.nat(12),
    times: fc.integer({ min: 1, max: 3 }),
  }),
)
const scenario = fc.record({
  newestBy: fc.constantFrom('reservation', 'finalisation'),
  lagMillis: fc.constantFrom(0, 1000, 60_000),
  jobs: fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 }),
  faults: fc.array(fault, { maxLength: 5 }),
  evictions: fc.array(fc.record({ at: fc.nat(200_000), pick: fc.nat() }), { maxLength: 2 }),
  seed: fc.nat(),
})
type Job = ReturnType<typeof startJob> & { readonly seen: Set<string> }
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

test('jobs that save and restore at once see heads that some job finished, whole, and none older than is shown', async () => {
  const fired = new Map<string, number>()
  let evicted = 0
  await fc.assert(
    fc.asyncProperty(scenario, async (drawn) => {
      const world = new World(drawn)
      await world.clock.run(world.play())
      evicted += world.evicted
      for (const [what, times] of Object.entries(world.service.counts.fired)) {
        fired.set(what, (fired.get(what) ?? 0) + times)
      }
    }),
    { numRuns: RUNS },
  )
  expect(evicted).toBeGreaterThan(0)
  const planned = ['lagMillis', 'newestBy', 'reset', 'reset-after', 'unavailable', 'stall', 'cut', 'not-found']
  expect(planned.filter((what) => !fired.has(what))).toEqual([])
}, 30_000)

class World {
  readonly clock = new VirtualClock()
  readonly service = new GithubService({ clock: this.clock })
  evicted = 0
  readonly #drawn: Scenario
  readonly #written = new Map<string, { readonly head: Head; readonly version: Uint8Array }>()
  #random: number

  constructor(drawn: Scenario) {
    this.#drawn = drawn
    this.#random = drawn.seed
  }

  async play(): Promise<void> {
    const { newestBy, lagMillis, jobs, faults, evictions } = this.#drawn
    const { clock, service } = this
    Object.assign(service.switches, { newestBy, lagMillis })
    service.switches.faults.push(...faults.map((fault) => ({ ...fault })))
    const evicting = evictions.map(async ({ at, pick }) => {
      await clock.sleep(at)
      const chosen = service.entries[pick % Math.max(1, service.entries.length)]
      if (chosen) this.evicted += await service.evict((entry) => entry === chosen)
    })
    await Promise.all([...jobs.map((steps) => this.#job(steps)), ...evicting])
    // In the end everybody sees the same, and it is what was created last.
    service.switches.faults.length = 0
    await clock.sleep(lagMillis)
    const last = this.#start()
    for (const key of KEYS) {
      const found = await last.heads.read({ ...place, key })
      expect(found?.tag).toBe(this.#newest(entryPrefix(headKey({ ...place, key })))?.key)
    }
  }

  #start(): Job {
    return {
      ...startJob(this.service, this.clock, { random: (length) => this.#bytes(length) }),
      seen: new Set<string>(),
    }
  }

  async #job(steps: Scenario['jobs'][number]): Promise<void> {
    const job = this.#start()
    for (const { wait, does, key, large } of steps) {
      await this.clock.sleep(wait)
      const line = { ...place, key }
      try {
        const found = await this.#look(job, does === 'latest' ? '' : key, does === 'latest')
        if (does === 'save') {
          const version = new Uint8Array(large ? 700_000 : 100).fill(this.#bytes(1)[0] as number)
          version.set(this.#bytes(8), large ? 600_000 : 0)
          const next = nextHead(line, version, job.entries.now(), found?.head)
          this.#written.set(next.commit, { head: next, version })
          const made = (await job.heads.advance(line, next, found?.tag ?? 'absent', { version })) as StoredHead
          expect(made).toMatchObject({ line, head: next })
          job.seen.add(next.commit)
          // What a job has committed it sees, or something later.
          const after = await this.#look(job, key, false)
          expect(after?.head.committedAt).toBeGreaterThanOrEqual(next.committedAt)
        }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        expect(error.kind).toBe('unavailable')
        expect(this.#drawn.faults).not.toEqual([])
      }
    }
  }

  /** Looks for a head as a restore does, and checks that it is one that may be found. */
  async #look(job: Job, key: string, anyKey: boolean): Promise<StoredHead | undefined> {
    const { heads, seen } = job
    const { namespace, lane, volume } = place
    const prefix = anyKey ? headPrefix(namespace, lane, volume, key) : entryPrefix(headKey({ ...place, key }))
    const shown = this.#newest(prefix)
    const evictedBefore = this.evicted
    const found = anyKey ? await heads.latest(namespace, lane, volume, key) : await heads.read({ ...place, key })
    if (!found) {
      if (this.evicted === evictedBefore) expect(shown).toBeUndefined()
      return undefined
    }
    expect(found.tag.startsWith(prefix)).toBe(true)
    const written = this.#written.get(found.head.commit)
    expect(found.head).toEqual(written?.head)
    const entry = this.service.entries.find((one) => one.key === found.tag)
    const known = seen.has(found.head.commit)
    if (shown && entry && this.evicted === evictedBefore && this.#rank(entry) < this.#rank(shown)) {
      // Only what this run knows already may stand above what is shown, and only if it was committed later.
      expect(known).toBe(true)
      expect(found.head.committedAt).toBeGreaterThan(this.#headIn(shown)?.committedAt as number)
    }
    // Gone already: this run remembers it, or it went while it was read.
    if (!entry) expect(known || this.evicted > evictedBefore).toBe(true)
    seen.add(found.head.commit)
    for (const ref of [found.head.current, ...found.head.history.slice(0, 1)])
      await this.#checkVersion(heads, found.line, ref)
    return found
  }

  async #checkVersion(heads: Job['heads'], line: Line, ref: VersionRef): Promise<void> {
    const name = `${entryPrefix(headKey(line))}${ref.ulid}`
    const shown = this.#newest(name)
    const version = await heads.version(line, ref)
    const written = [...this.#written.values()].find(({ head }) => head.current.ulid === ref.ulid)?.version
    if (version) expect(Buffer.compare(version, written as Uint8Array)).toBe(0)
    else expect(shown === undefined || this.evicted > 0).toBe(true)
  }

  /** What a lookup at this moment has to find. */
  #newest(prefix: string): CacheEntry | undefined {
    const now = this.clock.now()
    return this.service.entries
      .filter(({ key, finalised, shownAt }) => finalised && shownAt <= now && key.startsWith(prefix))
      .sort((a, b) => this.#rank(b) - this.#rank(a))[0]
  }

  #headIn({ key }: CacheEntry): Head | undefined {
    return [...this.#written.values()].find(({ head }) => key.includes(`#${head.current.ulid}`))?.head
  }

  #rank({ id, finalised }: CacheEntry): number {
    return this.#drawn.newestBy === 'reservation' ? id : (finalised?.order ?? 0)
  }

  #bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0
      bytes[i] = this.#random >>> 24
    }
    return bytes
  }
}
