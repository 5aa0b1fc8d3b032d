import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import type { Tag } from '../../../src/core/ports/store.ts'
import { gcsStore } from '../../support/servers/fake-gcs.ts'
import { answerJson, type Received, startLoopback } from '../../support/servers/loopback.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

const MIB = 1024 * 1024
const UNIT = 256 * 1024
const KEY = packKey('n', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')

/** What becomes of one request of an upload in parts, by the order of their coming; `undefined`: it is served. */
type Trouble = 'resets' | 'answer lost' | 'throttled' | 'takes half' | 'forgets' | 'exists' | undefined

/** Cloud Storage's resumable uploads, by the page on performing resumable uploads of its documentation. */
async function service(troubles: readonly Trouble[] = [], atBegin?: 'exists') {
  let content = Buffer.alloc(0)
  let whole = false
  const waiting = [...troubles]
  const put = ({ headers, body }: Received, response: ServerResponse) => {
    const trouble = waiting.shift()
    if (trouble === 'resets') return response.destroy()
    if (trouble === 'throttled')
      return answerJson(response, 429, { error: { message: 'slow' } }, { 'retry-after': '0' })
    if (trouble === 'forgets') return answerJson(response, 410, {})
    if (trouble === 'exists') return answerJson(response, 412, {})
    const [, from, last, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(`${headers['content-range']}`) ?? []
    if (from !== undefined) {
      expect([Number(from), Number(last) + 1]).toEqual([content.length, content.length + body.length])
      if (total === '*') expect(body.length % UNIT).toBe(0)
      const taken = trouble === 'takes half' ? Math.floor(body.length / 2 / UNIT) * UNIT : body.length
      content = Buffer.concat([content, body.subarray(0, taken)])
    }
    whole ||= `${content.length}` === total
    if (trouble === 'answer lost') return response.destroy()
    if (whole) return answerJson(response, 200, { generation: '77' })
    expect(headers['x-guploader-no-308']).toBe('yes')
    const range = content.length > 0 && { range: `bytes=0-${content.length - 1}` }
    return answerJson(response, 200, {}, { 'x-http-status-code-override': '308', ...range })
  }
  const { origin, seen } = await startLoopback((request, response) => {
    if (request.method === 'PUT') return put(request, response)
    if (request.method === 'DELETE') return response.writeHead(499).end()
    const location = `http://${request.headers.host}/session`
    return atBegin === 'exists' ? answerJson(response, 412, {}) : answerJson(response, 200, {}, { location })
  })
  const store = gcsStore({ origin }, 'b', '', hastyClock)
  return { store, seen, content: () => content, left: () => waiting.length, isWhole: () => whole }
}

/** Three parts; none of the first two ends where a block does. */
const CONTENT = randomBytes(16 * MIB + 100)
const blocks = () =>
  [
    [0, 8 * MIB + 11],
    [8 * MIB + 11, 16 * MIB + 40],
    [16 * MIB + 40, CONTENT.length],
  ].map(([from, to]) => new Uint8Array(CONTENT.subarray(from, to)))

describe('an upload in parts', () => {
  it.each<[string, readonly Trouble[]]>([
    ['nothing goes wrong', []],
    // Lost are: the first part on its way, the answer to the second, the question after that, the last both ways.
    [
      'connections break',
      ['resets', undefined, undefined, 'answer lost', 'resets', undefined, 'resets', undefined, 'answer lost'],
    ],
    [
      'parts arrive in pieces, and patience is asked for',
      ['takes half', undefined, 'throttled', undefined, 'takes half'],
    ],
  ])('stores what was written when %s', async (_, troubles) => {
    const gcs = await service(troubles)
    const writer = gcs.store.open(KEY)
    for (const block of blocks()) await writer.write(block)
    expect(await writer.commit('absent')).toEqual({ stored: true, tag: '77' })
    expect(Buffer.compare(gcs.content(), CONTENT)).toBe(0)
    expect(gcs.left()).toBe(0)
    expect(gcs.seen[0]?.url.searchParams.get('ifGenerationMatch')).toBe('0')
  })

  it.each<[string, readonly Trouble[], 'exists' | undefined]>([
    ['before it begins', [], 'exists'],
    ['when it ends', [undefined, undefined, 'exists'], undefined],
  ])('is not stored where another object is, which shows %s', async (_, troubles, atBegin) => {
    const committed = async (when: 'absent' | 'none') => {
      const gcs = await service(troubles, atBegin)
      const writer = gcs.store.open(KEY)
      for (const block of blocks()) await writer.write(block)
      return writer.commit(when)
    }
    expect(await committed('absent')).toEqual({ stored: false })
    await expect(committed('none')).rejects.toMatchObject({ kind: 'unsupported', key: KEY })
  })

  it('fails when the service has forgotten it, and when it takes no more', async () => {
    for (const troubles of [[undefined, 'forgets'], Array<Trouble>(9).fill('takes half')] as const) {
      const gcs = await service(
        troubles.map((trouble, i) => (i > 0 && trouble === 'takes half' ? 'throttled' : trouble)),
      )
      const writer = gcs.store.open(KEY)
      const writing = async () => {
        for (const block of blocks()) await writer.write(block)
        await writer.commit('absent')
      }
      const kind = troubles.length === 2 ? 'unavailable' : 'throttled'
      await expect(writing()).rejects.toMatchObject({ name: 'StoreError', kind, key: KEY })
      expect(gcs.isWhole()).toBe(false)
    }
  })

  it('replaces nothing on condition of a state', async () => {
    const gcs = await service()
    const writer = gcs.store.open(KEY)
    for (const block of blocks()) await writer.write(block)
    await expect(writer.commit({ tag: '5' as Tag })).rejects.toMatchObject({ kind: 'unsupported' })
    await writer.abort()
    expect(gcs.isWhole()).toBe(false)
  })

  it('is given up at the service, too', async () => {
    const gcs = await service()
    const writer = gcs.store.open(KEY)
    for (const block of blocks()) await writer.write(block)
    await writer.abort()
    expect(gcs.seen.at(-1)).toMatchObject({ method: 'DELETE', url: { pathname: '/session' } })
    expect(gcs.isWhole()).toBe(false)
  })

  it('takes no more than a part ahead of the service', async () => {
    const held: ServerResponse[] = []
    const { origin, seen } = await startLoopback(({ method, headers }, response) => {
      if (method === 'PUT') held.push(response)
      else answerJson(response, 200, {}, { location: `http://${headers.host}/session` })
    })
    const writer = gcsStore({ origin }, 'b').open(KEY)
    let written = 0
    const writing = (async () => {
      for (; written < 40; written++) await writer.write(new Uint8Array(MIB))
    })()
    while (held.length === 0) await setTimeout(5)
    await setTimeout(50)
    expect(held).toHaveLength(1)
    expect(written).toBeLessThanOrEqual(17)
    await Promise.all([writer.abort(), expect(writing).rejects.toThrow()])
    expect(seen.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })
})

describe('content that is not long', () => {
  it('is one request, whatever its condition and however large its only block', async () => {
    const { origin, seen } = await startLoopback((_, response) => answerJson(response, 200, { generation: '5' }))
    const store = gcsStore({ origin }, 'b')
    const write = async (sizes: readonly number[], when: 'none' | 'absent' | { readonly tag: Tag }) => {
      const writer = store.open(KEY)
      for (const size of sizes) await writer.write(new Uint8Array(size))
      expect(await writer.commit(when)).toEqual({ stored: true, tag: '5' })
    }
    await write([12 * MIB], 'none')
    await write([MIB, 0, 6 * MIB], 'absent')
    await write([], { tag: '4' as Tag })
    expect(seen.map(({ url, body }) => [url.searchParams.get('ifGenerationMatch'), body.length])).toEqual([
      [null, 12 * MIB],
      ['0', 7 * MIB],
      ['4', 0],
    ])
  })
})
