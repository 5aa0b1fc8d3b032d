import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Fleet, read, write } from '../support/fleet.ts'

// A walk does not list a directory whose ctime it knows: what lies there must be in the state, or the state must not
// know the ctime.

test('a file that lay there before the restore is saved with the version', async () => {
  const fleet = new Fleet()
  const maker = fleet.machine()
  write(maker, { 'tree/d/a': 'one', 'tree/e': 'one' })
  await maker.save('k')
  const machine = fleet.machine()
  await machine.restore('k')
  const d = join(machine.workspaceDir, 'tree/d')
  const { mtimeMs } = fs.statSync(d)
  write(machine, { 'tree/d/mine': 'mine', 'tree/mine': 'mine' })
  // Else the restore gives the directory its time again, and with it another ctime.
  fs.utimesSync(d, mtimeMs / 1000, mtimeMs / 1000)
  write(maker, { 'tree/e': 'two' })
  await maker.save('k')
  // Nothing is done in `d` by this one.
  await machine.restore('k')
  expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 4 })
  const other = fleet.machine()
  await other.restore('k')
  expect(read(other)).toEqual({ 'd/a': 'one', 'd/mine': 'mine', e: 'two', mine: 'mine' })
})

test('a restore finds what was added to a tree that a restore had made', async () => {
  const fleet = new Fleet()
  const maker = fleet.machine()
  write(maker, { 'tree/d/a': 'one', 'tree/e/f/b': 'two' })
  await maker.save('k')
  const machine = fleet.machine()
  await machine.restore('k')
  write(machine, { 'tree/e/f/more': 'more' })
  await machine.restore('k', { foreign: 'exact' })
  expect(read(machine)).toEqual({ 'd/a': 'one', 'e/f/b': 'two' })
})

test('a file that a pattern left out is found when the pattern has gone', async () => {
  const fleet = new Fleet()
  const directory = fs.mkdtempSync(join(fleet.directory, 'shared-'))
  const without = fleet.machine({ directory, name: 'v', paths: ['tree', '!tree/d/b'] })
  write(without, { 'tree/d/a': 'one', 'tree/d/b': 'two' })
  await without.save('k')
  await without.close()
  const whole = fleet.machine({ directory, name: 'v', paths: ['tree'] })
  expect(await whole.save('k')).toMatchObject({ reason: 'saved', files: 2 })
})
