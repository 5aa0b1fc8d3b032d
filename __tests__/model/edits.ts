import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { stampOf } from '../../src/workspace/stamps.ts'

/** One thing a job does to its tree. Paths come from a small set, so that edits meet. */
export type Edit =
  | { readonly do: 'write'; readonly path: string; readonly length: number }
  | { readonly do: 'remove' | 'directory' | 'symlink' | 'forge' | 'part'; readonly path: string }
  | { readonly do: 'mode'; readonly path: string; readonly mode: number }
  | { readonly do: 'retime'; readonly path: string; readonly seconds: number }
  | { readonly do: 'link' | 'move'; readonly path: string; readonly to: string }

const path = fc.constantFrom('a', 'b', 'd', 'd/a', 'd/b', 'e', 'e/d', 'e/d/a')
const length = fc.oneof(
  { weight: 8, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.integer({ min: 70_000, max: 300_000 }) },
)

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('write' as const), path, length }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constantFrom('remove', 'directory', 'symlink', 'forge', 'part'), path }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('mode' as const), path, mode: fc.constantFrom(0o644, 0o755, 0o600) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('retime' as const), path, seconds: fc.integer({ min: 1, max: 2 ** 31 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('link', 'move'), path, to: path }) },
  ),
  { maxLength: 5 },
)

/** Does the edits below `root`, as far as they make sense there. Every file written begins with `tag` and a line's end. */
export function doEdits(root: string, edits: readonly Edit[], tag: string): void {
  for (const [i, edit] of edits.entries()) {
    const at = join(root, edit.path)
    const stat = statOf(at)
    if (edit.do === 'write') {
      makeRoom(root, at)
      fs.writeFileSync(at, `${tag}\n${i}${'.'.repeat(edit.length)}`)
    } else if (edit.do === 'symlink') {
      makeRoom(root, at)
      fs.symlinkSync(`to ${tag}`, at)
    } else if (edit.do === 'directory') {
      makeRoom(root, at)
      fs.mkdirSync(at)
    } else if (!stat) continue
    else if (edit.do === 'remove') fs.rmSync(at, { recursive: true })
    else if (edit.do === 'mode' && !stat.isSymbolicLink())
      fs.chmodSync(at, stat.isDirectory() ? edit.mode | 0o700 : edit.mode)
    else if (edit.do === 'retime' && stat.isFile()) fs.utimesSync(at, edit.seconds, edit.seconds)
    else if (edit.do === 'forge' && stat.isFile()) forge(at)
    else if (edit.do === 'part' && stat.isFile()) part(at)
    else if (edit.do === 'link' || edit.do === 'move') moveOrLink(root, edit, stat)
  }
}

/** Other content that mode, size and time do not tell. */
function forge(at: string): void {
  const { mtimeNs } = fs.lstatSync(at, { bigint: true })
  const bytes = fs.readFileSync(at)
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
  fs.writeFileSync(at, bytes)
  fs.utimesSync(at, 0, stampOf(mtimeNs))
}

/** The same file, no longer linked to others. */
function part(at: string): void {
  const { mode, mtimeNs } = fs.lstatSync(at, { bigint: true })
  const bytes = fs.readFileSync(at)
  fs.rmSync(at)
  fs.writeFileSync(at, bytes)
  fs.chmodSync(at, Number(mode) & 0o777)
  fs.utimesSync(at, 0, stampOf(mtimeNs))
}

function moveOrLink(root: string, edit: Edit & { do: 'link' | 'move' }, stat: fs.Stats): void {
  const [from, to] = [join(root, edit.path), join(root, edit.to)]
  // Neither may lie in the other, or making room for one would remove the other.
  if (`${to}/`.startsWith(`${from}/`) || `${from}/`.startsWith(`${to}/`)) return
  if (edit.do === 'link' && !stat.isFile()) return
  makeRoom(root, to)
  // The way to the new place may have been a file that is gone now.
  if (!statOf(from)) return
  if (edit.do === 'link') fs.linkSync(from, to)
  else fs.renameSync(from, to)
}

/** Nothing stands at a place, and directories lead there. */
function makeRoom(root: string, at: string): void {
  const above = dirname(at)
  const stat = statOf(above)
  if (!stat?.isDirectory()) {
    if (above === root) fs.mkdirSync(root)
    else {
      makeRoom(root, above)
      fs.mkdirSync(above)
    }
  }
  fs.rmSync(at, { recursive: true, force: true })
}

function statOf(at: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(at)
  } catch {
    return undefined
  }
}
