import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSeenHeads } from '../../src/workspace/seen-heads.ts'
import { tempDir } from '../support/temp.ts'

const line = { namespace: 'acme/web', lane: 'trusted', volume: 'npm', key: 'k' }
const seen = (number: number) => ({ commit: `c${number}`, version: `v${number}`, committedAt: number })

it('has the last head of each line, and of no other', () => {
  const stateDir = join(tempDir(), 'not yet there')
  const { seenHead, sawHead } = createSeenHeads(stateDir)
  expect(seenHead('s', line)).toBeUndefined()
  sawHead('s', line, seen(1))
  sawHead('s', { ...line, key: 'k2' }, seen(2))
  sawHead('s', line, seen(3))
  expect(seenHead('s', line)).toEqual(seen(3))
  expect(seenHead('s', { ...line, key: 'k2' })).toEqual(seen(2))
  for (const other of [{ namespace: 'acme' }, { lane: 'local' }, { volume: 'yarn' }, { key: '' }]) {
    expect(seenHead('s', { ...line, ...other })).toBeUndefined()
  }
  expect(seenHead('other', line)).toBeUndefined()
  const [file = '', ...more] = readdirSync(stateDir)
  expect(more).toEqual([])
  expect(JSON.parse(readFileSync(join(stateDir, file), 'utf8'))).toHaveLength(2)
})

it('keeps the fifty lines of a volume that were seen last', () => {
  const stateDir = tempDir()
  const { sawHead } = createSeenHeads(stateDir)
  for (let i = 0; i < 51; i++) sawHead('s', { ...line, key: `${i}` }, seen(i))
  const { seenHead } = createSeenHeads(stateDir)
  expect(seenHead('s', { ...line, key: '0' })).toBeUndefined()
  expect(seenHead('s', { ...line, key: '1' })).toEqual(seen(1))
})

it('has what was there when it was asked first, and what it saw itself', () => {
  const stateDir = tempDir()
  const [one, other] = [createSeenHeads(stateDir), createSeenHeads(stateDir)]
  expect(one.seenHead('s', line)).toBeUndefined()
  other.sawHead('s', line, seen(1))
  expect(one.seenHead('s', line)).toBeUndefined()
  one.sawHead('s', { ...line, key: 'k2' }, seen(2))
  expect(one.seenHead('s', { ...line, key: 'k2' })).toEqual(seen(2))
  const next = createSeenHeads(stateDir)
  expect([next.seenHead('s', line), next.seenHead('s', { ...line, key: 'k2' })]).toEqual([seen(1), seen(2)])
})
