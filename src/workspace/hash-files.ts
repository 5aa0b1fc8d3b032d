import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { createPatternSet, type Pattern, type PatternSet, parsePattern, slashes } from '../core/patterns.ts'
import { UserError } from '../core/ports/errors.ts'

/**
 * The value that the expression function `hashFiles(…patterns)` has on GitHub with `root` as the workspace: SHA-256
 * over the SHA-256 of each file, in the order in which the runner's own `@actions/glob` lists them without following
 * links. Files outside the root do not count. `hash` is `''` if there is no file. A link that leads nowhere, at which
 * the original fails, does not count. Throws `UserError` for a bad pattern or a file that cannot be read.
 */
export async function hashFiles(
  patterns: readonly string[],
  root: string,
  platform: NodeJS.Platform,
): Promise<{ hash: string; files: number }> {
  // The runner starts where the kernel says it is: links on the way are resolved.
  const workspace = realpathSync.native(root)
  const parsed = patterns
    .flatMap((text) => text.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => parsePattern(line, { workspace, home: homedir(), platform }))
  const set = createPatternSet(parsed)
  const inside = `${slashes(workspace, platform === 'win32')}/`
  const all = createHash('sha256')
  let files = 0
  for (const base of outermostBases(parsed, platform)) {
    for (const path of filesFrom(base, set)) {
      const digest = path.startsWith(inside) ? await digestOf(path) : undefined
      if (!digest) continue
      all.update(digest)
      files++
    }
  }
  return { hash: files > 0 ? all.digest('hex') : '', files }
}

/** Where to look, in the order of the patterns, each place once. */
function outermostBases(patterns: readonly Pattern[], platform: NodeJS.Platform): string[] {
  const fold = (path: string) => (platform === 'win32' ? path.toLowerCase() : path)
  const bases = patterns.filter(({ negated }) => !negated).map(({ base }) => base)
  return bases.filter((base, at) => {
    const same = bases.findIndex((other) => fold(other) === fold(base))
    const below = bases.some((other) => fold(base).startsWith(fold(`${other.replace(/\/$/, '')}/`)) && base !== other)
    return same === at && !below
  })
}

/** What is selected and is no directory, in the order of `readdir`. */
function* filesFrom(base: string, set: PatternSet): Generator<string> {
  const stat = attempt(base, () => lstatSync(base, { throwIfNoEntry: false }))
  if (stat?.isDirectory()) yield* filesBelow(base, set)
  else if (stat && set.selects(base, false)) yield base
}

function* filesBelow(directory: string, set: PatternSet): Generator<string> {
  if (!set.couldSelectBelow(directory)) return
  for (const entry of attempt(directory, () => readdirSync(directory, { withFileTypes: true })) ?? []) {
    const path = directory.endsWith('/') ? directory + entry.name : `${directory}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(path, set)
    else if (set.selects(path, false)) yield path
  }
}

/** `undefined` for what is no file, links resolved. */
async function digestOf(path: string): Promise<Buffer | undefined> {
  if (!attempt(path, () => statSync(path, { throwIfNoEntry: false }))?.isFile()) return undefined
  const hash = createHash('sha256')
  try {
    for await (const block of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(block)
  } catch (error) {
    throw unreadable(path, error)
  }
  return hash.digest()
}

/** `undefined` for what vanished meanwhile. */
function attempt<T>(path: string, call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(path, error)
  }
}

/** A hash that leaves out a file would be the key of another input. */
function unreadable(path: string, error: unknown): UserError {
  return new UserError(`"${path}" cannot be read to hash it (${(error as NodeJS.ErrnoException).code}).`)
}
