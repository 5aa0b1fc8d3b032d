import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { type LocalMount, parsePaths } from '../../src/core/mount.ts'
import type { Scan } from '../../src/core/ports/workspace.ts'
import { filterTree, type Tree } from '../../src/core/tree.ts'
import { KnownTree } from '../../src/workspace/known-tree.ts'
import { scan } from '../../src/workspace/scan.ts'
import { probe, settle } from '../../src/workspace/settle.ts'
import { doEdits, edits } from '../model/edits.ts'
import { removeTree, specs, writeTree } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

const mountOf = (root: string, ...lines: string[]) =>
  parsePaths(lines, { workspace: root, home: root, platform: process.platform, named: false }).mounts[0] as LocalMount

const walk = (mount: LocalMount, known?: Tree, without: string[] = []) =>
  scan(mount, { stateDir: '/nowhere', events: { emit() {} } }, { without, ...(known && { known }) })

/** What is remembered of a walk: what may have changed without its ctime telling proves nothing. */
async function remember(mount: LocalMount, { tree, incomplete }: Scan): Promise<Tree> {
  if (!tree) throw new Error('nothing is there')
  const newest = tree.ctimeNs.reduce((a, b) => (a > b ? a : b))
  await settle(mount, '/nowhere', newest)
  const known = filterTree(tree, new Uint8Array(tree.length).fill(1))
  for (const entry of incomplete) known.ctimeNs[entry] = 0n
  return known
}

/** Everything that a walk says, so that two can be compared. */
function columns({ tree, leftOut, incomplete }: Scan) {
  if (!tree) return { leftOut, incomplete }
  const { length, name, target } = tree
  const cut = <T>(column: ArrayLike<T>) => Array.from(column).slice(0, length)
  const stats = [tree.type, tree.implied, tree.parent, tree.mode, tree.size, tree.link].map(cut<number>)
  const exact = [tree.mtimeNs, tree.ctimeNs, tree.ino, tree.dev].map(cut<bigint>)
  return { leftOut, incomplete, name, target, stats, exact }
}

describe('a walk along what an earlier one found', () => {
  test('says what one along nothing says, whatever was done meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.array(edits, { minLength: 1, maxLength: 3 }), async (spec, rounds) => {
        const root = tempDir()
        const mount = mountOf(root, 'm')
        writeTree(toBytePath(join(root, 'm')), spec)
        let last = await walk(mount)
        for (const [round, what] of rounds.entries()) {
          const known = await remember(mount, last)
          doEdits(join(root, 'm'), what, `round ${round}`)
          last = await walk(mount, known)
          expect(columns(last)).toEqual(columns(await walk(mount)))
          if (!last.tree) break
        }
        removeTree(toBytePath(root))
      }),
      { numRuns: 30 },
    )
  })

  const filled = async () => {
    const root = tempDir()
    for (const path of ['m/a/x', 'm/a/y', 'm/b/c/x', 'm/b/d/x', 'm/e']) {
      fs.mkdirSync(join(root, path, '..'), { recursive: true })
      fs.writeFileSync(join(root, path), path)
    }
    const mount = mountOf(root, 'm')
    return { root, mount, known: await remember(mount, await walk(mount)) }
  }

  test('lists no directory whose ctime is known', async () => {
    const { root, mount, known } = await filled()
    // Known falsely, as if `y` were not there: only a listing would tell.
    const lacking = filterTree(
      known,
      Uint8Array.from(known.name, (name) => (name === 'y' ? 0 : 1)),
    )
    const a = lacking.name.indexOf('a')
    expect(lacking.ctimeNs[a], 'what lost an entry is listed again').toBe(0n)
    expect((await walk(mount, lacking)).tree?.paths()).toContain('a/y')
    lacking.ctimeNs[a] = known.ctimeNs[known.name.indexOf('a')] as bigint
    expect((await walk(mount, lacking)).tree?.paths()).not.toContain('a/y')
    fs.writeFileSync(join(root, 'm/a/z'), 'new')
    expect((await walk(mount, lacking)).tree?.paths()).toEqual(expect.arrayContaining(['a/x', 'a/y', 'a/z']))
  })

  test('lists every directory where a ctime does not tell what came and went', async () => {
    const { root, mount, known } = await filled()
    const { tellingDev } = probe(mount, '/nowhere')
    const stat = fs.lstatSync(join(root, 'm/a'), { bigint: true })
    expect(tellingDev).toBe(stat.dev)
    const a = known.name.indexOf('a')
    expect(new KnownTree(known, stat.dev).list(a, stat)).toEqual({ names: ['x', 'y'], areFiles: [true, true] })
    expect(new KnownTree(known, stat.dev + 1n).list(a, stat)).toBeUndefined()
    expect(
      probe(mountOf('/proc/nowhere', 'm'), '/proc/nowhere').tellingDev,
      'where nothing can be made',
    ).toBeUndefined()
  })

  test('lists a directory that took the place of another, with all below it', async () => {
    const { root, mount, known } = await filled()
    fs.renameSync(join(root, 'm/b'), join(root, 'aside'))
    fs.renameSync(join(root, 'm/a'), join(root, 'm/b'))
    fs.renameSync(join(root, 'aside'), join(root, 'm/a'))
    expect(columns(await walk(mount, known))).toEqual(columns(await walk(mount)))
  })

  test('is along nothing where a pattern or another mount leaves something out', async () => {
    const { root, known } = await filled()
    const mount = mountOf(root, 'm', '!m/a/y')
    const nested = join(root, 'm/b/c')
    for (const look of [await walk(mount, known), await walk(mountOf(root, 'm'), known, [nested])]) {
      expect(look.tree?.length).toBeLessThan(known.length)
      const directories = look.tree?.type
        .slice(0, look.tree.length)
        .reduce((sum, type) => sum + (type === 1 ? 1 : 0), 0)
      expect(look.incomplete, 'and the next one is, too').toHaveLength(directories ?? 0)
    }
  })

  test('does not forget what could not be part of it', { skip: process.platform === 'win32' }, async () => {
    const root = tempDir()
    fs.mkdirSync(join(root, 'm/a'), { recursive: true })
    fs.writeFileSync(join(root, 'm/a/x'), 'x')
    const mount = mountOf(root, 'm')
    execFileSync('mkfifo', [join(root, 'm/a/pipe')])
    const known = await remember(mount, await walk(mount))
    expect((await walk(mount, known)).leftOut).toEqual([{ path: 'a/pipe', reason: 'special' }])
  })
})
