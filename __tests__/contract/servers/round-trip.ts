import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { plant } from '../../support/damage/trees.ts'
import { noise } from '../../support/fleet.ts'
import { differences, snapshot } from '../../support/random-tree.ts'
import { type Counter, startCounter } from '../../support/servers/counter.ts'
import { expectNoLostCommit } from '../../support/servers/save-at-once.ts'
import { Desk } from '../../support/warmstart.ts'

/** A server that runs. */
export interface Service {
  readonly origin: string
  /** What a process needs besides the URL. */
  readonly env: Readonly<Record<string, string>>
  /** The URL of a store in which nothing is, for who reaches the server at `origin`. */
  store(origin: string): Promise<string>
  /** The same store, for the test to look into. */
  look(url: string): Promise<ManagedStore>
  close(): Promise<void>
}

/** Whole jobs, by the command line in processes of their own, on a real server. */
export function describeRoundTrip(name: string, start: () => Promise<Service>): void {
  describe(name, () => {
    let service: Service
    let counter: Counter
    beforeAll(async () => {
      service = await start()
      counter = await startCounter(service.origin)
    })
    afterAll(async () => {
      await counter?.close()
      await service?.close()
    })

    it('saves, restores and saves a change, in few requests', async () => {
      const url = await service.store(counter.origin)
      const job = async (desk: Desk, command: 'save' | 'restore') => {
        desk.env = { ...desk.env, ...service.env, WARMSTART_STORE: url }
        counter.requests.length = 0
        const { status, stderr, result } = await desk.json(command, '--name', 'v', '--path', 'tree', '--key', 'k')
        expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('warning') })
        return { ...result, uploadedBytes: result['uploadedBytes'], wire: counter.requests.length }
      }
      const desk = new Desk()
      const tree = join(desk.workspace, 'tree')
      const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i % 17}/${i}`, noise(i, 30_000)]))
      plant(tree, { ...files, large: noise(1000, 70 * 1024 * 1024) })
      expect(await job(desk, 'save')).toMatchObject({ reason: 'saved', files: 301 })
      expect(await job(desk, 'save')).toMatchObject({ reason: 'unchanged', requests: 1, wire: 1 })

      const cold = new Desk()
      const restored = await job(cold, 'restore')
      expect(restored).toMatchObject({ hit: 'exact', files: 301 })
      expect(restored.wire, counter.requests.join('\n')).toBeLessThanOrEqual(20)
      expect(differences(snapshot(tree), snapshot(join(cold.workspace, 'tree')))).toEqual([])

      const changes = { '3/3': noise(2000, 30_000), '4/new': noise(2001, 30_000), 'also new': noise(2002, 700_000) }
      for (const [path, content] of Object.entries(changes)) writeFileSync(join(tree, path), content)
      const changed = await job(desk, 'save')
      expect(changed).toMatchObject({ reason: 'saved', files: 303 })
      expect(Number(changed.uploadedBytes)).toBeLessThan(2_000_000)
      rmSync(join(cold.workspace, 'tree'), { recursive: true })
      expect(await job(cold, 'restore')).toMatchObject({ hit: 'exact', files: 303 })
      expect(differences(snapshot(tree), snapshot(join(cold.workspace, 'tree')))).toEqual([])
    }, 120_000)

    it('loses no commit of processes that save one key at once', async () => {
      const url = await service.store(service.origin)
      const desks = Array.from({ length: 3 }, () => new Desk())
      for (const desk of desks) desk.env = { ...desk.env, ...service.env, WARMSTART_STORE: url }
      await expectNoLostCommit(desks, 3, await service.look(url))
    }, 120_000)
  })
}
