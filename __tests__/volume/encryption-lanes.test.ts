import { expect, test } from 'vitest'
import { KEYS } from '../support/encryption-keys.ts'
import { Fleet, read, write } from '../support/fleet.ts'

const trusted = { lane: 'trusted', encryptionKeys: [KEYS.a] }
const pull = { lane: 'pr/1', encryptionKeys: [KEYS.a] }

test.each([
  ['a plain version', [], 'not-encrypted'],
  ['one of another key', [KEYS.b], 'other-key'],
])('%s in the job’s own lane does not hide a good one in trusted', async (_, encryptionKeys, reason) => {
  const fleet = new Fleet()
  const main = fleet.machine(trusted)
  write(main, { 'tree/a': 'right' })
  const { version } = await main.save('k')
  const planted = fleet.machine({ lane: 'pr/1', encryptionKeys })
  write(planted, { 'tree/a': 'planted' })
  await planted.save('k', { parent: 'none' })

  const job = fleet.machine(pull)
  const found = { hit: 'exact', matchedLane: 'trusted', version }
  expect(await job.restore('k', { how: 'look-up' })).toMatchObject(found)
  expect(await job.restore('k')).toMatchObject(found)
  expect(read(job)).toEqual({ a: 'right' })
  expect(job.told('version-unusable').map((told) => told.reason)).toEqual([reason])
})

test('what is found and cannot be opened is no hit of a look-up either', async () => {
  const fleet = new Fleet()
  const main = fleet.machine(trusted)
  write(main, { 'tree/a': 'right' })
  await main.save('k')
  const other = fleet.machine({ ...trusted, encryptionKeys: [KEYS.b] })
  expect(await other.restore('k', { how: 'look-up' })).toMatchObject({ hit: 'miss' })
  expect(other.told('version-unusable').map((told) => told.reason)).toEqual(['other-key'])
})
