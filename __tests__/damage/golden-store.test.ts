import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { headKey, versionKey } from '../../src/core/keys.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { type GoldenVersion, toSnapshot } from '../support/golden-store.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

const STORES = ['store-v1', 'store-v1-encrypted']
const VERSIONS = STORES.map((name): readonly GoldenVersion[] =>
  JSON.parse(fs.readFileSync(join(golden(name), 'expected.json'), 'utf8')),
)
const cases = STORES.flatMap((name, i) =>
  (VERSIONS[i] ?? []).map((expected) => ({ name, versions: VERSIONS[i] ?? [], expected, ...expected })),
)

function golden(name: string): string {
  return join(import.meta.dirname, '../golden', name)
}

it.skipIf(process.platform === 'win32').each(cases)(
  'a store of format v1: $name, $lane, $key, version $version',
  async ({ name, versions, expected }) => {
    const { lane, key, version } = expected
    const root = tempDir()
    const directory = join(root, 'store')
    fs.cpSync(join(golden(name), 'store'), directory, { recursive: true })
    const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
    const paths = ['files=tree', 'one=single/file']
    const keyed = name.endsWith('encrypted') && { encryptionKeys: [KEYS.b, KEYS.a] }
    const machine = new Machine({ store, directory: join(root, 'machine'), name: 'golden', paths, lane, ...keyed })
    onTestFinished(() => machine.close())

    // A version that is current no more is what is left when those after it are lost.
    const later = versions
      .slice(versions.indexOf(expected) + 1)
      .filter((other) => other.lane === lane && other.key === key)
    await store.remove(later.map((other) => versionKey('default', lane, other.version)))
    const outcome = await machine.restore(key)
    expect(outcome).toMatchObject({ hit: later.length === 0 ? 'exact' : 'fallback', version, matchedLane: lane })
    for (const [place, listing] of Object.entries(expected.places)) {
      expect(differences(toSnapshot(listing), snapshot(machine.at(place)))).toEqual([])
    }
  },
)

it.each(STORES)('the golden store %s has what it is to have', async (name) => {
  const versions = VERSIONS[STORES.indexOf(name)] ?? []
  const store = createDirectoryStore({
    directory: join(golden(name), 'store'),
    clock: systemClock,
    random: (length) => randomBytes(length),
  })
  expect(versions).toHaveLength(3)
  expect(new Set(versions.map(({ lane }) => lane)).size).toBe(2)
  expect(new Set(versions.map(({ key }) => key)).size).toBe(2)
  for (const { lane, key, version } of versions) {
    expect(await store.stat(headKey({ namespace: 'default', lane, volume: 'golden', key }))).toBeDefined()
    expect(await store.stat(versionKey('default', lane, version))).toBeDefined()
  }
})
