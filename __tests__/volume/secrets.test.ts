import * as fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const SECRET = '//registry.npmjs.org/:_authToken=hunter2hunter2\n'
const PLAIN = '//registry.npmjs.org/:_authToken=$' + '{NPM_TOKEN}\n'

async function version(machine: Machine, key = 'k') {
  const line = { namespace: 'default', lane: machine.lane, volume: machine.volume, key }
  const head = await machine.context.heads.read(line)
  const bytes = head && (await machine.context.heads.version(line, head.head.current))
  return decodeVersion(bytes as Uint8Array)
}

describe('a file that holds a credential', () => {
  test('is left out, recorded and named; a restore names it and leaves alone what lies there', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one', 'tree/.npmrc': SECRET, 'tree/b/.npmrc': PLAIN })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 2 })
    expect(machine.told('secrets')).toEqual([
      { type: 'secrets', doing: 'omitted', files: ['tree: .npmrc (npm token)'], total: 1 },
    ])
    expect((await version(machine)).omitted).toEqual(['tree: .npmrc'])

    const other = fleet.machine()
    write(other, { 'tree/.npmrc': 'its own' })
    for (const foreign of ['overlay', 'owned', 'exact'] as const) {
      expect((await other.restore('k', { foreign })).hit).toBe('exact')
      expect(other.told('secrets')).toEqual([{ type: 'secrets', doing: 'lacking', files: ['tree: .npmrc'], total: 1 }])
      expect(read(other)).toEqual({ a: 'one', '.npmrc': 'its own', 'b/.npmrc': PLAIN })
    }
  })

  test.each([
    ['in a directory that was there', 'tree/.npmrc'],
    ['in one that came with it', 'tree/.config/tool/.npmrc'],
  ])('counts as unchanged, %s: one head is read, nothing stored', async (_, path) => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one' })
    await machine.save('k')
    for (const content of [SECRET, `${SECRET}more`]) {
      write(machine, { [path]: content })
      const { requests, objectsPut } = machine.counts
      expect((await machine.save('k')).reason).toBe('unchanged')
      expect(machine.counts).toMatchObject({ requests: requests + 1, objectsPut })
    }
    fs.rmSync(join(machine.workspaceDir, path))
    if (path === 'tree/.npmrc') expect((await machine.save('k')).reason).toBe('unchanged')
  })

  test('is none of its names, and is looked at again when it has changed', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one', 'tree/.npmrc': PLAIN })
    fs.linkSync(join(machine.workspaceDir, 'tree/.npmrc'), join(machine.workspaceDir, 'tree/innocent'))
    expect(await machine.save('k')).toMatchObject({ files: 3 })
    write(machine, { 'tree/.npmrc': SECRET })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 1 })
    expect(machine.told('secrets')[0]?.files).toEqual(['tree: .npmrc (npm token)', 'tree: innocent (npm token)'])
    write(machine, { 'tree/.npmrc': PLAIN })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 3 })
  })

  test('alone in a volume makes no version, and a mount of its own is no absent one', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine({ paths: ['tree/.npmrc', 'more'] })
    write(machine, { 'tree/.npmrc': SECRET })
    expect((await machine.save('k')).reason).toBe('secrets')
    write(machine, { 'more/a': 'one' })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 1 })
    expect(machine.told('mount-absent')).toEqual([])
    expect((await machine.save('k')).reason).toBe('unchanged')
    const other = fleet.machine({ paths: ['tree/.npmrc', 'more'] })
    write(other, { 'tree/.npmrc': 'its own' })
    await other.restore('k', { foreign: 'exact' })
    expect(read(other)).toEqual({ '.npmrc': 'its own' })
  })

  test('stays where it is part of a published package', async () => {
    const machine = new Fleet().machine({ paths: ['node_modules'] })
    write(machine, { 'node_modules/a/test/.npmrc': SECRET, 'node_modules/.npmrc': SECRET })
    expect(await machine.save('k')).toMatchObject({ files: 1 })
    expect(machine.told('secrets')[0]?.files).toEqual(['node_modules: .npmrc (npm token)'])
  })

  test('that an earlier version holds is taken out, though nothing has changed', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one', 'tree/.npmrc': SECRET })
    expect(await machine.save('k', { secrets: 'allow' })).toMatchObject({ files: 2 })
    expect(machine.told('secrets')).toEqual([])
    const other = fleet.machine()
    await other.restore('k')
    expect(await other.save('k')).toMatchObject({ reason: 'saved', files: 1 })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 1 })
  })
})

test('what a version has passed is not opened again, after a save or a restore', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const opened: number[] = []
  const spied = (one: Machine) => {
    const { peek } = one.workspace
    one.workspace.peek = (mount, tree, entries, most) => {
      opened.push(entries.length)
      return peek(mount, tree, entries, most)
    }
    return one
  }
  spied(machine)
  write(machine, { 'tree/.npmrc': PLAIN, 'tree/server.key': 'none', 'tree/a': 'one' })
  await machine.save('k')
  expect((await machine.save('k')).reason).toBe('unchanged')
  const other = spied(fleet.machine())
  await other.restore('k')
  expect((await other.save('k')).reason).toBe('unchanged')
  write(other, { 'tree/.npmrc': `${PLAIN}#` })
  await other.save('k')
  expect(opened).toEqual([2, 0, 0, 1])
})

test('with `refuse` nothing is saved, and the files are named', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, {
    ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`tree/${i}/.npmrc`, SECRET])),
    'tree/a': '',
  })
  expect(await machine.save('k', { secrets: 'refuse' })).toMatchObject({
    saved: false,
    reason: 'secrets',
    objectsPut: 0,
  })
  expect(machine.told('secrets')[0]).toMatchObject({ doing: 'refused', total: 8 })
  expect(machine.told('secrets')[0]?.files).toHaveLength(5)
  for (let i = 0; i < 8; i++) fs.rmSync(join(machine.workspaceDir, `tree/${i}`), { recursive: true })
  expect((await machine.save('k', { secrets: 'refuse' })).reason).toBe('saved')
})

test('new small files with what looks like a token are saved and named', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine({ paths: ['tree', 'node_modules'] })
  const token = `npm_${'aB3dE6gH9jK2'.repeat(3)}`
  write(machine, {
    'tree/script.sh': `T=${token}`,
    'tree/long': `${token} ${'x'.repeat(70_000)}`,
    'node_modules/a/x': token,
  })
  expect((await machine.save('k')).files).toBe(3)
  const files = ['tree: script.sh (npm token)']
  expect(machine.told('tokens')).toEqual([{ type: 'tokens', files, total: 1 }])
  write(machine, { 'tree/b': 'new' })
  await machine.save('k')
  expect(machine.told('tokens')).toEqual([])
  write(machine, { 'tree/script.sh': `${token}!` })
  await machine.save('k', { secrets: 'allow' })
  expect(machine.told('tokens')).toEqual([])
})

describe('on a persistent runner', () => {
  const runner = () => {
    const fleet = new Fleet()
    const directory = fs.mkdtempSync(join(fleet.directory, 'runner-'))
    let jobs = 0
    return (lane: string) => {
      const machine = fleet.machine({ directory, lane, foreign: 'owned' })
      machine.job = `job ${++jobs}`
      return machine
    }
  }
  const job = async (machine: Machine, files: Readonly<Record<string, string>>) => {
    await machine.restore('k')
    const found = read(machine)
    write(machine, files)
    await machine.save('k')
    return found
  }

  test('a job of the same lane finds it where it was', async () => {
    const next = runner()
    await job(next('trusted'), { 'tree/a': 'one', 'tree/.npmrc': SECRET })
    expect(await job(next('trusted'), {})).toEqual({ a: 'one', '.npmrc': SECRET })
    expect(await job(next('trusted'), {})).toEqual({ a: 'one', '.npmrc': SECRET })
  })

  test.each([
    ['with a version', { 'tree/b': 'two' }],
    ['without', {}],
  ])('one that another lane’s job left is removed, saved %s', async (_, more) => {
    const next = runner()
    await job(next('trusted'), { 'tree/a': 'one' })
    await job(next('pr/7'), { ...more, 'tree/.npmrc': SECRET, 'tree/.config/.npmrc': SECRET })
    // A second one of that lane finds it in place; nothing is forgotten.
    expect(await job(next('pr/7'), {})).toMatchObject({ a: 'one' })
    const trusted = next('trusted')
    expect(await job(trusted, {})).toEqual({ a: 'one' })
    expect(fs.readdirSync(join(trusted.workspaceDir, 'tree'))).toEqual(['a'])
  })
})
