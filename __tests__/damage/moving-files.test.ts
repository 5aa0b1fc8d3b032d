import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { plant } from '../support/damage/trees.ts'
import { removeTree } from '../support/random-tree.ts'
import { Desk } from '../support/warmstart.ts'

const MEDDLE = new URL('../support/damage/meddle.ts', import.meta.url).href
const ARGS = ['--path', 'tree', '--key', 'k']

describe('a file that is not left alone while it is saved', () => {
  /** Saves a tree of two files while somebody else is at it. */
  const save = async (meddling: Record<string, string>, more: readonly string[] = []) => {
    const desk = new Desk()
    desk.env = { ...desk.env, ...meddling }
    plant(join(desk.workspace, 'tree'), { 'd/calm': 'calm', 'd/other': 'content' })
    const { stdout, ...ended } = await desk.start(['save', '--json', ...ARGS, ...more], ['--import', MEDDLE]).ended
    removeTree(join(desk.workspace, 'tree'))
    const { result } = await desk.json('restore', ...ARGS)
    const read = (path: string) => {
      const at = join(desk.workspace, path)
      return existsSync(at) ? readFileSync(at, 'utf8') : undefined
    }
    const saved = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
    return { ...ended, saved, hit: result['hit'], calm: read('tree/d/calm'), other: read('tree/d/other') }
  }

  it('is left out and named if it vanishes', async () => {
    const { stderr, ...rest } = await save({ VANISHES: 'd/other' })
    expect(rest).toMatchObject({
      status: 0,
      saved: { reason: 'saved', files: 1 },
      hit: 'exact',
      calm: 'calm',
      other: undefined,
    })
    expect(stderr).toMatch(/tree.*d\/other vanished while it was read and is left out/)
  })

  it('is named if it changes at every reading, and nothing is saved', async () => {
    const { stderr, ...rest } = await save({ CHANGES: 'd/other', CHANGES_TIMES: '1000' })
    expect(rest).toMatchObject({ status: 0, saved: { saved: false, reason: 'changing', version: null }, hit: 'miss' })
    expect(stderr).toMatch(/d\/other kept changing while it was read/)
    const [, pattern] = /“(!.*d\/other)”/.exec(stderr) ?? []
    const excluding = await save({ CHANGES: 'd/other', CHANGES_TIMES: '1000' }, ['--path', `${pattern}`])
    expect(excluding).toMatchObject({ saved: { reason: 'saved', files: 1 } })
  })

  it('is saved as it is in the end if it holds still at the third reading', async () => {
    const { saved, hit, other } = await save({ CHANGES: 'd/other', CHANGES_TIMES: '2' })
    expect({ saved, hit, other }).toMatchObject({ saved: { reason: 'saved' }, hit: 'exact', other: 'contentxx' })
  })
})
