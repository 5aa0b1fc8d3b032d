import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Desk } from '../../support/warmstart.ts'

const OPTIONS = ['--path', 'tree', '--key', 'k']
const MAKE = 'mkdir -p tree && date +%N >> tree/log'

async function saves(desk: Desk): Promise<boolean> {
  return (await desk.json('restore', ...OPTIONS, '--lookup-only')).result['hit'] === 'exact'
}

describe('run', () => {
  it('restores, runs and saves; stdout is the command’s, and the result its last line', async () => {
    const desk = new Desk()
    const first = await desk.json('run', ...OPTIONS, '--', 'sh', '-c', `${MAKE}; echo out; echo err >&2`)
    expect(first.status).toBe(0)
    expect(first.stdout.split('\n')).toHaveLength(3)
    expect(first.stdout.startsWith('out\n')).toBe(true)
    expect(first.stderr).toContain('err\n')
    expect(first.result).toMatchObject({
      command: 'run',
      hit: 'miss',
      key: 'k',
      exitCode: 0,
      save: { reason: 'saved', files: 1 },
    })
    const second = await desk.json('run', ...OPTIONS, '--', 'sh', '-c', MAKE)
    expect(second.result).toMatchObject({ hit: 'exact', save: { reason: 'saved' } })
    const third = await desk.json('run', ...OPTIONS, '--', 'true')
    expect(third.result).toMatchObject({ hit: 'exact', save: { reason: 'unchanged', objectsPut: 0 } })
    expect(readFileSync(join(desk.workspace, 'tree/log'), 'utf8').split('\n')).toHaveLength(3)
  })

  it('ends as its command does, and abandons what a failing one left', async () => {
    const desk = new Desk()
    const failed = await desk.json('run', ...OPTIONS, '--', 'sh', '-c', `${MAKE}; exit 7`)
    expect(failed).toMatchObject({ status: 7, result: { exitCode: 7, save: null } })
    expect(failed.stderr).toContain('the command ended with exit code 7')
    expect(await saves(desk)).toBe(false)
  })

  it('takes everything behind the command for the command', async () => {
    const { stdout, status } = await new Desk().run('run', '--quiet', ...OPTIONS, 'echo', '--json', '-x', '--', 'y')
    expect({ stdout, status }).toEqual({ stdout: '--json -x -- y\n', status: 0 })
  })

  it('exits 0 with a warning when the command leaves none of the paths', async () => {
    const { status, stderr } = await new Desk().run('run', ...OPTIONS, '--', 'true')
    expect(status).toBe(0)
    expect(stderr).toContain('warning: Nothing was saved under “k”: none of the declared paths exists.')
  })

  it.each([
    ['no such command', ['no-such-command-here'], 127],
    ['a file that cannot be executed', ['./plain'], 126],
    ['a signal', ['sh', '-c', 'kill -USR1 $$'], 138],
  ])('%s', async (_name, command, status) => {
    const desk = new Desk()
    writeFileSync(join(desk.workspace, 'plain'), 'x', { mode: 0o644 })
    mkdirSync(join(desk.workspace, 'tree'))
    expect((await desk.run('run', ...OPTIONS, '--', ...command)).status).toBe(status)
    expect(await saves(desk)).toBe(false)
  })

  it.each<[string, NodeJS.Signals, string, number]>([
    ['a command that dies of it', 'SIGTERM', '', 143],
    ['a command that makes a success of it', 'SIGINT', 'trap "exit 0" INT;', 0],
  ])('passes a signal on to %s, and saves nothing', async (_name, signal, trap, status) => {
    const desk = new Desk()
    const script = `${trap} ${MAKE}; echo ready; while :; do sleep 0.05; done`
    const { child, output, ended } = desk.start(['run', ...OPTIONS, '--', 'sh', '-c', script])
    while (!output.stdout.includes('ready')) await sleep(10)
    child.kill(signal)
    expect(await ended).toMatchObject({ status, stderr: expect.stringContaining('the run was interrupted') })
    expect(await saves(desk)).toBe(false)
  })

  it('does not start the command after a miss that must not be', async () => {
    const desk = new Desk()
    const { status, stderr } = await desk.run('run', ...OPTIONS, '--fail-on-cache-miss', '--', 'touch', 'started')
    expect(status).toBe(1)
    expect(stderr).toContain('No version was found for “k”, and fail-on-cache-miss is set.')
    expect(existsSync(join(desk.workspace, 'started'))).toBe(false)
  })

  it('runs the command also when the store is unusable', async () => {
    const desk = new Desk()
    writeFileSync(desk.store, 'no directory')
    expect(await desk.run('run', ...OPTIONS, '--', 'sh', '-c', MAKE)).toMatchObject({ status: 0 })
    expect(existsSync(join(desk.workspace, 'tree/log'))).toBe(true)
  })
})

describe('bad input exits 2 with one sentence', () => {
  it.each<[string, string[], RegExp]>([
    ['a comma', ['save', '--path', 'a', '--key', 'a,b'], /^error: The key “a,b” contains a comma/],
    ['a long key', ['restore', '--path', 'a', '--key', 'k'.repeat(513)], /has 513 characters; at most 512/],
    ['a bad size', ['save', '--path', 'a', '--key', 'k', '--size-limit', '20x'], /size-limit “20x” is not a size/],
    ['an unknown word', ['save', '--path', 'a', '--key', 'k', '--save-if', 'x'], /is one of changed, missing/],
    ['no key', ['restore', '--path', 'a'], /No key is given/],
    ['no path', ['restore', '--key', 'k'], /No path is given/],
    ['only exclusions', ['restore', '--path', '!a', '--key', 'k'], /nothing is selected/],
    ['hash-files alone', ['restore', '--path', 'a', '--hash-files', 'x'], /needs a name/],
    ['a store that is none', ['list', '--store', 'ftp://x'], /no store for ftp:/],
    ['a relative store', ['save', '--path', 'a', '--key', 'k', '--store', 'dir'], /is no URL/],
    ['an unknown option', ['list', '--nope'], /unknown option '--nope'/],
    ['no command to run', ['run', '--path', 'a', '--key', 'k'], /missing required argument/],
    ['an unknown command', ['frob'], /unknown command 'frob'/],
    ['nothing that exists to save', ['save', '--path', 'a', '--key', 'k'], /none of the declared paths exists/],
  ])('%s', async (_name, args, message) => {
    const { status, stderr, stdout } = await new Desk().run(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('as JSON too', async () => {
    const { status, result } = await new Desk().json('save', '--path', 'a', '--key', 'a,b')
    expect(status).toBe(2)
    expect(result).toMatchObject({ command: 'save', error: expect.stringContaining('comma') })
  })

  it('and a hostile key stays text', async () => {
    const { stderr } = await new Desk().run('save', '--path', 'a', '--key', '\n::error::x\u001b[31m,##[group]')
    expect(stderr).toMatch(
      /^error: The key “\\n::error::x\\x1b\[31m,##\\\[group\]” contains a comma, which is not allowed\.\n$/,
    )
  })
})

it.each(['run', 'restore', 'save', 'list', 'show', 'rm', 'verify'])('%s --help has an example', async (command) => {
  const { status, stdout } = await new Desk().run(command, '--help')
  expect(status).toBe(0)
  expect(stdout).toContain(`Usage: warmstart ${command}`)
  expect(stdout).toMatch(new RegExp(`Example:\n {2}warmstart ${command}`))
})

it('a Node without zstd is told which one is needed', async () => {
  const without = 'import zlib from "node:zlib"; delete zlib.zstdCompressSync'
  const { ended } = new Desk().start(['list'], ['--import', `data:text/javascript,${without}`])
  const { status, stdout, stderr } = await ended
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^Warmstart needs Node 24 or later \(with zstd built in\); this is Node \d+\.\d+\.\d+\.\n$/)
})
