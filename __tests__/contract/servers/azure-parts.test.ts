import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Condition, put, type Tag } from '../../../src/core/ports/store.ts'
import { type Azurite, azureStore, clientOf, startAzurite } from '../../support/servers/azurite.ts'
import { type Counter, startCounter } from '../../support/servers/counter.ts'
import { freshBlob } from '../subject.ts'

let server: Azurite
let counter: Counter
beforeAll(async () => {
  server = await startAzurite()
  await server.container('parts')
  counter = await startCounter(server.origin)
})
afterAll(async () => {
  await counter?.close()
  await server?.close()
})

const MIB = 1024 * 1024
const store = () => azureStore(counter, 'parts')

async function write(key: string, bytes: Uint8Array, when: Condition) {
  const writer = store().open(key)
  for (let at = 0; at < bytes.length; at += MIB) await writer.write(Uint8Array.from(bytes.subarray(at, at + MIB)))
  return writer.commit(when)
}

it('sends less than a part in one request, and more in parts while it is written', async () => {
  for (const [megabytes, requests] of [
    [8, 1],
    [9, 3],
    [20, 4],
  ] as const) {
    counter.requests.length = 0
    const key = freshBlob()
    const bytes = randomBytes(megabytes * MIB)
    expect(await write(key, bytes, 'absent')).toMatchObject({ stored: true })
    expect(counter.requests, counter.requests.join('\n')).toHaveLength(requests)
    expect(Buffer.compare((await store().get(key)) ?? new Uint8Array(), bytes)).toBe(0)
  }
})

it('honours every condition of content in parts, too', async () => {
  const key = freshBlob()
  const bytes = randomBytes(9 * MIB)
  const tagOf = (result: { readonly stored: boolean; readonly tag?: Tag }) => result.tag as Tag
  expect(await write(key, bytes, { tag: '0x8' as Tag })).toEqual({ stored: false })
  const first = tagOf(await write(key, bytes, 'absent'))
  expect(await write(key, bytes, 'absent')).toEqual({ stored: false })
  const second = tagOf(await write(key, bytes, { tag: first }))
  expect(await write(key, bytes, { tag: first })).toEqual({ stored: false })
  expect(tagOf(await write(key, bytes, 'none'))).not.toBe(second)
})

it('shows nothing of parts without a list, and leaves no blob of an upload that is given up', async () => {
  const key = freshBlob()
  const writer = store().open(key)
  for (let i = 0; i < 18; i++) await writer.write(new Uint8Array(MIB))
  expect(await store().stat(key)).toBeUndefined()
  await writer.abort()
  expect(await store().stat(key)).toBeUndefined()
  expect(await clientOf(server, 'parts').getBlobClient(key).exists()).toBe(false)
})

it('makes a blob young again in one request that moves no content', async () => {
  const key = freshBlob()
  await put(store(), key, randomBytes(MIB), 'absent')
  const before = await store().stat(key)
  await setTimeout(1100)
  counter.requests.length = 0
  expect(await store().renew(key)).toBe(true)
  expect(counter.requests).toEqual([expect.stringMatching(/^PUT .*\?comp=metadata$/)])
  const { createdOn } = await clientOf(server, 'parts').getBlobClient(key).getProperties()
  expect((await store().stat(key))?.modified).toBeGreaterThan(before?.modified ?? Number.NaN)
  // What lifecycle rules on creation look at stays.
  expect(createdOn?.getTime()).toBe(before?.modified)
})
