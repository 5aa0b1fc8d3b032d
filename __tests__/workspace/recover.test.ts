import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeMark } from '../../src/workspace/dirty-mark.ts'
import { occupied, recover } from '../../src/workspace/recover.ts'
import { bindMount, canMount, mountedTmpfs } from '../support/mounts.ts'
import { prepare, recovered, type Scenario } from '../support/restore-child.ts'
import { Bench, mountAt } from '../support/staged.ts'
import { tempDir } from '../support/temp.ts'

const preload = new URL('../support/kill-at.ts', import.meta.url).href
const child = fileURLToPath(new URL('../support/restore-child.ts', import.meta.url))
const node = (...args: string[]): [string, string[]] => [process.execPath, ['--import', preload, child, ...args]]

describe.each<Scenario>(['in-place', 'several', 'fresh'])('a restore that dies: %s', (scenario) => {
  test('before any of its calls leaves what was, what was to be, or nothing of either', { timeout: 60_000 }, () => {
    const seen: Record<string, number[]> = JSON.parse(
      execFileSync(...node('sweep', tempDir(), scenario), { encoding: 'utf8' }),
    )
    const kinds = scenario === 'in-place' ? ['before', 'complete', 'empty'] : ['before', 'complete']
    expect(seen).toEqual(Object.fromEntries(kinds.map((kind) => [kind, expect.any(Array)])))
    expect(Object.values(seen).flat().length).toBeGreaterThan(30)
  })

  test('really killed, the same', { timeout: 60_000 }, async () => {
    const top = tempDir()
    const counted = join(top, 'counted')
    await using bench = new Bench(counted)
    await prepare(bench, counted, scenario)
    const calls = Number(execFileSync(...node('once', counted, scenario, '0'), { encoding: 'utf8' }))
    // Somewhere in the staging, and four places in the commit.
    for (const last of [0.3, 0.6, 0.7, 0.8, 0.9].map((part) => Math.round(calls * part))) {
      const directory = join(top, `${last}`)
      const before = await prepare(new Bench(directory, bench.pool), directory, scenario)
      const { signal } = spawnSync(...node('once', directory, scenario, `${last}`))
      expect(signal).toBe('SIGKILL')
      expect(['before', 'complete', 'empty']).toContain(recovered(directory, scenario, before))
    }
  })
})

describe('recover', () => {
  /** A process number that no process has. */
  const dead = () => spawnSync(process.execPath, ['-e', '']).pid

  test('removes what dead runs left beside a mount, and nothing else', () => {
    const directory = tempDir()
    const left = (name: string) => mkdirSync(join(directory, name, 'inner'), { recursive: true })
    const pid = dead()
    left(`m.warmstart-${pid}-0123456789`)
    left(`.warmstart-${pid}-012345670`)
    left(`m.warmstart-${process.ppid}-012345670`)
    left(`other.warmstart-${pid}-012345670`)
    left('m.warmstart-backup')
    expect(recover(join(directory, 'state'), mountAt(join(directory, 'm')))).toEqual({
      removedFiles: 0,
      removedSiblings: 2,
    })
    const kept = ['m.warmstart-backup', `m.warmstart-${process.ppid}-012345670`, `other.warmstart-${pid}-012345670`]
    expect(readdirSync(directory).sort()).toEqual(kept.sort())
  })

  test('a mark spares what git tracks', () => {
    const { directory, mount, mark } = marked(['', 'tracked', 'cached', 'sub', 'sub/cached'])
    execFileSync('git', ['init', '-q', directory])
    execFileSync('git', ['-C', directory, 'add', 'm/tracked'])
    expect(recover(join(directory, 'state'), mount)).toEqual({ removedFiles: 2, removedSiblings: 0 })
    expect(readdirSync(join(directory, 'm')).sort()).toEqual(['foreign', 'tracked'])
    expect(existsSync(mark)).toBe(false)
  })

  test('a mark stays where git cannot be asked', () => {
    const { directory, mount, mark } = marked(['cached'])
    mkdirSync(join(directory, '.git'))
    expect(recover(join(directory, 'state'), mount)).toEqual({ removedFiles: 0, removedSiblings: 0 })
    expect(existsSync(mark)).toBe(true)
  })

  test('a mark never leads through a link or out of the mount', () => {
    const { directory, mount } = marked(['link/outside', 'cached'])
    mkdirSync(join(directory, 'elsewhere'))
    writeFileSync(join(directory, 'elsewhere/outside'), '')
    symlinkSync('../elsewhere', join(directory, 'm/link'))
    expect(recover(join(directory, 'state'), mount).removedFiles).toBe(1)
    expect(readdirSync(join(directory, 'elsewhere'))).toEqual(['outside'])

    const wrong = marked(['cached', '../outside'])
    writeFileSync(join(wrong.directory, 'outside'), '')
    recover(join(wrong.directory, 'state'), wrong.mount)
    expect(existsSync(join(wrong.directory, 'outside'))).toBe(true)
  })

  test('a note of temporary places that nobody can read is none', () => {
    const { directory, mount, mark } = marked([])
    const note = mark.replace(/dirty$/, 'staging-4194305-01234567')
    for (const content of ['null', '5', '[null]', '{"length":1}', '["../outside"']) {
      writeFileSync(note, content)
      recover(join(directory, 'state'), mount)
      expect(existsSync(note)).toBe(false)
    }
  })

  test('a mark that nobody can read goes; so does one whose change ended with that of another mount', () => {
    const { directory, mount, mark } = marked([])
    const broken = [
      '{',
      'null',
      '5',
      '{}',
      '{"id":"x","mounts":[null]}',
      '{"id":"x","mounts":[{"base":"/","paths":5}]}',
    ]
    for (const content of [...broken, JSON.stringify({ id: 'x', first: 'gone.dirty' })]) {
      writeFileSync(mark, content)
      expect(recover(join(directory, 'state'), mount)).toEqual({ removedFiles: 0, removedSiblings: 0 })
      expect(existsSync(mark)).toBe(false)
    }
  })

  /** A mount with files and a mark that lists some. */
  function marked(paths: string[]) {
    const directory = tempDir()
    const base = join(directory, 'm')
    mkdirSync(join(base, 'sub'), { recursive: true })
    for (const path of ['tracked', 'cached', 'sub/cached', 'foreign']) writeFileSync(join(base, path), path)
    const mount = mountAt(base)
    const stateDir = join(directory, 'state')
    const { mounts } = writeMark(stateDir, '1-01234567', [{ mount, base, paths }])
    return { directory, mount, mark: join(stateDir, mounts[0]?.mark ?? '') }
  }
})

describe('occupied', () => {
  test.each([
    ['nothing', false, () => {}],
    ['an empty directory', false, (path: string) => mkdirSync(path)],
    ['a directory with something in it', true, (path: string) => mkdirSync(join(path, 'x'), { recursive: true })],
    ['a file', true, (path: string) => writeFileSync(path, '')],
    ['a link to nowhere', true, (path: string) => symlinkSync('nowhere', path)],
    ['a link to a directory', true, (path: string) => symlinkSync(tmpdir(), path)],
  ])('%s: %s', (_, expected, make) => {
    const path = join(tempDir(), 'm')
    make(path)
    expect(occupied(mountAt(path))).toBe(expected)
  })

  test.runIf(canMount())('an empty mount point: true', () => {
    const other = mountedTmpfs(1)
    expect(occupied(mountAt(other))).toBe(true)
    const directory = tempDir()
    for (const name of ['from', 'odd name']) mkdirSync(join(directory, name))
    const bound = join(directory, 'odd name')
    bindMount(join(directory, 'from'), bound)
    expect(occupied(mountAt(bound))).toBe(true)
    expect(occupied(mountAt(join(directory, 'from')))).toBe(false)
  })
})
