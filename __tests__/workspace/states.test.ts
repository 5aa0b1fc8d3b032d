import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { FrameTable } from '../../src/core/manifest.ts'
import { type LocalMount, parsePaths } from '../../src/core/mount.ts'
import type { State } from '../../src/core/state.ts'
import type { Tree } from '../../src/core/tree.ts'
import { processName } from '../../src/workspace/processes.ts'
import { scan } from '../../src/workspace/scan.ts'
import { createStates, stateFile } from '../../src/workspace/states.ts'
import { tempDir } from '../support/temp.ts'

const fork = { job: 'run/1/job', key: 'k', parent: undefined, startedAt: 1234 }

function place(): { root: string; stateDir: string; mount: (line: string) => LocalMount } {
  const root = tempDir()
  fs.mkdirSync(join(root, 'm/sub'), { recursive: true })
  fs.writeFileSync(join(root, 'm/sub/file'), 'content')
  const mount = (line: string) => {
    const [mount] = parsePaths([line], { workspace: root, home: root, platform: process.platform, named: false }).mounts
    return mount as LocalMount
  }
  return { root, stateDir: join(root, 'states'), mount }
}

async function stateOf(mount: LocalMount, volume = 'v'): Promise<State> {
  const { tree } = await scan(mount, { stateDir: '/nowhere', events: { emit() {} } })
  return {
    ...{ store: 'memory', namespace: 'n', lane: 'local', volume, key: 'k', version: undefined, fork, stampNs: 5n },
    ...{ broken: [], tree: tree as Tree, packs: [], frames: new FrameTable(), ids: new Uint8Array() },
  }
}

test('what was saved is loaded, by this process and by a later one; forgetting forgets', async () => {
  const { stateDir, mount } = place()
  const states = createStates(stateDir)
  expect(states.load(mount('m'))).toBeUndefined()
  const state = await stateOf(mount('m'))
  states.save(mount('m'), state)
  states.close()
  for (const later of [createStates(stateDir), createStates(stateDir)]) {
    const loaded = later.load(mount('m'))
    expect(loaded).toMatchObject({ store: 'memory', volume: 'v', fork, stampNs: 5n })
    expect(loaded?.tree.paths()).toEqual(['', 'sub', 'sub/file'])
    expect(loaded?.tree.ctimeNs.slice(0, 3)).toEqual(state.tree.ctimeNs.slice(0, 3))
  }
  const last = createStates(stateDir)
  last.save(mount('m'), undefined)
  expect(last.load(mount('m'))).toBeUndefined()
  expect(last.nestedMounts(mount('.'))).toEqual([])
  last.close()
  expect(fs.readdirSync(stateDir)).toEqual([])
})

test('one file a place, whatever links lead there; it need not exist yet', () => {
  const { root, stateDir, mount } = place()
  fs.symlinkSync('m', join(root, 'link'))
  const file = (line: string) => stateFile(stateDir, mount(line))
  expect(file('link')).toBe(file('m'))
  expect(file('link/sub')).toBe(file('m/sub'))
  expect(file('link/not/yet')).toBe(file('m/not/yet'))
  expect(file('m/not/yet')).not.toBe(file('m/not'))
  expect(file('m')).toMatch(new RegExp(`^${stateDir}/[0-9a-f]{32}\\.state$`))
  fs.mkdirSync(join(root, 'm/not/yet'), { recursive: true })
  expect(file('link/not/yet')).toBe(file('m/not/yet'))
})

test('a damaged state, or one of another format, is none', async () => {
  const { stateDir, mount } = place()
  const states = createStates(stateDir)
  states.save(mount('m'), await stateOf(mount('m')))
  const file = stateFile(stateDir, mount('m'))
  const bytes = fs.readFileSync(file)
  for (const damaged of [bytes.subarray(0, bytes.length / 2), Buffer.alloc(0), Buffer.from('{"a":1}')]) {
    fs.writeFileSync(file, damaged)
    expect(states.load(mount('m'))).toBeUndefined()
  }
  fs.writeFileSync(file, bytes)
  expect(states.load(mount('m'))).toBeDefined()
})

test('mounts inside are found with who made them, by paths as the outer one has them', async () => {
  const { root, stateDir, mount } = place()
  fs.mkdirSync(join(root, 'm/é'))
  fs.mkdirSync(join(root, 'm2'))
  fs.symlinkSync('m', join(root, 'link'))
  const states = createStates(stateDir)
  for (const [line, volume] of Object.entries({ m: 'outer', 'm/sub': 'inner', 'm/é': 'odd', m2: 'other' })) {
    states.save(mount(line), await stateOf(mount(line), volume))
  }
  const found = (line: string) => [...states.nestedMounts(mount(line))].sort((a, b) => (a.path < b.path ? -1 : 1))
  const inside = (base: string) => [
    { path: `${root}/${base}/sub`, state: { volume: 'inner', fork: { job: 'run/1/job', key: 'k', startedAt: 1234 } } },
    { path: toBytePath(`${root}/${base}/é`), state: expect.objectContaining({ volume: 'odd' }) },
  ]
  expect(found('m')).toEqual(inside('m'))
  expect(found('link')).toEqual(inside('link'))
  expect(found('.').map(({ state }) => state.volume)).toEqual(['outer', 'inner', 'odd', 'other'])
  expect(found('m2')).toEqual([])
  expect(createStates(join(root, 'none')).nestedMounts(mount('m'))).toEqual([])
})

test('a second process at the same mount has no state and writes none, until the first has ended', async () => {
  const { stateDir, mount } = place()
  const states = createStates(stateDir)
  states.save(mount('m'), await stateOf(mount('m'), 'first'))
  states.close()

  const lock = stateFile(stateDir, mount('m')).replace(/state$/, 'lock')
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  await once(other, 'spawn')
  fs.writeFileSync(lock, processName(other.pid as number))
  expect(states.holds(mount('m'))).toBe(false)
  expect(states.load(mount('m'))).toBeUndefined()
  states.save(mount('m'), await stateOf(mount('m'), 'second'))
  states.close()
  expect(fs.existsSync(lock)).toBe(true)
  // Another mount is not concerned.
  expect(states.holds(mount('m/sub'))).toBe(true)

  other.kill()
  await once(other, 'exit')
  expect(states.load(mount('m'))?.volume).toBe('first')
  states.close()
  expect(fs.existsSync(lock)).toBe(false)
})

test.each([
  ['empty, after a power cut', ''],
  ['of a process that is gone', '999999999 1'],
  ['of a process whose number another has now', `${process.ppid} 1`],
  ['of this process', processName(process.pid)],
])('a lock that holds nobody off: %s', async (_, content) => {
  const { stateDir, mount } = place()
  const states = createStates(stateDir)
  fs.mkdirSync(stateDir)
  const lock = stateFile(stateDir, mount('m')).replace(/state$/, 'lock')
  fs.writeFileSync(lock, content)
  expect(states.holds(mount('m'))).toBe(true)
  expect(fs.readFileSync(lock, 'utf8')).toBe(processName(process.pid))
})

test('a state directory that cannot be made remembers nothing, and says nothing', async () => {
  const { root, mount } = place()
  const states = createStates(join(root, 'm/sub/file/states'))
  states.save(mount('m'), await stateOf(mount('m')))
  expect(states.load(mount('m'))).toBeUndefined()
  expect(states.nestedMounts(mount('m'))).toEqual([])
  states.close()
})

test('a state that cannot be written leaves no older one behind', async () => {
  const { stateDir, mount } = place()
  const states = createStates(stateDir)
  states.save(mount('m'), await stateOf(mount('m')))
  const state = await stateOf(mount('m'))
  // More than the format holds.
  state.tree.mode[1] = 0o1777
  states.save(mount('m'), state)
  expect(states.load(mount('m'))).toBeUndefined()
  expect(fs.readdirSync(stateDir).filter((name) => !name.endsWith('.lock'))).toEqual([])
})
