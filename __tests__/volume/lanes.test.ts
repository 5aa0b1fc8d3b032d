import * as fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

/** A job of a lane on a persistent machine: restore, work, and save if it succeeds. */
async function job(machine: Machine, lane: string, work: () => void, ends: 'success' | 'failure' = 'success') {
  machine.lane = lane
  machine.job = `${Math.random()}`
  const restored = await machine.restore('k', { foreign: 'owned' })
  work()
  if (ends === 'failure') return { restored, saved: undefined }
  const parent = restored.parent ?? 'none'
  return { restored, saved: await machine.save('k', { parent, foreign: 'owned' }) }
}

async function persistent() {
  const fleet = new Fleet()
  const machine = fleet.machine({ foreign: 'owned' })
  const inLane = async (lane: string) => {
    const fresh = fleet.machine({ lane })
    await fresh.restore('k')
    return read(fresh)
  }
  return { fleet, machine, inLane }
}

describe.each(['success', 'failure'] as const)('a pull request on a trusted machine, its job ending in %s', (ends) => {
  test('leaves nothing to the next trusted job, neither files it saved nor files it only made', async () => {
    const { machine, inLane } = await persistent()
    await job(machine, 'trusted', () => write(machine, { 'tree/lib': 'good', 'tree/tool': 'good' }))
    await job(
      machine,
      'pr/7',
      () => {
        expect(read(machine)).toEqual({ lib: 'good', tool: 'good' })
        write(machine, { 'tree/lib': 'POISON', 'tree/planted': 'POISON', 'tree/deep/er': 'POISON' })
      },
      ends,
    )
    // Left behind after its post step, too.
    write(machine, { 'tree/late': 'POISON' })
    const { restored } = await job(machine, 'trusted', () => {
      expect(read(machine)).toEqual({ lib: 'good', tool: 'good' })
      write(machine, { 'tree/more': 'good' })
    })
    expect(restored.hit).toBe('exact')
    expect(await inLane('trusted')).toEqual({ lib: 'good', tool: 'good', more: 'good' })
  })
})

test('a pull request that puts its file back with old stamps is not believed', async () => {
  const { machine } = await persistent()
  await job(machine, 'trusted', () => write(machine, { 'tree/lib': 'good' }))
  await job(
    machine,
    'pr/7',
    () => {
      const at = join(machine.workspaceDir, 'tree/lib')
      const { atime, mtime } = fs.statSync(at)
      fs.writeFileSync(at, 'evil')
      fs.utimesSync(at, atime, mtime)
    },
    'failure',
  )
  await job(machine, 'trusted', () => expect(read(machine)).toEqual({ lib: 'good' }))
})

test('the other way round: nothing of the trusted lane’s unsaved work enters a pull request’s version', async () => {
  const { machine, inLane } = await persistent()
  await job(machine, 'pr/7', () => write(machine, { 'tree/lib': 'pull request' }))
  await job(machine, 'trusted', () => {
    expect(read(machine)).toEqual({})
    write(machine, { 'tree/secret': 'trusted only' })
  })
  await job(machine, 'pr/7', () => {
    expect(read(machine)).toEqual({ lib: 'pull request' })
    write(machine, { 'tree/lib': 'two' })
  })
  expect(await inLane('pr/7')).toEqual({ lib: 'two' })
  expect(await inLane('trusted')).toEqual({ secret: 'trusted only' })
})

test('a miss clears away what another lane left, too', async () => {
  const { machine, inLane } = await persistent()
  await job(machine, 'pr/7', () => write(machine, { 'tree/lib': 'pull request' }), 'failure')
  const { restored } = await job(machine, 'trusted', () => write(machine, { 'tree/own': 'good' }))
  expect(restored.hit).toBe('miss')
  expect(await inLane('trusted')).toEqual({ own: 'good' })
})

test('a save without the restore that would have cleared away stores nothing', async () => {
  const { machine, inLane } = await persistent()
  await job(machine, 'pr/7', () => write(machine, { 'tree/lib': 'pull request' }), 'failure')
  machine.lane = 'trusted'
  machine.job = 'no restore before'
  expect((await machine.save('k', { foreign: 'owned' })).reason).toBe('other-lane')
  expect(await inLane('trusted')).toEqual({})
})

test('a failed job of the same lane leaves nothing behind', async () => {
  const { machine } = await persistent()
  await job(machine, 'trusted', () => write(machine, { 'tree/lib': 'good' }))
  await job(machine, 'trusted', () => write(machine, { 'tree/lib': 'broken', 'tree/half': 'made' }), 'failure')
  await job(machine, 'trusted', () => expect(read(machine)).toEqual({ lib: 'good' }))
})

test('a job that may write nowhere restores and saves nothing', async () => {
  const { fleet, machine } = await persistent()
  await job(machine, 'trusted', () => write(machine, { 'tree/lib': 'good' }))
  const reader = fleet.machine()
  const rights = { namespace: 'default', reads: ['trusted'], writes: undefined }
  expect((await reader.restore('k', { rights })).hit).toBe('exact')
  write(reader, { 'tree/lib': 'evil' })
  expect((await reader.save('k', { rights })).reason).toBe('read-only')
  expect(reader.counts.objectsPut).toBe(0)
})
