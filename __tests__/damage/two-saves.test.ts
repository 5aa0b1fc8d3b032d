import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { plant } from '../support/damage/trees.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { differences, removeTree, type Snapshot, snapshot } from '../support/random-tree.ts'
import { Desk, FACES } from '../support/warmstart.ts'

it('of two saves at once both complete, one is current, and neither is torn', async () => {
  const desk = new Desk()
  const store = createDirectoryStore({ directory: desk.store, clock: systemClock, random: (n) => randomBytes(n) })
  const reader = new Machine({ store, directory: join(desk.root, 'reader'), name: 'v', workers: 1 })
  onTestFinished(() => reader.close())
  /** As on a machine of its own. */
  const save = async (who: string) => {
    const root = join(desk.root, who)
    const args = [CLI, 'save', '--json', '--name', 'v', '--path', 'tree', '--key', 'k', '--root', root]
    const { status, stdout } = await desk.node(args, { WARMSTART_STATE: join(desk.root, `${who}-state`) }).ended
    const { reason, version } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    return { status, reason, version: version as string }
  }

  const seen = new Set<string>()
  for (let round = 0; round < 20; round++) {
    const made: Snapshot[] = []
    for (const who of ['one', 'two']) {
      const tree = join(desk.root, who, 'tree')
      mkdirSync(join(desk.root, who), { recursive: true })
      plant(tree, { 'a/file': `${who} ${round}`, [`only ${who}`]: `${round}`, same: 'in both' }, round)
      made.push(snapshot(tree))
    }
    const saved = await Promise.all([save('one'), save('two')])
    expect(saved).toMatchObject([1, 2].map(() => ({ status: 0, reason: 'saved' })))

    removeTree(reader.at('tree'))
    const { hit, version } = await reader.restore('k')
    const current = saved.findIndex((one) => one.version === version)
    expect({ hit, current, isNew: !seen.has(`${version}`) }).toEqual({
      hit: 'exact',
      current: expect.toBeOneOf([0, 1]),
      isNew: true,
    })
    expect(differences(made[current] as Snapshot, snapshot(reader.at('tree')))).toEqual([])
    // The other one is the version before: neither writer was overwritten by chance.
    const stored = await reader.context.heads.read({ namespace: 'default', lane: 'local', volume: 'v', key: 'k' })
    expect(stored?.head.history[0]?.ulid).toBe(saved[1 - current]?.version)
    seen.add(`${version}`)
  }
}, 120_000)

const CLI = join(FACES, 'cli/index.ts')
