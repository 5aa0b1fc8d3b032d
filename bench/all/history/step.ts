import { chmodSync, copyFileSync, lutimesSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Version } from './versions.ts'

/** What has to be removed and what to be written to come from one version to the next. Pure. */
export function stepBetween(from: Version, to: Version): { remove: string[]; write: string[] } {
  const same = (path: string) => JSON.stringify(from[path]) === JSON.stringify(to[path])
  const goes = (path: string) => !to[path] || to[path][0] !== from[path]?.[0]
  return {
    remove: Object.keys(from).filter(goes).sort().reverse(), // what is in a directory before it
    write: Object.keys(to)
      .filter((path) => !same(path))
      .sort(),
  }
}

/** Brings a directory from one version to the next. What is the same stays as it is; what is written is of that day. */
export function takeStep(pool: string, target: string, from: Version, to: Version, day: string): void {
  const { remove, write } = stepBetween(from, to)
  for (const path of remove) rmSync(join(target, path), { recursive: true, force: true })
  const time = Date.parse(day) / 1000
  for (const path of write) {
    const [kind, mode, content] = to[path] ?? ['', 0, '']
    const place = join(target, path)
    if (kind === 'directory') mkdirSync(place, { recursive: true })
    else {
      rmSync(place, { force: true })
      if (kind === 'link') symlinkSync(content, place)
      else copyFileSync(join(pool, content), place)
      lutimesSync(place, time, time)
    }
    if (kind !== 'link') chmodSync(place, mode)
  }
}
