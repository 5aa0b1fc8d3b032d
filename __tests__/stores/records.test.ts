import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headKey } from '../../src/core/keys.ts'
import { type Condition, put, type Tag } from '../../src/core/ports/store.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'

const HOUR = 60 * 60 * 1000
const key = headKey({ namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' })

let directory: string
let remove: () => Promise<void>
beforeEach(async () => {
  const temporary = await temporaryDirectory('in memory')
  directory = temporary.path
  remove = temporary.remove
})
afterEach(() => remove())

type Link = typeof fs.link
const open = (link?: Link) =>
  createDirectoryStore({ directory, clock: realClock, random: realRandom, ...(link && { link }) })
const write = (text: string, when: Condition = 'none', store = open()) => put(store, key, Buffer.from(text), when)
const read = async () => {
  const bytes = await open().get(key)
  return bytes && Buffer.from(bytes).toString()
}
const tag = async () => (await open().stat(key))?.tag as Tag
const names = async () => (await fs.readdir(join(directory, key))).sort()
const file = (number: number) => join(directory, key, `~n${String(number).padStart(16, '0')}`)
const numbers = async () => (await names()).map((name) => Number(name.slice(2)))
const age = async (number: number, hours: number) => {
  const then = new Date(Date.now() - hours * HOUR)
  await fs.utimes(file(number), then, then)
}

describe('a record', () => {
  it('is a directory of numbered states', async () => {
    await write('one', 'absent')
    await write('two')
    expect(await names()).toEqual(['~n0000000000000001', '~n0000000000000002'])
    expect(await read()).toBe('two')
  })

  it('never counts down, also not after a removal', async () => {
    await write('one', 'absent')
    const first = await tag()
    await open().remove([key])
    expect(await read()).toBeUndefined()
    await open().remove([key])
    expect(await numbers()).toEqual([1, 2])
    expect(await write('again', { tag: first })).toEqual({ stored: false })
    await write('again', 'absent')
    expect(await numbers()).toEqual([1, 2, 3])
  })

  it.each<[what: string, damage: (path: string) => Promise<void>]>([
    ['torn', (path) => fs.truncate(path, 40)],
    ['empty', (path) => fs.truncate(path, 0)],
    ['altered in its body', (path) => flip(path, -1)],
    ['altered in its id', (path) => flip(path, 40)],
    ['foreign', (path) => fs.writeFile(path, 'not ours'.repeat(20))],
  ])('falls back to the state before one that is %s, and goes on above it', async (_, damage) => {
    await write('one')
    const one = await tag()
    await write('two')
    await damage(file(2))
    expect(await read()).toBe('one')
    expect(await tag()).toBe(one)
    expect(await write('three', { tag: one })).toMatchObject({ stored: true })
    expect(await read()).toBe('three')
    expect(await numbers()).toEqual([1, 2, 3])
  })

  it('forgets states that are both beyond sixteen and older than twelve hours', async () => {
    for (let i = 1; i <= 20; i++) await write(`${i}`)
    expect(await numbers()).toHaveLength(20)
    for (const number of [1, 2, 18]) await age(number, 13)
    for (const number of [3]) await age(number, 11)
    await write('21')
    expect(await numbers()).toEqual(Array.from({ length: 19 }, (_, i) => i + 3))
    for (let number = 3; number <= 21; number++) await age(number, 13)
    await write('22')
    expect(await numbers()).toEqual(Array.from({ length: 16 }, (_, i) => i + 7))
    expect(await read()).toBe('22')
  })

  it('is not turned back by a writer that slept while its number was forgotten', async () => {
    await write('one')
    const seen = await tag()
    const sleeper = open(async (from, to) => {
      for (let i = 2; i <= 20; i++) await write(`${i}`)
      for (let number = 1; number <= 20; number++) await age(number, 13)
      await write('21')
      expect(to).toBe(file(2))
      expect(await numbers()).not.toContain(2)
      await fs.link(from, to)
    })
    expect(await write('late', { tag: seen }, sleeper)).toEqual({ stored: false })
    expect(await read()).toBe('21')
    expect(await numbers()).not.toContain(2)
  })

  it('has a writer win that was followed before it looked', async () => {
    await write('one')
    const store = open(async (from, to) => {
      await fs.link(from, to)
      await write('three', { tag: await tag() })
    })
    expect(await write('two', { tag: await tag() }, store)).toMatchObject({ stored: true })
    expect(await read()).toBe('three')
    expect(await numbers()).toEqual([1, 2, 3])
  })

  it('has a writer win whose answer got lost', async () => {
    const store = open(async (from, to) => {
      await fs.link(from, to)
      throw Object.assign(new Error('file exists'), { code: 'EEXIST' })
    })
    expect(await write('one', 'absent', store)).toMatchObject({ stored: true, tag: await tag() })
    expect(await read()).toBe('one')
  })

  it('has a writer lose to one that was faster', async () => {
    await write('one')
    const store = open(async (from, to) => {
      await write('fast', { tag: await tag() })
      await fs.link(from, to)
    })
    expect(await write('slow', { tag: await tag() }, store)).toEqual({ stored: false })
    expect(await read()).toBe('fast')
  })

  it('is written unconditionally after as many attempts as it takes', async () => {
    let faster = 3
    const store = open(async (from, to) => {
      if (faster-- > 0) await write('fast')
      await fs.link(from, to)
    })
    expect(await write('at last', 'none', store)).toMatchObject({ stored: true })
    expect(await read()).toBe('at last')
    expect(await numbers()).toEqual([1, 2, 3, 4])
  })

  it('without hard links is as exclusive, and readable where there are some', async () => {
    const linkless: Link = async () => {
      throw Object.assign(new Error('no hard links here'), { code: 'EPERM' })
    }
    await write('one', 'absent', open(linkless))
    await write('two', { tag: await tag() }, open())
    await write('three', { tag: await tag() }, open(linkless))
    expect(await read()).toBe('three')
    const stale = await tag()
    const racing = open(async () => {
      await write('four')
      throw Object.assign(new Error('no hard links here'), { code: 'EPERM' })
    })
    expect(await write('late', { tag: stale }, racing)).toEqual({ stored: false })
    expect(await read()).toBe('four')
    expect(await fs.readdir(join(directory, 'tmp'))).toEqual([])
  })
})

async function flip(path: string, at: number): Promise<void> {
  const bytes = await fs.readFile(path)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = (bytes[place] as number) ^ 1
  await fs.writeFile(path, bytes)
}
