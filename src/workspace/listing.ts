import { type Dirent, readdirSync } from 'node:fs'
import { type BytePath, toFsPath } from '../core/bytes.ts'

/** What lies in a directory, in the order of a walk. */
export interface Listing {
  readonly names: readonly BytePath[]
  /** Those that are regular files, as far as is known without a look at them. */
  readonly areFiles: readonly boolean[]
}

/**
 * Throws the system's error. Where the file system does not tell what a name is, Node looks; it may not know a name that
 * is no UTF-8.
 */
export function list(path: BytePath): Listing {
  let entries: Dirent[]
  try {
    entries = readdirSync(toFsPath(path), { encoding: 'latin1', withFileTypes: true })
  } catch {
    const names = readdirSync(toFsPath(path), 'latin1').sort()
    return { names, areFiles: [] }
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { names: entries.map(({ name }) => name), areFiles: entries.map((entry) => entry.isFile()) }
}
