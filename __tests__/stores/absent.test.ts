import { expect, it } from 'vitest'
import { StoreError } from '../../src/core/ports/errors.ts'
import { put } from '../../src/core/ports/store.ts'
import { tellingAbsent } from '../../src/stores/absent.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { realClock } from '../support/stores/clock.ts'

/** As a bucket is to who may read and list `open/` only: what is not there is refused, too. */
async function bucket() {
  const memory = createMemoryStore({ clock: realClock })
  await put(memory, 'open/a', Buffer.of(1), 'none')
  await put(memory, 'open/closed/b', Buffer.of(2), 'none')
  await put(memory, 'shut/c', Buffer.of(3), 'none')
  const listed: string[] = []
  const refused = (key: string) => new StoreError('denied', memory.name, key)
  const only =
    <T, Args extends readonly unknown[]>(call: (key: string, ...rest: Args) => Promise<T>) =>
    async (key: string, ...rest: Args): Promise<T> => {
      const isThere = (await memory.stat(key)) !== undefined
      if (!isThere || !key.startsWith('open/') || key.startsWith('open/closed/')) throw refused(key)
      return call(key, ...rest)
    }
  const store = tellingAbsent({
    ...memory,
    get: only(memory.get),
    read: only(memory.read),
    stat: only(memory.stat),
    renew: only(memory.renew),
    async *list(prefix, options) {
      listed.push(prefix)
      if (!prefix.startsWith('open/')) throw refused(prefix)
      yield* memory.list(prefix, options)
    },
  })
  const ask = (key: string) => [store.get(key), store.read(key), store.stat(key), store.renew(key)]
  return { ask, listed }
}

it('what is refused because it is not there is not there, where its name may be listed', async () => {
  const { ask, listed } = await bucket()
  for (const key of ['open/none', 'open/clo']) {
    expect(await Promise.all(ask(key))).toEqual([undefined, undefined, undefined, false])
  }
  expect(listed).toHaveLength(8)
})

it('what is there is asked for once; what is refused stays refused', async () => {
  const { ask, listed } = await bucket()
  expect((await Promise.all(ask('open/a'))).every((answer) => answer)).toBe(true)
  expect(listed).toEqual([])
  for (const key of ['open/closed/b', 'shut/c', 'shut/none']) {
    for (const answer of ask(key)) await expect(answer).rejects.toMatchObject({ kind: 'denied', key })
  }
})
