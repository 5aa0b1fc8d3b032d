import { expect, test } from 'vitest'
import { HISTORY_LENGTH } from '../../src/core/head.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { DAY, githubDays, packOf } from '../support/stores/github-days.ts'

const MAIN = 'refs/heads/main'
const keyed = { encryptionKeys: [KEYS.a] }

test('on GitHub’s cache service sealed versions travel with their heads, under another key and after it', async () => {
  const days = githubDays(new Fleet())
  const first = days.machine(keyed)
  write(first, { 'tree/a': 'alpha' })
  const { version } = await first.save('k-1')
  const second = days.machine(keyed)
  await second.restore('k-2', { restoreKeys: ['k-'] })
  expect(await second.save('k-2')).toMatchObject({ reason: 'linked', version })
  const third = days.machine(keyed)
  expect(await third.restore('k-2')).toMatchObject({ hit: 'exact', version })
  expect(read(third)).toEqual({ a: 'alpha' })
  expect(await days.machine().restore('k-2')).toMatchObject({ hit: 'miss' })
})

test('a collection by a job without the key keeps what sealed versions need', { timeout: 60_000 }, async () => {
  const days = githubDays(new Fleet())
  const sealed = days.machine({ ...keyed, name: 'sealed' })
  for (let save = 0; save < HISTORY_LENGTH + 3; save++) {
    write(sealed, { 'tree/large': noise(save, 2000) })
    expect(await sealed.save('k')).toMatchObject({ reason: 'saved' })
  }
  const before = days.packs().map(packOf)
  const plain = days.machine({ ref: MAIN, name: 'plain' })
  for (let day = 0; day < 2; day++) {
    await days.pass(2 * DAY)
    write(plain, { 'tree/large': noise(100 + day, 2000) })
    await plain.save('k')
  }
  expect(plain.told('not-collected')).toEqual([])
  const gone = before.filter((pack) => !days.packs().map(packOf).includes(pack))
  // Beyond the history, and nothing else.
  expect(gone).toEqual(before.slice(0, 2))
  expect(await days.machine({ ...keyed, name: 'sealed' }).restore('k')).toMatchObject({ hit: 'exact' })
})
