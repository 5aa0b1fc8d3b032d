import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../support/github-service/index.ts'
import { type GithubSite, githubSite, upload } from '../../support/stores/github-site.ts'

const LOOKUP = 'GetCacheEntryDownloadURL'
const CONTENT = randomBytes(300_000)
const MINUTE = 60_000

/** A site with one entry; whoever wrote it is gone. */
async function stored(content: Uint8Array = CONTENT) {
  const site = githubSite()
  const name = await site.run(upload(site.entries(), 'k#', content))
  return { site, name, entry: { name } }
}

/** What of the entry was asked for, by the answers. */
const ranges = ({ service }: GithubSite) => service.counts.ranges.map(({ offset, length }) => [offset, length])

describe('a read', () => {
  it('gives what was stored, its size and its time', async () => {
    const { site, entry } = await stored()
    const part = await site.run(site.entries().read(entry))
    expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT)).toBe(0)
    expect(part?.total).toBe(300_000)
    expect(Math.abs((part?.modified ?? 0) - site.clock.now())).toBeLessThan(MINUTE)
  })

  it('is clipped to what there is', async () => {
    const { site, entry } = await stored(Buffer.from('0123456789'))
    const entries = site.entries()
    const read = async (offset: number, length: number) => {
      const part = await site.run(entries.read(entry, { offset, length }))
      return part && [Buffer.from(part.bytes).toString(), part.total]
    }
    expect(await read(0, 4)).toEqual(['0123', 10])
    expect(await read(4, 6)).toEqual(['456789', 10])
    expect(await read(8, 100)).toEqual(['89', 10])
    expect(await read(8, 2 ** 45)).toEqual(['89', 10])
    expect(await read(10, 5)).toEqual(['', 10])
    expect(await read(11, 5)).toEqual(['', 10])
    expect(await read(5, 0)).toEqual(['', 10])
  })

  it('takes one lookup a run, however many there are at once', async () => {
    const { site, entry } = await stored()
    const entries = site.entries()
    const some = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, i) => entries.read(entry, { offset: i * 1000, length: 1000 })))
    await site.run(some(8))
    await site.run(some(8))
    expect(entries.counts).toEqual({
      requests: 17,
      upkeepRequests: 0,
      serviceCalls: 1,
      ranges: 16,
      objectsPut: 0,
      uploadedBytes: 0,
      fetchedBytes: 16_000,
    })
  })

  it('takes none after the entry was found', async () => {
    const { site, name } = await stored()
    const entries = site.entries()
    const found = await site.run(entries.find('k#'))
    expect(found).toEqual({ name })
    await site.run(entries.read({ name }))
    expect(entries.counts).toMatchObject({ serviceCalls: 1, ranges: 1 })
  })

  it('of an evicted entry is nothing, with and without a URL for it', async () => {
    const { site, name, entry } = await stored()
    const knowing = site.entries()
    await site.run(knowing.read(entry))
    await site.service.evict(name)
    expect(await site.run(knowing.read(entry))).toBeUndefined()
    expect(await site.run(site.entries().read(entry))).toBeUndefined()
  })

  it('of a name that others continue is nothing', async () => {
    const { site } = await stored()
    expect(await site.run(site.entries().read({ name: 'k#' }))).toBeUndefined()
  })
})

describe('a read that breaks', () => {
  it('goes on where it ended', async () => {
    for (const kind of ['cut', 'stall'] as const) {
      const { site, entry } = await stored()
      site.plan({ kind, on: 'GetBlob', times: 3 })
      const came: number[] = []
      const moved = (filling: Uint8Array, received: number) => {
        expect(Buffer.compare(filling.subarray(0, received), CONTENT.subarray(1000, 1000 + received))).toBe(0)
        came.push(received)
      }
      const part = await site.run(site.entries().read(entry, { offset: 1000, length: 200_000 }, { moved }))
      expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT.subarray(1000, 201_000))).toBe(0)
      expect(came).toEqual([100_000, 150_000, 175_000, 200_000])
      expect(site.fired[kind]).toBe(3)
      // Each answer held half of what was missing.
      expect(ranges(site)).toEqual([
        [1000, 200_000],
        [101_000, 100_000],
        [151_000, 50_000],
        [176_000, 25_000],
      ])
    }
  })

  it('is tried five times in a row that bring nothing, and no more', async () => {
    const kinds: FaultKind[] = ['reset', 'reset-after', 'unavailable', 'throttled']
    for (const kind of kinds) {
      const { site, entry } = await stored()
      site.plan({ kind, on: 'GetBlob', times: 4 })
      const part = await site.run(site.entries().read(entry))
      expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT)).toBe(0)
      site.plan({ kind, on: 'GetBlob', times: 5 })
      const failed = site.run(site.entries().read(entry))
      await expect(failed, kind).rejects.toMatchObject({ kind: 'unavailable', key: entry.name })
      expect(site.fired[kind]).toBe(9)
    }
  })

  it('may break as often as it likes while it moves', async () => {
    const { site, entry } = await stored()
    // Five halves before each of which nothing came four times.
    for (let round = 0; round < 5; round++) {
      site.plan({ kind: 'reset', on: 'GetBlob', times: 4 }, { kind: 'cut', on: 'GetBlob', times: 1 })
    }
    const part = await site.run(site.entries().read(entry))
    expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT)).toBe(0)
    expect([site.fired.reset, site.fired.cut]).toEqual([20, 5])
  })

  it('waits for a stall no longer than fifteen seconds', async () => {
    const { site, entry } = await stored()
    site.plan({ kind: 'stall', on: 'GetBlob', times: 1 })
    const began = site.clock.now()
    await site.run(site.entries().read(entry))
    expect(site.clock.now() - began).toBeGreaterThanOrEqual(10_000)
    expect(site.clock.now() - began).toBeLessThanOrEqual(16_000)
    expect(site.fired.stall).toBe(1)
  })

  it('ends with its signal, and says why', async () => {
    const { site, entry } = await stored()
    site.plan({ kind: 'stall', on: 'GetBlob', times: 1 })
    const controller = new AbortController()
    const reading = site.entries().read(entry, undefined, { signal: controller.signal })
    const reason = new Error('enough')
    void site.clock.sleep(1000).then(() => controller.abort(reason))
    await expect(site.run(reading)).rejects.toBe(reason)
    expect(site.fired.stall).toBe(1)
  })
})

describe('a URL', () => {
  it('that has done its time is looked up again, once for all readers', async () => {
    const { site, entry } = await stored()
    site.service.switches.urlLifeMillis = MINUTE
    const entries = site.entries()
    await site.run(entries.read(entry))
    await site.run(site.clock.sleep(2 * MINUTE))
    const read = (i: number) => entries.read(entry, { offset: i * 1000, length: 1000 })
    const parts = await site.run(Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(read)))
    parts.forEach((part, i) => {
      expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT.subarray(i * 1000, (i + 1) * 1000))).toBe(0)
    })
    expect(entries.counts.serviceCalls).toBe(2)
    expect(site.fired.urlLifeMillis).toBe(8)
  })

  it('that ends in the middle of a read is replaced, and the read goes on', async () => {
    const { site, entry } = await stored()
    site.service.switches.urlUses = 1
    // The refusal between the two is not cut.
    site.plan({ kind: 'cut', on: 'GetBlob', times: 1 }, { kind: 'cut', on: 'GetBlob', times: 1, after: 1 })
    const entries = site.entries()
    const part = await site.run(entries.read(entry))
    expect(Buffer.compare(part?.bytes ?? new Uint8Array(), CONTENT)).toBe(0)
    expect(entries.counts.serviceCalls).toBe(3)
    expect([site.fired.urlUses, site.fired.cut]).toEqual([2, 2])
  })

  it('that is refused at once is a denial', async () => {
    const { site, entry } = await stored()
    site.service.switches.urlUses = 0
    const failed = site.run(site.entries().read(entry))
    await expect(failed).rejects.toMatchObject({ kind: 'denied', key: entry.name })
    await expect(failed).rejects.toThrow(/403 AuthenticationFailed/)
    expect(site.fired.urlUses).toBe(1)
  })

  it('is not had when the lookup fails, and looked up again by the next', async () => {
    const { site, entry } = await stored()
    site.plan({ kind: 'unavailable', on: LOOKUP, times: 3 })
    const entries = site.entries()
    await expect(site.run(entries.read(entry))).rejects.toMatchObject({ kind: 'unavailable' })
    expect((await site.run(entries.read(entry)))?.total).toBe(300_000)
    expect(site.fired.unavailable).toBe(3)
  })

  it('is looked up by each reader for itself when the first one gives up', async () => {
    const { site, entry } = await stored()
    site.plan({ kind: 'stall', on: LOOKUP, times: 1 })
    const entries = site.entries()
    const controller = new AbortController()
    const first = entries.read(entry, undefined, { signal: controller.signal })
    const second = entries.read(entry)
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(site.run(first)).rejects.toBe(reason)
    expect((await site.run(second))?.total).toBe(300_000)
    expect(site.fired.stall).toBe(1)
  })
})

describe('storage that is not what it should be', () => {
  it('is not believed', async () => {
    const { site, entry } = await stored(Buffer.from('0123456789'))
    const answers: readonly [status: number, range: string | undefined, body: string][] = [
      [200, undefined, '0123456789'],
      [206, undefined, '0123456789'],
      [206, 'bytes 1-9/10', '123456789'],
      [206, 'bytes 0-8/10', '012345678'],
      [206, 'bytes 0-9/*', '0123456789'],
      [400, undefined, '<Error><Code>Nonsense</Code></Error>'],
    ]
    for (const [status, range, body] of answers) {
      const fetch: typeof globalThis.fetch = async (input, init) =>
        String(input).includes('twirp')
          ? site.service.fetch(input, init)
          : new Response(body, { status, headers: range === undefined ? {} : { 'content-range': range } })
      const failed = site.run(site.entries({ fetch }).read(entry))
      await expect(failed, `${status} ${range}`).rejects.toMatchObject({ kind: 'unavailable' })
    }
  })

  it('may leave out where it ends', async () => {
    const { site, entry } = await stored(Buffer.from('0123456789'))
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).includes('twirp') ? site.service.fetch(input, init) : new Response('', { status: 416 })
    const entries = site.entries({ fetch })
    expect(await site.run(entries.read(entry, { offset: 12, length: 3 }))).toMatchObject({ total: 12 })
    expect(await site.run(entries.read(entry))).toMatchObject({ total: 0, bytes: new Uint8Array() })
  })
})
