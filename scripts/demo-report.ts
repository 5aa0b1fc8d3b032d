import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What lies below a directory: type, mode and content of everything, and when a file was changed. */
export type Snapshot = ReadonlyMap<
  string,
  { readonly what: string; readonly isFile: boolean; readonly mtimeMs: number }
>

export function snapshot(directory: string): Snapshot {
  const entries = new Map<string, { what: string; isFile: boolean; mtimeMs: number }>()
  walk(directory, (path, name) => {
    const stat = lstatSync(path)
    const content = stat.isFile() ? readFileSync(path) : stat.isSymbolicLink() ? readlinkSync(path) : ''
    const what = `${stat.mode.toString(8)} ${createHash('sha256').update(content).digest('hex')}`
    entries.set(name, { what, isFile: stat.isFile(), mtimeMs: stat.mtimeMs })
  })
  return entries
}

export function fileCount(entries: Snapshot): number {
  return [...entries.values()].filter(({ isFile }) => isFile).length
}

/** Node sets times as doubles, which are exact to a quarter of a microsecond. */
const TIME_TOLERANCE_MILLIS = 0.001

/** Names that are not the same in both. Times of directories do not count. */
export function differences(a: Snapshot, b: Snapshot): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => {
    const [left, right] = [a.get(name), b.get(name)]
    if (!left || !right || left.what !== right.what) return true
    return left.isFile && Math.abs(left.mtimeMs - right.mtimeMs) > TIME_TOLERANCE_MILLIS
  })
}

/** Bytes of all that versions consist of in a store: the journal is none of it. */
export function directoryBytes(directory: string): number {
  let bytes = 0
  walk(
    directory,
    (path, name) => {
      if (!name.includes('/journal/')) bytes += lstatSync(path).size
    },
    false,
  )
  return bytes
}

export function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`
}

/** Decimal megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 1)} MB`
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        /^[\d.-]/.test(rows[0]?.[at] ?? '') ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

function walk(directory: string, visit: (path: string, name: string) => void, directories = true, below = ''): void {
  if (!existsSync(directory)) return
  const entries = readdirSync(directory, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name)
    const name = `${below}/${entry.name}`
    if (directories || !entry.isDirectory()) visit(path, name)
    if (entry.isDirectory()) walk(path, visit, directories, name)
  }
}
