import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { plant } from '../damage/trees.ts'
import type { Desk } from '../warmstart.ts'

/** Processes that save one key at once, in rounds. Fails the test if a commit was lost: overwritten by another one. */
export async function expectNoLostCommit(desks: readonly Desk[], rounds: number, store: ManagedStore): Promise<void> {
  const saved = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    const jobs = desks.map(async (desk, who) => {
      mkdirSync(join(desk.workspace, 'tree'), { recursive: true })
      plant(join(desk.workspace, 'tree'), { who: `${who} ${round}`, same: 'in all' }, round)
      const { status, result } = await desk.json('save', '--name', 'v', '--path', 'tree', '--key', 'k')
      expect({ status, result }).toMatchObject({ status: 0, result: { reason: 'saved' } })
      saved.add(`${result['version']}`)
    })
    await Promise.all(jobs)
  }
  const heads = createHeadStore({ store })
  const { head } = (await heads.read({ namespace: 'default', lane: 'local', volume: 'v', key: 'k' })) ?? {}
  expect(saved.size).toBe(rounds * desks.length)
  // Each is the current version or was.
  expect(new Set([head?.current, ...(head?.history ?? [])].map((version) => version?.ulid))).toEqual(saved)
}
