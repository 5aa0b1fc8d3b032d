import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { headKey, versionKey } from '../../src/core/keys.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { type GoldenVersion, toSnapshot } from '../support/golden-store.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

const GOLDEN = join(import.meta.dirname, '../golden/store-v1')
const versions: readonly GoldenVersion[] = JSON.parse(fs.readFileSync(join(GOLDEN, 'expected.json'), 'utf8'))

it.skipIf(process.platform === 'win32').each(versions)(
  'a store of format v1: $lane, $key, version $version',
  async (expected) => {
    const { lane, key, version } = expected
    const root = tempDir()
    const directory = join(root, 'store')
    fs.cpSync(join(GOLDEN, 'store'), directory, { recursive: true })
    const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
    const paths = ['files=tree', 'one=single/file']
    const machine = new Machine({ store, directory: join(root, 'machine'), name: 'golden', paths, lane })
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

it('the golden store has what it is to have', async () => {
  const store = createDirectoryStore({
    directory: join(GOLDEN, 'store'),
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
