import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Outside } from '../support/attacks/outside.ts'
import { Fleet, write } from '../support/fleet.ts'

const CHILD = join(import.meta.dirname, '../support/attacks/swap-child.ts')
const RESTORES = 25

test.runIf(process.platform === 'linux')(
  'a process that swaps a directory for a link, again and again, while versions are restored into it',
  async () => {
    const fleet = new Fleet()
    const maker = fleet.machine()
    const files = (what: string) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`tree/d/in/file${i}`, `${what} ${i}`]))
    for (const key of ['one', 'two']) {
      write(maker, { ...files(key), 'tree/d/in/secret': key, 'tree/d/in/only': key })
      expect((await maker.save(key)).reason).toBe('saved')
    }
    const victim = fleet.machine()
    const outside = new Outside(victim.workspaceDir)
    await victim.restore('one')
    const attacker = spawn(process.execPath, [CHILD, join(victim.workspaceDir, 'tree/d/in'), outside.directory])
    await once(attacker.stdout, 'data')
    const hits: string[] = []
    try {
      for (let i = 0; i < RESTORES; i++) {
        hits.push((await victim.restore(i % 2 === 0 ? 'two' : 'one', { foreign: 'exact' })).hit)
      }
    } finally {
      attacker.kill('SIGKILL')
      await once(attacker, 'exit')
    }
    expect(outside.changes()).toEqual([])
    expect(hits).toHaveLength(RESTORES)
  },
)
