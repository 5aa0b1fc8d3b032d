import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FaultKind, Operation } from '../../support/github-service/index.ts'
import { entryNames, expectStored, githubSite, upload } from '../../support/stores/github-site.ts'

const MIB = 1024 * 1024
const CREATE = 'CreateCacheEntry'
const FINALIZE = 'FinalizeCacheEntryUpload'
const LARGE = randomBytes(20 * MIB + 3)
const SMALL = randomBytes(5000)
const SIZES = { small: SMALL, large: LARGE }
/** Trouble of one call, with or without an effect. */
const PASSING: FaultKind[] = ['unavailable', 'reset', 'reset-after', 'stall', 'cut']

describe('trouble on the way', () => {
  it('is got over block by block', async () => {
    const calls: [Operation, keyof typeof SIZES][] = [
      ['PutBlob', 'small'],
      ['PutBlock', 'large'],
      ['PutBlockList', 'large'],
    ]
    for (const [on, size] of calls) {
      for (const kind of [...PASSING, 'throttled'] as const) {
        const site = githubSite()
        site.plan({ kind, on, times: 2 })
        const name = await site.run(upload(site.entries(), 'k#', SIZES[size]))
        await expectStored(site, name, SIZES[size])
        expect(site.fired[kind], `${on} ${kind}`).toBe(2)
        expect(site.service.entries, `${on} ${kind}`).toHaveLength(1)
      }
    }
  })

  it('that does not pass is the end of what went out in parts', async () => {
    for (const on of ['PutBlock', 'PutBlockList'] as const) {
      const site = githubSite()
      const entries = site.entries()
      site.plan({ kind: 'unavailable', on, times: 9 })
      await expect(site.run(upload(entries, 'k#', LARGE.subarray(0, 9 * MIB)))).rejects.toMatchObject({
        kind: 'unavailable',
      })
      expect(site.service.counts.requests[on]).toBeGreaterThanOrEqual(3)
      expect(site.service.counts.requests[on]).toBeLessThanOrEqual(6)
      expect(entryNames(site).finalised).toEqual([])
      site.service.switches.faults.length = 0
    }
  })

  it('that does not pass is got over under another name by what is still held', async () => {
    const site = githubSite()
    site.plan({ kind: 'unavailable', on: 'PutBlob', times: 3 })
    const name = await site.run(upload(site.entries(), 'k#', SMALL))
    await expectStored(site, name, SMALL)
    expect(site.service.entries).toHaveLength(2)
    expect(site.fired.unavailable).toBe(3)
  })

  it('with a URL that has done its time', async () => {
    const large = githubSite()
    large.service.switches.urlUses = 1
    const failed = large.run(upload(large.entries(), 'k#', LARGE))
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable' })
    await expect(failed).rejects.toThrow(/403 AuthenticationFailed/)
    expect(large.fired.urlUses).toBeGreaterThan(0)

    const small = githubSite()
    const writer = small.entries().upload('k#')
    small.service.switches.urlLifeMillis = 1
    await small.run(writer.write(SMALL))
    await small.run(small.clock.sleep(10))
    small.service.switches.urlLifeMillis = 60_000
    const { name } = await small.run(writer.commit())
    await expectStored(small, name, SMALL)
    expect(small.fired.urlLifeMillis).toBe(1)
    expect(small.service.entries).toHaveLength(2)
  })

  it('never shows a signature', async () => {
    const site = githubSite()
    site.plan({ kind: 'unavailable', on: 'PutBlock', times: 9 }, { kind: 'reset', on: 'PutBlockList', times: 0 })
    const error = (await site.run(upload(site.entries(), 'k#', LARGE).catch((failure) => failure))) as Error
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/sig=|skoid/)
    site.service.switches.faults.length = 0
  })
})

describe('a doubt about a reservation', () => {
  it('is left alone under its name, and another name is taken', async () => {
    for (const content of [SMALL, LARGE]) {
      for (const kind of PASSING) {
        const site = githubSite()
        site.plan({ kind, on: CREATE, times: 2 })
        const name = await site.run(upload(site.entries(), 'k#', content))
        await expectStored(site, name, content)
        expect(site.fired[kind]).toBe(2)
        expect(site.service.counts.requests[CREATE]).toBe(3)
        // Each was another name.
        expect(entryNames(site).finalised).toEqual([name])
        expect(entryNames(site).reserved).toHaveLength(kind === 'reset-after' || kind === 'cut' ? 2 : 0)
      }
    }
  })

  it('ends after three names', async () => {
    const site = githubSite()
    site.plan({ kind: 'unavailable', on: CREATE, times: 3 })
    await expect(site.run(upload(site.entries(), 'k#', SMALL))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(site.service.counts.requests).toEqual({ [CREATE]: 3 })
  })

  it('is none when somebody has the name: another is taken', async () => {
    const site = githubSite()
    const drawn = [1, 1, 2]
    const random = (length: number) => Buffer.alloc(length, length === 10 ? (drawn.shift() ?? 3) : 0)
    const first = await site.run(upload(site.entries({ random }), 'k#', SMALL))
    const second = await site.run(upload(site.entries({ random }), 'k#', SMALL))
    expect(new Set([first, second]).size).toBe(2)
    expect(drawn).toEqual([])
    expect(site.service.counts.requests[CREATE]).toBe(3)
    expect(entryNames(site)).toEqual({ reserved: [], finalised: [first, second] })
  })

  it('is none when there is a reason: it is told at once', async () => {
    const cases = [
      ['quotaExceeded', 'full'],
      ['readOnly', 'full'],
      ['writeDenied', 'denied'],
    ] as const
    for (const [which, kind] of cases) {
      const site = githubSite()
      site.service.switches[which] = true
      await expect(site.run(upload(site.entries(), 'k#', LARGE))).rejects.toMatchObject({ kind })
      expect(site.fired[which]).toBe(1)
      expect(site.service.counts.requests).toEqual({ [CREATE]: 1 })
    }
  })
})

describe('a doubt about a finalisation', () => {
  it('is settled by asking again when the upload was not seen yet', async () => {
    for (const content of [SMALL, LARGE]) {
      const site = githubSite()
      site.plan({ kind: 'not-found', on: FINALIZE, times: 5 })
      const name = await site.run(upload(site.entries(), 'k#', content))
      await expectStored(site, name, content)
      expect(site.fired['not-found']).toBe(5)
      expect(site.slept().filter((millis) => millis === 2000)).toHaveLength(5)
      expect(site.service.entries).toHaveLength(1)
    }
  })

  it('that was not seen for ten seconds is the end of what went out in parts, and another name for what is held', async () => {
    const large = githubSite()
    large.plan({ kind: 'not-found', on: FINALIZE, times: 6 })
    const failed = large.run(upload(large.entries(), 'k#', LARGE))
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable' })
    await expect(failed).rejects.toThrow(/FinalizeCacheEntryUpload: not found/)

    const small = githubSite()
    small.plan({ kind: 'not-found', on: FINALIZE, times: 6 })
    const name = await small.run(upload(small.entries(), 'k#', SMALL))
    await expectStored(small, name, SMALL)
    expect(entryNames(small).reserved).toHaveLength(1)
    expect([large.fired['not-found'], small.fired['not-found']]).toEqual([6, 6])
  })

  it('is settled by the same name, whether the call had its effect or not', async () => {
    for (const content of [SMALL, LARGE]) {
      for (const kind of PASSING) {
        for (const times of [1, 2]) {
          const site = githubSite()
          site.plan({ kind, on: FINALIZE, times })
          const name = await site.run(upload(site.entries(), 'k#', content))
          await expectStored(site, name, content)
          expect(site.fired[kind]).toBe(times)
          expect(entryNames(site)).toEqual({ reserved: [], finalised: [name] })
        }
      }
    }
  })

  it('is settled by a look when no answer ever comes', async () => {
    const site = githubSite()
    site.plan({ kind: 'reset-after', on: FINALIZE, times: 3 })
    const name = await site.run(upload(site.entries(), 'k#', LARGE))
    expect(entryNames(site)).toEqual({ reserved: [], finalised: [name] })
    expect(site.fired['reset-after']).toBe(3)
  })

  it('is settled without a look, which may come too early, when the service says it was done before', async () => {
    const site = githubSite()
    site.service.switches.lagMillis = 60_000
    site.plan({ kind: 'reset-after', on: FINALIZE, times: 1 })
    const name = await site.run(upload(site.entries(), 'k#', LARGE))
    expect(entryNames(site)).toEqual({ reserved: [], finalised: [name] })
    expect(site.fired['reset-after']).toBe(1)
    expect(site.service.counts.requests.GetCacheEntryDownloadURL).toBeUndefined()
  })

  it('that stays is the end of what went out in parts, and another name for what is held', async () => {
    const large = githubSite()
    large.plan({ kind: 'unavailable', on: FINALIZE, times: 3 })
    await expect(large.run(upload(large.entries(), 'k#', LARGE))).rejects.toMatchObject({ kind: 'unavailable' })

    const small = githubSite()
    small.plan({ kind: 'unavailable', on: FINALIZE, times: 3 })
    const name = await small.run(upload(small.entries(), 'k#', SMALL))
    await expectStored(small, name, SMALL)
    expect(entryNames(small).reserved).toHaveLength(1)
    expect([large.fired.unavailable, small.fired.unavailable]).toEqual([3, 3])
  })

  it('is none when the token is no longer good', async () => {
    const site = githubSite()
    site.service.switches.unauthorizedAfter = 1
    await expect(site.run(upload(site.entries(), 'k#', SMALL))).rejects.toMatchObject({ kind: 'denied' })
    expect(site.fired.unauthorizedAfter).toBe(1)
  })
})
