import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Fetch } from '../../../src/stores/github/proxy.ts'
import type { FaultKind, Operation } from '../../support/github-service/index.ts'
import { type GithubSite, githubSite, upload } from '../../support/stores/github-site.ts'

const MIB = 1024 * 1024
const CREATE = 'CreateCacheEntry'
const FINALIZE = 'FinalizeCacheEntryUpload'
const LARGE = randomBytes(20 * MIB + 3)
const SMALL = randomBytes(5000)
const SIZES = { small: SMALL, large: LARGE }
/** Trouble of one call, with or without an effect. */
const PASSING: FaultKind[] = ['unavailable', 'reset', 'reset-after', 'stall', 'cut']

/** What another run reads of an entry. */
async function read(site: GithubSite, name: string): Promise<Uint8Array> {
  const part = await site.run(site.entries().read({ name }))
  if (!part) throw new Error(`${name} is not there`)
  return part.bytes
}

async function expectStored(site: GithubSite, name: string, content: Uint8Array): Promise<void> {
  expect(Buffer.compare(await read(site, name), content)).toBe(0)
}

const names = ({ service }: GithubSite) => ({
  reserved: service.entries.filter(({ finalised }) => !finalised).map(({ key }) => key),
  finalised: service.entries.filter(({ finalised }) => finalised).map(({ key }) => key),
})

describe('an upload', () => {
  it('of one part is three calls', async () => {
    const site = githubSite()
    const entries = site.entries()
    const name = await site.run(upload(entries, 'k#', SMALL.subarray(0, 100), new Uint8Array(), SMALL.subarray(100)))
    expect(name).toMatch(/^k#[0-9A-HJKMNP-TV-Z]{16}$/)
    expect(site.service.counts.requests).toEqual({ [CREATE]: 1, PutBlob: 1, [FINALIZE]: 1 })
    expect(entries.counts).toMatchObject({ requests: 3, serviceCalls: 2, objectsPut: 1, uploadedBytes: 5000 })
    await expectStored(site, name, SMALL)
  })

  it('of nothing is an entry, too', async () => {
    const site = githubSite()
    expect(await read(site, await site.run(upload(site.entries(), 'k#')))).toEqual(new Uint8Array())
    expect(await read(site, await site.run(upload(site.entries(), 'k#', new Uint8Array())))).toEqual(new Uint8Array())
  })

  it('goes out in parts of 8 MiB, however its blocks are cut', async () => {
    const cuts = [[LARGE], [LARGE.subarray(0, 7 * MIB), LARGE.subarray(7 * MIB)], slices(LARGE, 700_001)]
    for (const blocks of cuts) {
      const site = githubSite()
      const entries = site.entries()
      const name = await site.run(upload(entries, 'k#', ...blocks))
      expect(site.service.counts.requests).toEqual({ [CREATE]: 1, PutBlock: 3, PutBlockList: 1, [FINALIZE]: 1 })
      expect(entries.counts).toMatchObject({ requests: 6, objectsPut: 1, uploadedBytes: LARGE.length })
      await expectStored(site, name, LARGE)
    }
  })

  it('of exactly one part, or two, is that many', async () => {
    for (const [parts, calls] of [
      [1, { PutBlob: 1 }],
      [2, { PutBlock: 2, PutBlockList: 1 }],
    ] as const) {
      const site = githubSite()
      const content = LARGE.subarray(0, parts * 8 * MIB)
      const name = await site.run(upload(site.entries(), 'k#', ...slices(content, MIB)))
      expect(site.service.counts.requests).toEqual({ [CREATE]: 1, ...calls, [FINALIZE]: 1 })
      await expectStored(site, name, content)
    }
  })

  it('holds four parts on their way and one more, and takes no more meanwhile', async () => {
    const site = githubSite()
    const gate = gated(site.service.fetch, 'comp=block&')
    const writer = site.entries({ fetch: gate.fetch }).upload('k#')
    const content = Buffer.concat([LARGE, LARGE, LARGE])
    let taken = 0
    const feed = async () => {
      for (const block of slices(content, MIB)) {
        await writer.write(block)
        taken += block.length
      }
    }
    const feeding = feed()
    await gate.waiting(4)
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    expect([gate.held(), taken]).toEqual([4, 40 * MIB])
    gate.open()
    const { name } = await site.run(feeding.then(() => writer.commit()))
    expect(gate.most()).toBe(4)
    await expectStored(site, name, content)
  })

  it('shares the four with every other one', async () => {
    const site = githubSite()
    const gate = gated(site.service.fetch, 'comp=block&')
    const entries = site.entries({ fetch: gate.fetch })
    const uploads = ['a#', 'b#', 'c#'].map((prefix) => upload(entries, prefix, LARGE))
    await gate.waiting(4)
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    expect(gate.held()).toBe(4)
    gate.open()
    for (const name of await site.run(Promise.all(uploads))) await expectStored(site, name, LARGE)
    expect(gate.most()).toBe(4)
  })

  it('takes parts that arrive in any order for what they are', async () => {
    const site = githubSite()
    const gate = gated(site.service.fetch, 'comp=block&')
    const uploading = upload(site.entries({ fetch: gate.fetch }), 'k#', LARGE)
    await gate.waiting(3)
    gate.open('last first')
    await expectStored(site, (await site.run(uploading)).toString(), LARGE)
  })

  it('is no entry before its end', async () => {
    const site = githubSite()
    const entries = site.entries()
    const writer = entries.upload('k#')
    await site.run(writer.write(LARGE))
    expect(await site.run(entries.find('k#'))).toBeUndefined()
    await site.run(writer.commit())
    expect(await site.run(entries.find('k#'))).toBeDefined()
    await expect(writer.write(SMALL)).rejects.toThrow('finished')
    await expect(writer.commit()).rejects.toThrow('finished')
  })
})

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
      expect(names(site).finalised).toEqual([])
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
        expect(names(site).finalised).toEqual([name])
        expect(names(site).reserved).toHaveLength(kind === 'reset-after' || kind === 'cut' ? 2 : 0)
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
    expect(names(site)).toEqual({ reserved: [], finalised: [first, second] })
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
    expect(names(small).reserved).toHaveLength(1)
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
          expect(names(site)).toEqual({ reserved: [], finalised: [name] })
        }
      }
    }
  })

  it('is settled by a look when no answer ever comes', async () => {
    const site = githubSite()
    site.plan({ kind: 'reset-after', on: FINALIZE, times: 3 })
    const name = await site.run(upload(site.entries(), 'k#', LARGE))
    expect(names(site)).toEqual({ reserved: [], finalised: [name] })
    expect(site.fired['reset-after']).toBe(3)
  })

  it('is settled without a look, which may come too early, when the service says it was done before', async () => {
    const site = githubSite()
    site.service.switches.lagMillis = 60_000
    site.plan({ kind: 'reset-after', on: FINALIZE, times: 1 })
    const name = await site.run(upload(site.entries(), 'k#', LARGE))
    expect(names(site)).toEqual({ reserved: [], finalised: [name] })
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
    expect(names(small).reserved).toHaveLength(1)
    expect([large.fired.unavailable, small.fired.unavailable]).toEqual([3, 3])
  })

  it('is none when the token is no longer good', async () => {
    const site = githubSite()
    site.service.switches.unauthorizedAfter = 1
    await expect(site.run(upload(site.entries(), 'k#', SMALL))).rejects.toMatchObject({ kind: 'denied' })
    expect(site.fired.unauthorizedAfter).toBe(1)
  })
})

describe('giving up', () => {
  it('leaves no entry and nothing on its way', async () => {
    for (const how of ['abort', 'signal'] as const) {
      const site = githubSite()
      const controller = new AbortController()
      const writer = site.entries().upload('k#', { signal: controller.signal })
      const gate = gated(site.service.fetch, 'comp=block&')
      const gatedWriter = site.entries({ fetch: gate.fetch }).upload('g#', { signal: controller.signal })
      await site.run(writer.write(SMALL))
      await gatedWriter.write(LARGE)
      await gate.waiting(2)
      const reason = new Error('enough')
      if (how === 'signal') {
        controller.abort(reason)
        await expect(writer.write(SMALL)).rejects.toBe(reason)
        await expect(gatedWriter.commit()).rejects.toBe(reason)
        await expect(writer.commit()).rejects.toBe(reason)
      }
      await Promise.all([writer.abort(), gatedWriter.abort()])
      await expect(writer.write(SMALL)).rejects.toThrow()
      expect(gate.held()).toBe(0)
      expect(names(site).finalised).toEqual([])
    }
  })

  it('before anything was written asks for nothing', async () => {
    const site = githubSite()
    await site.entries().upload('k#').abort()
    expect(site.service.counts.requests).toEqual({})
  })

  it('after the end changes nothing', async () => {
    const site = githubSite()
    const writer = site.entries().upload('k#')
    await site.run(writer.write(SMALL))
    const { name } = await site.run(writer.commit())
    await writer.abort()
    await expectStored(site, name, SMALL)
  })
})

function slices(bytes: Uint8Array, length: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  )
}

/** Holds requests to URLs with this text back until it is opened; then all pass. */
function gated(fetch: Fetch, text: string) {
  const held: (() => void)[] = []
  let isOpen = false
  let inside = 0
  let most = 0
  const gate: Fetch = async (input, init) => {
    if (!String(input).includes(text)) return fetch(input, init)
    inside++
    most = Math.max(most, inside)
    try {
      if (!isOpen) {
        await new Promise<void>((resolve, reject) => {
          held.push(resolve)
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        })
      }
      return await fetch(input, init)
    } finally {
      inside--
    }
  }
  return {
    fetch: gate,
    held: () => inside,
    most: () => most,
    async waiting(count: number) {
      while (held.length < count) await new Promise(setImmediate)
    },
    open(order: 'in order' | 'last first' = 'in order') {
      isOpen = true
      for (const go of order === 'in order' ? held : held.reverse()) go()
    },
  }
}
