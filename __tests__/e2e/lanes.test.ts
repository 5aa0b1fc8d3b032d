import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Event, type JobResult, pullRequest, pullRequestTarget, push } from '../support/runner/index.ts'
import { hit, type Machine, Site, said } from './site.ts'

// A self-hosted runner keeps its workspace, and may give it to a trusted job, then to a pull request's, then back.

let site: Site
let machine: Machine
beforeEach(() => {
  site = new Site()
  machine = site.machine()
})
afterEach(() => site[Symbol.dispose]())

function on(event: Event, script = 'true', more: { readonly key?: string } = {}): Promise<JobResult> {
  return site.job('basic', { event, script, machine, ...more })
}

const MADE = ['cache/made=made', 'tool/bin=tool']
const SPOIL = [
  'echo evil > cache/made',
  'echo evil > cache/extra',
  'echo evil > cache/.hidden',
  'echo evil > ~/tool/extra',
  // An old date must not make a new file look as if it had always been there.
  'touch -d 2001-01-01 cache/extra cache/made 2> /dev/null || touch -t 200101010000 cache/extra cache/made',
  'mkdir -p cache/sub && echo evil > cache/sub/deep',
].join('\n')

describe('a trusted job, then another lane, then a trusted job on one workspace', () => {
  it.each([
    ['a pull request that succeeds', pullRequest(7), 'true'],
    ['a pull request that fails', pullRequest(7), 'exit 1'],
    ['a pull request from a fork', pullRequest(7, { fork: true }), 'true'],
    ['pull_request_target that fails', pullRequestTarget(7), 'exit 1'],
    ['another branch', push('other'), 'true'],
  ])('%s: nothing crosses over', async (_, event, ending) => {
    expect(hit(await on(push()))).toBe('miss')
    const stranger = await on(event, `${SPOIL}\n${ending}`)
    expect([hit(stranger), said(stranger, 'look')]).toEqual(['exact', MADE])

    const trusted = await on(push(), 'ls -R cache > ~/listing; echo next > cache/next')
    expect([hit(trusted), said(trusted, 'look')]).toEqual(['exact', MADE])
    expect(readFileSync(join(machine.home, 'listing'), 'utf8')).not.toMatch(/extra|hidden|deep/)

    // And what the trusted job saved from that workspace holds nothing of the stranger's either.
    expect(said(await site.job('basic'), 'look')).toEqual(['cache/made=made', 'cache/next=next', 'tool/bin=tool'])
  })

  it.each([
    ['a pull request', pullRequest(7)],
    ['a pull request from a fork', pullRequest(7, { fork: true })],
  ])('%s sees nothing that a trusted job left there without saving it', async (_, event) => {
    await on(push())
    const secret = 'echo secret > cache/secret; echo secret > cache/made; echo secret > ~/tool/secret; exit 1'
    expect((await on(push(), secret)).conclusion).toBe('failure')
    expect(said(await on(event), 'look')).toEqual(MADE)
  })
})

describe('a miss of another lane', () => {
  it('clears away what the lane before left', async () => {
    await on(pullRequest(7), SPOIL, { key: 'only-here' })
    const trusted = await on(push(), 'true', { key: 'another' })
    expect([hit(trusted), said(trusted, 'look')]).toEqual(['miss', []])
    expect(said(await site.job('basic', { key: 'another' }), 'look')).toEqual(MADE)
  })
})

describe('the same lane', () => {
  it('keeps what lies there: files of the tree are saved, those of another version are not', async () => {
    await on(push(), 'echo 1 > cache/one', { key: '1' })
    await on(push(), 'rm cache/one; echo 2 > cache/two', { key: '2' })
    const first = await on(push(), 'true', { key: '1' })
    expect([hit(first), ...said(first, 'look')]).toEqual(['exact', 'cache/made=made', 'cache/one=1', 'tool/bin=tool'])
  })

  it('restores nothing that is there already', async () => {
    await on(push())
    const again = await on(push())
    expect(hit(again)).toBe('exact')
    expect(said(again, 'look')).toEqual(MADE)
  })
})
