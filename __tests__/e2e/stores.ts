import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Event } from '../support/runner/index.ts'

/** A store that outlives the machines of a site. */
export interface SiteStore {
  /** What a job of this event needs to reach it: variables of the machine, and those that only actions see. */
  connect(event: Event): Connection
  /** Name and content hash of everything that versions consist of. */
  objects(): readonly string[]
  /** Makes every pack unreadable. */
  spoilPacks(): void
}

export interface Connection {
  readonly env: Readonly<Record<string, string>>
  readonly actionEnv: Readonly<Record<string, string>>
}

export function directoryStore(directory: string): SiteStore {
  const files = () => {
    const all = existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : []
    const paths = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return paths.sort()
  }
  return {
    connect: () => ({ env: { WARMSTART_STORE: pathToFileURL(directory).href }, actionEnv: {} }),
    objects: () =>
      files().map((file) => {
        const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
        return `${relative(directory, file)} ${hash}`
      }),
    spoilPacks: () => {
      const packs = files().filter((path) => path.split(sep).includes('packs'))
      if (packs.length === 0) throw new Error('There are no packs to spoil')
      for (const file of packs) writeFileSync(file, 'nothing of a pack')
    },
  }
}
