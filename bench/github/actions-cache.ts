import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from '../made-once.ts'
import { attempt } from '../program.ts'
import type { Contestant } from './step.ts'

/** The release to get where there is none. */
const LATEST = 'v6.1.0'
const FOLDER = /^actions-cache-(v[\d.]+)$/

/** The checkout of actions/cache with the highest version that lies in the cache directory; `undefined`: none does. */
export function actionsCache(): (Contestant & { readonly version: string }) | undefined {
  const folders = attempt(() => readdirSync(cacheDirectory()))
  if (folders instanceof Error) return undefined
  const versions = folders.flatMap((name) => FOLDER.exec(name)?.[1] ?? [])
  const highest = versions.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))[0]
  return highest === undefined
    ? undefined
    : { directory: join(cacheDirectory(), `actions-cache-${highest}`), version: highest }
}

/** What a person has to do when there is none. */
export function howToGetActionsCache(): string {
  const place = join(cacheDirectory(), `actions-cache-${LATEST}`)
  return `The benchmark needs a release of actions/cache. Get it by\n  git clone --depth 1 --branch ${LATEST} https://github.com/actions/cache ${place}`
}
