import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { plant } from '../support/damage/trees.ts'
import { Fleet } from '../support/fleet.ts'
import { systemClock } from '../support/machine.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { Desk, FACES } from '../support/warmstart.ts'

const ARGS = ['--path', 'tree', '--key', 'k']
const TREE = { file: 'content', 'd/other': 'more' }

/** A desk whose store has a version of the key. */
async function saved(): Promise<Desk> {
  const desk = new Desk()
  plant(join(desk.workspace, 'tree'), TREE)
  expect((await desk.run('save', ...ARGS)).status).toBe(0)
  return desk
}

function warnings(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('warning: ') && line.includes('/store'))
}

it('a store that is a file is a miss, said once, and the job goes on', async () => {
  const desk = await saved()
  const before = snapshot(join(desk.workspace, 'tree'))
  fs.rmSync(desk.store, { recursive: true })
  fs.writeFileSync(desk.store, 'no directory')
  const restored = await desk.json('restore', ...ARGS)
  expect(restored).toMatchObject({ status: 0, result: { hit: 'miss' } })
  expect(differences(before, snapshot(join(desk.workspace, 'tree')))).toEqual([])
  const ran = await desk.json('run', ...ARGS, '--', 'sh', '-c', 'exit 0')
  expect(ran).toMatchObject({ status: 0, result: { hit: 'miss', save: { reason: 'store-failed' } } })
  expect(warnings(ran.stderr)).toHaveLength(1)
})

it.skipIf(process.platform === 'win32')(
  'a store that may not be read is a miss, said once, and the job goes on',
  async () => {
    const desk = await saved()
    fs.chmodSync(desk.store, 0o000)
    try {
      const command = ['restore', '--json', ...ARGS]
      const restored = asOrdinaryUser(desk, command)
      expect(restored).toMatchObject({ status: 0, stdout: expect.stringContaining('"hit":"miss"') })
      expect(warnings(restored.stderr)).toEqual([expect.stringContaining('refused access while restoring')])
      expect(asOrdinaryUser(desk, ['run', ...ARGS, '--', 'sh', '-c', 'exit 0'])).toMatchObject({ status: 0 })
    } finally {
      fs.chmodSync(desk.store, 0o755)
    }
  },
)

it('a store that vanishes during a restore is a miss, and the target as it was', async () => {
  const fleet = new Fleet()
  const directory = join(fleet.directory, 'store')
  const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
  const maker = fleet.machine({ store })
  plant(maker.at('tree'), TREE)
  await maker.save('k')
  for (const kind of ['heads', 'versions', 'packs']) {
    const machine = fleet.machine({
      store: {
        ...store,
        get: (key, options) => leaving(kind, key, () => store.get(key, options)),
        read: (key, options) => leaving(kind, key, () => store.read(key, options)),
      },
    })
    plant(machine.at('tree'), { file: 'of nobody' })
    const before = snapshot(machine.at('tree'))
    expect((await machine.restore('k', { foreign: 'exact' })).hit, kind).toBe('miss')
    expect(differences(before, snapshot(machine.at('tree')))).toEqual([])
    fs.renameSync(`${directory}-gone`, directory)
  }

  /** The store is gone before the first object of a kind is read. */
  function leaving<T>(kind: string, key: string, read: () => T): T {
    if (key.includes(`/${kind}/`) && fs.existsSync(directory)) fs.renameSync(directory, `${directory}-gone`)
    return read()
  }
})

/** Runs the command line as somebody whom permissions bind. */
function asOrdinaryUser({ root, workspace, env }: Desk, args: readonly string[]) {
  const command = [process.execPath, join(FACES, 'cli/index.ts'), ...args]
  if (process.getuid?.() === 0) {
    execFileSync('chown', ['-R', '65534:65534', root])
    command.unshift('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups')
  }
  const [file, ...rest] = command as [string, ...string[]]
  return spawnSync(file, rest, { cwd: workspace, env, encoding: 'utf8' })
}
