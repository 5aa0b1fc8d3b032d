import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { judge } from '../support/soak/judge.ts'
import { appendEntry, type Entry, readLog } from '../support/soak/log.ts'
import { lookAt, plantTree, treeOf } from '../support/soak/tree.ts'

// A soak that cannot fail proves nothing.

const key = 'k'
const commits = (...pairs: readonly (readonly [string, string])[]): Entry[] =>
  pairs.flatMap(([commit, from]): Entry[] => [
    { did: 'advance', key, commit, from },
    { did: 'advanced', key, commit },
  ])
const restored = (version: string, tree: string, wrong: readonly string[] = []): Entry => {
  return { did: 'restored', key, version, tree, wrong }
}

describe('judge', () => {
  const offers: Entry[] = [
    { did: 'offer', key, tree: 't1' },
    { did: 'saved', key, tree: 't1', version: 'v1' },
    { did: 'offer', key, tree: 't2' },
  ]

  it('finds nothing where all is well', () => {
    const logs = [commits(['a', ''], ['b', 'a']), [...commits(['c', 'b']), ...offers, restored('v1', 't1')]]
    // What was saved by somebody who could not say so any more is no wrong byte.
    logs.push([restored('v2', 't2')])
    expect(judge(logs, new Map([[key, 'c']]), true)).toMatchObject({ restores: 2, saves: 1, wrong: [], lost: [] })
  })

  it.each([
    ['a tree that is not whole', restored('v1', 't1', ['own/x is missing'])],
    ['a tree that nobody saved', restored('v3', 't3')],
    ['another tree than was saved', restored('v1', 't2')],
  ])('finds %s', (_what, entry) => {
    expect(judge([offers, [entry]], new Map(), true).wrong).toHaveLength(1)
  })

  it.each([
    ['another took its place', commits(['a', ''], ['b', 'a'], ['c', 'a']), 'c', ['k: b']],
    ['the head went back', commits(['a', ''], ['b', 'a']), 'a', ['k: b']],
    ['there is no head', commits(['a', '']), undefined, ['k: a']],
    ['it follows what nobody made', commits(['b', 'x']), 'b', ['k goes back to x, which nobody made']],
  ])('finds a lost commit: %s', (_what, log, head, lost) => {
    const heads = new Map(head === undefined ? [] : [[key, head]])
    expect(judge([log], heads, true).lost).toEqual(lost)
    expect(judge([log], heads, false).lost).toEqual([])
  })

  it('counts what did not go well, too', () => {
    const log: Entry[] = [
      { did: 'missed', key },
      { did: 'not-saved', key, reason: 'store-failed' },
      { did: 'warned', type: 'store-down' },
      { did: 'failed', error: 'oops' },
    ]
    expect(judge([log], new Map(), true)).toMatchObject({
      misses: 1,
      notSaved: { 'store-failed': 1 },
      warnings: { 'store-down': 1 },
      failed: ['oops'],
    })
  })
})

describe('a tree of the soak', () => {
  function planted(): string {
    const directory = mkdtempSync(join(tmpdir(), 'warmstart-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    plantTree(join(directory, 'tree'), treeOf(key, 't1'))
    return join(directory, 'tree')
  }

  it('says which one it is, and that it is whole', () => {
    expect(lookAt(planted(), key)).toEqual({ name: 't1', wrong: [] })
    expect([...treeOf(key, 't2').keys()]).not.toEqual([...treeOf(key, 't1').keys()])
  })

  it('is another when a byte is, or a file', () => {
    const root = planted()
    const wrong: string[][] = [
      ['shared/3', 'is another'],
      ['shared/4', 'is missing'],
      ['extra', 'is too many'],
    ]
    writeFileSync(join(root, 'shared/3'), 'x')
    rmSync(join(root, 'shared/4'))
    writeFileSync(join(root, 'extra'), '')
    expect(lookAt(root, key).wrong.toSorted()).toEqual(wrong.map((each) => each.join(' ')).sort())
  })

  it('keeps its log through a kill', () => {
    const directory = mkdtempSync(join(tmpdir(), 'warmstart-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'log')
    expect(readLog(file)).toEqual([])
    for (const entry of [restored('v', 't'), { did: 'ended' }] as Entry[]) appendEntry(file, entry)
    expect(readLog(file)).toEqual([restored('v', 't'), { did: 'ended' }])
  })
})
