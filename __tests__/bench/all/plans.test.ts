import { describe, expect, test } from 'vitest'
import type { Place, Plan } from '../../../bench/all/contestant.ts'
import { actionsCacheTar, tarZstd } from '../../../bench/all/plans/archives.ts'
import { casync } from '../../../bench/all/plans/casync.ts'
import { desync } from '../../../bench/all/plans/desync.ts'
import { kopia } from '../../../bench/all/plans/kopia.ts'
import { restic } from '../../../bench/all/plans/restic.ts'
import { warmstart } from '../../../bench/all/plans/warmstart.ts'

const place: Place = { own: '/site/own', source: '/site/tree', name: 'cached', cores: 2 }
const plans: readonly (readonly [string, Plan])[] = [
  ['Warmstart', warmstart(place, ['node', 'cli'])],
  ['tar and zstd', tarZstd(place)],
  ['tar of actions/cache', actionsCacheTar(place)],
  ['restic', restic(place, 'restic')],
  ['casync', casync(place, 'casync')],
  ['kopia', kopia(place, 'kopia')],
  ['desync', desync(place, 'desync')],
]

describe.each(plans)('the plan of %s', (_, plan) => {
  test('keeps all it writes in its own directory', () => {
    const { save, restore } = plan.memory
    for (const directory of [plan.store, plan.target, save, restore]) {
      if (directory) expect(plain(directory)).toMatch(/^\/site\/own\//)
    }
  })

  test('reads and writes on the site only', () => {
    for (const { command, env = {} } of [plan.save, plan.restore, ...(plan.create ?? [])]) {
      const words = plain([...command, ...Object.values(env)].join(' '))
      expect(words.match(/(?<![\w.])\/(?!site\/)\w+/g)).toBeNull()
    }
  })

  test('saves from the tree and restores to its target', () => {
    expect(plain([...plan.save.command, plan.save.cwd ?? ''].join(' '))).toContain('/site/tree')
    expect(plain(plan.restore.command.join(' '))).toContain('/site/own/restored')
  })
})

/** Without what Windows makes of paths. */
function plain(text: string): string {
  return text.replaceAll('\\', '/').replace(/file:\/\/\/\w:/g, '')
}
