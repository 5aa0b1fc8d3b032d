import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import type { Condition, Tag } from '../../../src/core/ports/store.ts'
import { azureStore } from '../../support/servers/azurite.ts'
import { type Received, startLoopback } from '../../support/servers/loopback.ts'
import { hastyClock } from '../../support/stores/hasty-clock.ts'

const MIB = 1024 * 1024
const KEY = packKey('n', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')
/** Three parts. */
const CONTENT = randomBytes(16 * MIB + 100)
const blocks = () =>
  [
    [0, 3 * MIB],
    [3 * MIB, 8 * MIB + 11],
    [8 * MIB + 11, 16 * MIB + 40],
    [16 * MIB + 40, CONTENT.length],
  ].map(([from, to]) => new Uint8Array(CONTENT.subarray(from, to)))

/** Block lists, as the service keeps them; the requests of these numbers, from 1, get no answer. */
async function service(lost: readonly number[] = []) {
  const parts = new Map<string, Buffer>()
  let content: Buffer | undefined
  const answer = ({ url, body }: Received, response: ServerResponse) => {
    const part = url.searchParams.get('blockid')
    if (part) parts.set(part, body)
    else if (url.searchParams.get('comp') === 'blocklist') {
      const list = [...`${body}`.matchAll(/<Latest>([^<]+)/g)].map(([, id = '']) => id)
      content = Buffer.concat(list.map((id) => parts.get(id) as Buffer))
    } else content = body
    if (lost.includes(seen.length)) response.destroy()
    else response.writeHead(201, { etag: '"0x1"', 'last-modified': new Date().toUTCString() }).end()
  }
  const { origin, seen } = await startLoopback(answer)
  return { store: azureStore({ origin }, 'c', '', hastyClock), seen, content: () => content }
}

describe('an upload in parts', () => {
  it.each<[string, readonly number[]]>([
    ['nothing goes wrong', []],
    ['answers to parts are lost', [1, 2, 4]],
  ])('stores what was written when %s', async (_, lost) => {
    const azure = await service(lost)
    const writer = azure.store.open(KEY)
    for (const block of blocks()) await writer.write(block)
    expect(await writer.commit('absent')).toEqual({ stored: true, tag: '0x1' })
    expect(Buffer.compare(azure.content() ?? Buffer.of(), CONTENT)).toBe(0)
    expect(azure.seen).toHaveLength(4 + lost.length)
    expect(azure.seen.at(-1)?.headers['if-none-match']).toBe('*')
  })

  it('fails with its own part, and shows nothing', async () => {
    const azure = await service([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    const writer = azure.store.open(KEY)
    const writing = async () => {
      for (const block of blocks()) await writer.write(block)
      await writer.commit('absent')
    }
    await expect(writing()).rejects.toMatchObject({ name: 'StoreError', kind: 'unavailable', key: KEY })
    expect(azure.content()).toBeUndefined()
  })

  it('has four parts on their way at most, and what comes after them waits', async () => {
    const held: ServerResponse[] = []
    const { origin } = await startLoopback((_, response) => held.push(response))
    const writer = azureStore({ origin }, 'c').open(KEY)
    let written = 0
    const writing = (async () => {
      for (; written < 80; written++) await writer.write(new Uint8Array(MIB))
    })()
    while (held.length < 4) await setTimeout(5)
    await setTimeout(50)
    expect(held).toHaveLength(4)
    expect(written).toBeLessThanOrEqual(40)
    await Promise.all([writer.abort(), expect(writing).rejects.toThrow()])
  })

  it('of one blob by two writers is two uploads', async () => {
    const { store, seen } = await service()
    for (const _ of [1, 2]) {
      const writer = store.open(KEY)
      for (const block of blocks()) await writer.write(block)
      await writer.commit('none')
    }
    const names = seen.flatMap(({ url }) => url.searchParams.get('blockid') ?? [])
    expect(new Set(names).size).toBe(6)
    // The service takes no two parts of one blob whose names have not one length.
    expect(new Set(names.map(({ length }) => length)).size).toBe(1)
  })
})

describe('content that is not long', () => {
  it('is one request, whatever its condition and however large its only block', async () => {
    const { store, seen } = await service()
    const write = async (sizes: readonly number[], when: Condition) => {
      const writer = store.open(KEY)
      for (const size of sizes) await writer.write(new Uint8Array(size))
      return writer.commit(when)
    }
    await write([12 * MIB], 'none')
    await write([MIB, 0, 6 * MIB], 'absent')
    expect(await write([], { tag: '0x4' as Tag })).toEqual({ stored: true, tag: '0x1' })
    // A condition on nothing would be none.
    expect(await write([], { tag: '' as Tag })).toEqual({ stored: false })
    expect(seen.map(({ headers, body }) => [headers['if-none-match'], headers['if-match'], body.length])).toEqual([
      [undefined, undefined, 12 * MIB],
      ['*', undefined, 7 * MIB],
      [undefined, '"0x4"', 0],
    ])
  })
})
