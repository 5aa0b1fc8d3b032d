import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Lane } from '../../src/core/lane.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

/** A persistent runner: what a job's steps share is the machine's directory. */
function runner(fleet: Fleet) {
  const directory = fs.mkdtempSync(join(fleet.directory, 'runner-'))
  let jobs = 0
  /** The steps of one job, a list of paths each. */
  return (lane: Lane, ...steps: readonly (readonly string[])[]): Machine[] => {
    const job = `job ${++jobs}`
    return steps.map((paths) => {
      const step = fleet.machine({ directory, paths, lane, foreign: 'owned' })
      step.job = job
      return step
    })
  }
}

/** Restores, works, and saves in the order posts run in. */
async function run(steps: readonly Machine[], work: () => void, ends: 'success' | 'failure' = 'success', key = 'k') {
  const restored: Awaited<ReturnType<Machine['restore']>>[] = []
  for (const step of steps) restored.push(await step.restore(key))
  work()
  if (ends === 'success')
    for (const [i, step] of [...steps.entries()].reverse())
      await step.save(key, { parent: restored[i]?.parent ?? 'none' })
  return restored.map(({ hit }) => hit)
}

const DIST = ['packages/*/dist']
const LIB = ['packages/*/lib']

describe('two steps whose patterns have one base', () => {
  test('what another lane left for the second step is cleared away, too', async () => {
    const job = runner(new Fleet())
    const make = (content: string) => (step: Machine | undefined) =>
      write(step as Machine, { 'packages/a/dist/x': content, 'packages/a/lib/y': content })
    let steps = job('trusted', DIST, LIB)
    await run(steps, () => make('good')(steps[0]))
    steps = job('pr/7', DIST, LIB)
    await run(
      steps,
      () => {
        make('POISON')(steps[0])
        write(steps[0] as Machine, { 'packages/b/dist/planted': 'POISON', 'packages/b/lib/planted': 'POISON' })
      },
      'failure',
    )
    steps = job('trusted', DIST, LIB)
    expect(
      await run(steps, () =>
        expect(read(steps[0] as Machine, 'packages')).toEqual({ 'a/dist/x': 'good', 'a/lib/y': 'good' }),
      ),
    ).toEqual(['exact', 'exact'])
  })

  test('neither removes what the other restored or a step in between made', async () => {
    const job = runner(new Fleet())
    for (const round of [1, 2, 3]) {
      const [one, two] = job('trusted', DIST, LIB) as [Machine, Machine]
      await one.restore('k')
      write(one, { 'packages/a/lib/between': `${round}` })
      const forked = await two.restore('k')
      expect(read(one, 'packages')['a/lib/between']).toBe(round === 1 ? '1' : `${round - 1}`)
      if (round > 1)
        expect(read(one, 'packages')).toMatchObject({ 'a/dist/x': `${round - 1}`, 'a/lib/y': `${round - 1}` })
      write(one, {
        'packages/a/dist/x': `${round}`,
        'packages/a/lib/y': `${round}`,
        'packages/a/lib/between': `${round}`,
      })
      await two.save('k', { parent: forked.parent ?? 'none' })
      await one.save('k')
    }
  })
})

describe.each([
  ['of another lane', 'pr/7'],
  ['of the same lane', 'trusted'],
] as const)('a failed job %s', (_, lane) => {
  test('moved a directory of old files into the mount: they do not stay', async () => {
    const job = runner(new Fleet())
    const steps = job('trusted', ['tree'])
    await run(steps, () => write(steps[0] as Machine, { 'tree/a/x': 'good' }))
    const [failing] = job(lane, ['tree']) as [Machine]
    const at = (path: string) => join(failing.workspaceDir, path)
    write(failing, { 'elsewhere/d/planted': 'POISON', 'inside/planted': 'POISON' })
    await run(
      [failing],
      () => {
        fs.renameSync(at('elsewhere/d'), at('tree/d'))
        fs.rmSync(at('tree/a'), { recursive: true })
        fs.renameSync(at('inside'), at('tree/a'))
      },
      'failure',
    )
    const next = job('trusted', ['tree'])
    await run(next, () => expect(read(failing)).toEqual({ 'a/x': 'good' }))
  })

  test('put another directory in the mount’s place: what was in it does not stay', async () => {
    const job = runner(new Fleet())
    const steps = job('trusted', ['tree'])
    await run(steps, () => write(steps[0] as Machine, { 'tree/a/x': 'good' }))
    const [failing] = job(lane, ['tree']) as [Machine]
    const at = (path: string) => join(failing.workspaceDir, path)
    write(failing, { 'elsewhere/planted': 'POISON', 'elsewhere/d/planted': 'POISON' })
    await run(
      [failing],
      () => {
        fs.rmSync(at('tree'), { recursive: true })
        fs.renameSync(at('elsewhere'), at('tree'))
      },
      'failure',
    )
    await run(job('trusted', ['tree']), () => expect(read(failing)).toEqual({ 'a/x': 'good' }))
  })

  test('leaves nothing to a job that misses', async () => {
    const job = runner(new Fleet())
    const [failing] = job(lane, ['tree']) as [Machine]
    await run([failing], () => write(failing, { 'tree/half': 'made' }), 'failure')
    const next = job('trusted', ['tree'])
    expect(await run(next, () => expect(read(failing)).toEqual({}), 'success', 'another key')).toEqual(['miss'])
  })
})

test('what the version has nothing for is empty, whatever an earlier job had there', async () => {
  const fleet = new Fleet()
  const job = runner(fleet)
  const [first] = job('trusted', ['tree', 'more']) as [Machine]
  await run([first], () => write(first, { 'tree/a': 'one', 'more/b': 'one' }))
  const other = fleet.machine({ paths: ['tree', 'more'], lane: 'trusted' })
  await other.restore('k')
  fs.rmSync(join(other.workspaceDir, 'more'), { recursive: true })
  await other.save('k')
  const [next] = job('trusted', ['tree', 'more']) as [Machine]
  expect(await run([next], () => expect(read(next, 'more')).toEqual({}))).toEqual(['exact'])
  expect(read(next)).toEqual({ a: 'one' })
})

test('where git cannot be asked what another lane left stays its own: a miss, and nothing is saved', async () => {
  const fleet = new Fleet()
  const job = runner(fleet)
  const [first] = job('trusted', ['tree']) as [Machine]
  await run([first], () => write(first, { 'tree/a': 'good' }))
  const [failing] = job('pr/7', ['tree']) as [Machine]
  await run([failing], () => write(failing, { 'tree/planted': 'POISON', 'tree/.git': 'no repository' }), 'failure')
  const [next] = job('trusted', ['tree']) as [Machine]
  expect((await next.restore('k')).hit).toBe('miss')
  write(next, { 'tree/a': 'changed' })
  expect((await next.save('k', { parent: 'none' })).reason).toBe('other-lane')
})

test('files that git tracks are neither removed by `clean` nor by a purge', async () => {
  const fleet = new Fleet()
  const job = runner(fleet)
  const [first] = job('trusted', ['tree']) as [Machine]
  const git = (...args: string[]) => execFileSync('git', ['-C', first.workspaceDir, ...args], { stdio: 'ignore' })
  await run([first], () => write(first, { 'tree/a': 'one' }))
  git('init', '-q')
  const [failing] = job('pr/7', ['tree']) as [Machine]
  await run(
    [failing],
    () => {
      write(failing, { 'tree/source': 'checked in', 'tree/made': 'by the job' })
      git('add', 'tree/source')
    },
    'failure',
  )
  const [next] = job('trusted', ['tree']) as [Machine]
  await next.restore('k', { foreign: 'exact' })
  expect(read(next)).toEqual({ a: 'one', source: 'checked in' })
})

test.each(['inner', 'outer'] as const)(
  'a mount of one step inside another step’s, the %s restored first: each saves its own',
  async (first) => {
    const fleet = new Fleet()
    // A version from before the inner mount was declared.
    const before = fleet.machine({ paths: ['tree'] })
    write(before, { 'tree/a': 'outer', 'tree/in/x': 'old', 'tree/in/y': 'old' })
    await before.save('k')
    const maker = fleet.machine({ paths: ['tree/in'] })
    write(maker, { 'tree/in/x': 'inner' })
    await maker.save('k')
    const directory = fs.mkdtempSync(join(fleet.directory, 'nested-'))
    const outer = fleet.machine({ directory, paths: ['tree'] })
    const inner = fleet.machine({ directory, paths: ['tree/in'] })
    outer.job = inner.job = 'one job'
    for (const step of first === 'inner' ? [inner, outer] : [outer, inner])
      expect((await step.restore('k', { foreign: 'exact' })).hit).toBe('exact')
    expect(read(outer)).toEqual({ a: 'outer', 'in/x': 'inner' })
    write(outer, { 'tree/b': 'new', 'tree/in/z': 'new' })
    for (const step of first === 'inner' ? [outer, inner] : [inner, outer])
      expect((await step.save('k')).reason).toBe('saved')
    expect(outer.told('nested-mount').length + inner.told('nested-mount').length).toBe(1)
    const alone = fleet.machine({ paths: ['tree'] })
    await alone.restore('k')
    expect(read(alone)).toEqual({ a: 'outer', b: 'new' })
    const innerAlone = fleet.machine({ paths: ['tree/in'] })
    await innerAlone.restore('k')
    expect(read(innerAlone, 'tree/in')).toEqual({ x: 'inner', z: 'new' })
  },
)
