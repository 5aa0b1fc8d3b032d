// Saves and restores random trees as whoever runs it and compares with plain listings. Run as an ordinary user:
// permissions mean nothing to root. Prints one line of JSON.
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { toBytePath } from '../../src/core/bytes.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { KEYS } from './encryption-keys.ts'
import { Machine, systemClock } from './machine.ts'
import { differences, removeTree, type Snapshot, snapshot, specs, writeTree } from './random-tree.ts'

const [seed = '0', runs = '10'] = process.argv.slice(2)
const root = fs.mkdtempSync(join(tmpdir(), 'warmstart-'))
let restores = 0
let entries = 0

function same(what: string, expected: Snapshot, got: Snapshot): void {
  restores++
  entries += got.size
  const words = differences(expected, got)
  if (words.length > 0) throw new Error(`${what}:\n${words.join('\n')}`)
}

function expectHit(what: string, told: string, wanted: string, events: unknown): void {
  if (told !== wanted)
    throw new Error(
      `${what}: ${told} instead of ${wanted}: ${JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`,
    )
}

const property = fc.asyncProperty(specs, specs, specs, fc.boolean(), async (first, second, dirt, isSealed) => {
  const directory = fs.mkdtempSync(join(root, 'run-'))
  const store = createDirectoryStore({
    directory: join(directory, 'store'),
    clock: systemClock,
    random: (length) => randomBytes(length),
  })
  const key = isSealed && { encryptionKeys: [KEYS.a] }
  const machine = (name: string) => new Machine({ store, directory: join(directory, name), lane: 'local', ...key })
  const [maker, fresh, follower, dirty] = [machine('maker'), machine('fresh'), machine('follower'), machine('dirty')]
  try {
    writeTree(maker.at('tree'), first)
    const one = snapshot(maker.at('tree'))
    expectHit('first save', (await maker.save('k')).reason, 'saved', maker.events)
    same('the saved tree itself', one, snapshot(maker.at('tree')))
    expectHit('first restore', (await fresh.restore('k')).hit, 'exact', fresh.events)
    same('restore into nothing', one, snapshot(fresh.at('tree')))
    await follower.restore('k')

    removeTree(maker.at('tree'))
    writeTree(maker.at('tree'), second)
    const two = snapshot(maker.at('tree'))
    const { reason } = await maker.save('k')
    if (reason !== 'saved' && !(reason === 'unchanged' && differences(one, two).length === 0))
      throw new Error(`second save: ${reason}`)
    expectHit('second restore', (await follower.restore('k', { foreign: 'exact' })).hit, 'exact', follower.events)
    const again = await follower.restore('k', { foreign: 'exact' })
    if (again.writtenFiles !== 0)
      throw new Error(
        `a restore onto an equal tree wrote ${again.writtenFiles} files: ${JSON.stringify(follower.events)}`,
      )
    same('restore onto the version before', two, snapshot(follower.at('tree')))

    writeTree(dirty.at('tree'), dirt)
    expectHit('restore onto other files', (await dirty.restore('k', { foreign: 'exact' })).hit, 'exact', dirty.events)
    same('restore onto other files', two, snapshot(dirty.at('tree')))
    const idle = await dirty.save('k')
    expectHit('save with nothing changed', idle.reason, 'unchanged', dirty.events)
  } finally {
    await Promise.all([maker, fresh, follower, dirty].map((one) => one.close()))
    removeTree(toBytePath(directory))
  }
})

try {
  await fc.assert(property, { numRuns: Number(runs), seed: Number(seed) })
  console.log(JSON.stringify({ uid: process.getuid?.(), restores, entries }))
} finally {
  removeTree(toBytePath(root))
}
