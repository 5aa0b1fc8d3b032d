import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { leftovers } from '../support/damage/machine-process.ts'
import { plant } from '../support/damage/trees.ts'
import { noise } from '../support/fleet.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { canMount, mountedTmpfs } from '../support/mounts.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'
import { Desk } from '../support/warmstart.ts'

const SMALL = { file: 'small', other: noise(5, 1000) }
const LARGE = { file: 'large', other: 'x', ...filesOf(24, 128 * 1024) }

describe.skipIf(!canMount())('a full disk', () => {
  it.each(['absent', 'in use'])('at the target, %s: a miss, and the target as it was', async (there) => {
    const store = await storeWith({ small: SMALL, large: LARGE })
    const disk = mountedTmpfs(2)
    const machine = open(new Machine({ store, directory: disk, workers: 2 }))
    const place = machine.at('tree')
    if (there === 'in use') expect((await machine.restore('small')).hit).toBe('exact')
    const before = there === 'in use' ? snapshot(place) : undefined

    expect((await machine.restore('large', { foreign: 'owned' })).hit).toBe('miss')
    expect(machine.told('target-failed')).toHaveLength(1)
    if (before) expect(differences(before, snapshot(place))).toEqual([])
    else expect(fs.existsSync(place)).toBe(false)
    await machine.close()
    expect(leftovers(disk, ['tree'])).toEqual([])

    const next = open(new Machine({ store, directory: disk, workers: 1 }))
    expect((await next.restore('small', { foreign: 'exact' })).hit).toBe('exact')
  })

  it('at the store: nothing is saved, and the version before stands', async () => {
    const directory = join(mountedTmpfs(2), 'store')
    const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
    const root = tempDir()
    const machine = open(new Machine({ store, directory: join(root, 'maker'), workers: 1 }))
    plant(machine.at('tree'), SMALL)
    const small = snapshot(machine.at('tree'))
    await machine.save('k')
    plant(machine.at('tree'), LARGE)
    expect((await machine.save('k')).reason).toBe('store-failed')
    expect(machine.told('store-failed')).toMatchObject([{ kind: 'full', doing: 'saving' }])
    expect(fs.readdirSync(join(directory, 'tmp'))).toEqual([])

    const reader = open(new Machine({ store, directory: join(root, 'reader'), workers: 1 }))
    expect((await reader.restore('k')).hit).toBe('exact')
    expect(differences(small, snapshot(reader.at('tree')))).toEqual([])
  })

  it('at the store: a job that succeeded still succeeds', async () => {
    const desk = new Desk()
    desk.env['WARMSTART_STORE'] = pathToFileURL(mountedTmpfs(1)).href
    plant(join(desk.workspace, 'tree'), LARGE)
    const { status, stderr, result } = await desk.json(
      'run',
      '--path',
      'tree',
      '--key',
      'k',
      '--',
      'sh',
      '-c',
      'exit 0',
    )
    expect({ status, save: result['save'] }).toMatchObject({
      status: 0,
      save: { saved: false, reason: 'store-failed' },
    })
    expect(stderr).toContain('has no room while saving')
  })
})

function filesOf(count: number, bytes: number): Record<string, Uint8Array> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`d/file ${i}`, noise(i + 10, bytes)]))
}

async function storeWith(keys: Readonly<Record<string, Record<string, string | Uint8Array>>>) {
  const root = tempDir()
  const directory = join(root, 'store')
  const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
  const maker = open(new Machine({ store, directory: join(root, 'maker') }))
  for (const [key, files] of Object.entries(keys)) {
    plant(maker.at('tree'), files)
    expect((await maker.save(key)).reason).toBe('saved')
  }
  return store
}

function open(machine: Machine): Machine {
  onTestFinished(() => machine.close())
  return machine
}
