import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { gated } from '../../support/stores/gate.ts'
import { entryNames, expectStored, githubSite, readEntry, upload } from '../../support/stores/github-site.ts'

const MIB = 1024 * 1024
const LARGE = randomBytes(20 * MIB + 3)
const SMALL = randomBytes(5000)

describe('an upload', () => {
  it('of one part is three calls', async () => {
    const site = githubSite()
    const entries = site.entries()
    const name = await site.run(upload(entries, 'k#', SMALL.subarray(0, 100), new Uint8Array(), SMALL.subarray(100)))
    expect(name).toMatch(/^k#[0-9A-HJKMNP-TV-Z]{16}$/)
    expect(site.service.counts.requests).toEqual({ CreateCacheEntry: 1, PutBlob: 1, FinalizeCacheEntryUpload: 1 })
    expect(entries.counts).toMatchObject({ requests: 3, serviceCalls: 2, objectsPut: 1, uploadedBytes: 5000 })
    await expectStored(site, name, SMALL)
  })

  it('of nothing is an entry, too', async () => {
    const site = githubSite()
    expect(await readEntry(site, await site.run(upload(site.entries(), 'k#')))).toEqual(new Uint8Array())
    expect(await readEntry(site, await site.run(upload(site.entries(), 'k#', new Uint8Array())))).toEqual(
      new Uint8Array(),
    )
  })

  it('goes out in parts of 8 MiB, the rest in four at once, however its blocks are cut', async () => {
    const cuts = [[LARGE], [LARGE.subarray(0, 7 * MIB), LARGE.subarray(7 * MIB)], slices(LARGE, 700_001)]
    for (const blocks of cuts) {
      const site = githubSite()
      const entries = site.entries()
      const name = await site.run(upload(entries, 'k#', ...blocks))
      expect(site.service.counts.requests).toEqual({
        CreateCacheEntry: 1,
        PutBlock: 6,
        PutBlockList: 1,
        FinalizeCacheEntryUpload: 1,
      })
      expect(entries.counts).toMatchObject({ requests: 9, objectsPut: 1, uploadedBytes: LARGE.length })
      await expectStored(site, name, LARGE)
    }
  })

  it('of exactly one part is that one, of two they are one and the rest', async () => {
    for (const [parts, calls] of [
      [1, { PutBlob: 1 }],
      [2, { PutBlock: 5, PutBlockList: 1 }],
    ] as const) {
      const site = githubSite()
      const content = LARGE.subarray(0, parts * 8 * MIB)
      const name = await site.run(upload(site.entries(), 'k#', ...slices(content, MIB)))
      expect(site.service.counts.requests).toEqual({ CreateCacheEntry: 1, ...calls, FinalizeCacheEntryUpload: 1 })
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
      expect(entryNames(site).finalised).toEqual([])
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
