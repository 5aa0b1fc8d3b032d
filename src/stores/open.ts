import { fileURLToPath } from 'node:url'
import type { Clock, Random } from '../core/ports/clock.ts'
import { UserError } from '../core/ports/errors.ts'
import type { ManagedStore } from '../core/ports/store.ts'
import { createDirectoryStore } from './directory.ts'

export interface OpenDependencies {
  readonly clock: Clock
  readonly random: Random
}

/** The store behind a URL; the only list of what there is. Nothing is read or written yet. Throws `UserError`. */
export function openStore(url: string, dependencies: OpenDependencies): ManagedStore {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase() // one letter is a drive of Windows, no scheme
  switch (scheme) {
    case 'file':
      return createDirectoryStore({ ...dependencies, directory: directoryOf(url) })
    case undefined:
      throw new UserError(`The store ${JSON.stringify(url)} is no URL; a directory is written ${EXAMPLE}.`)
    default:
      throw new UserError(`There is no store for ${scheme}: URLs; there is file: (${EXAMPLE}).`)
  }
}

const EXAMPLE = 'file:///absolute/path'

function directoryOf(url: string): string {
  if (!/^file:\/\//i.test(url)) throw notAbsolute(url)
  let parsed: URL
  let directory: string
  try {
    parsed = new URL(url)
    directory = fileURLToPath(parsed)
  } catch {
    throw notAbsolute(url)
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw new UserError(`The store ${url} has a "?" or "#"; in a directory's name these are written %3F and %23.`)
  }
  return directory
}

function notAbsolute(url: string): UserError {
  return new UserError(`The store ${url} names no absolute directory; it is written ${EXAMPLE}.`)
}
