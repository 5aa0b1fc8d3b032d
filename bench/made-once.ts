import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What is to be there, and all that decides what it holds. */
export interface Wanted {
  readonly what: string
  readonly inputs: readonly (string | Uint8Array)[]
  /** Fills an empty directory. */
  make(directory: string): void
}

/**
 * A directory in the user's cache that is made once and reused, by whoever has the same inputs. How much it held at first
 * is written beside it; throws if it holds something else now.
 */
export function madeOnce({ what, inputs, make }: Wanted, say: (line: string) => void): string {
  const digest = createHash('sha256')
  for (const input of inputs) digest.update(input)
  const cache = cacheDirectory()
  const place = join(cache, digest.digest('hex').slice(0, 16))
  if (existsSync(place)) say(`${what} is as it was made before: ${place}`)
  else {
    say(`Making ${what}, once, in ${place} …`)
    mkdirSync(cache, { recursive: true })
    const work = mkdtempSync(join(cache, 'making-'))
    try {
      make(work)
      renameSync(work, place)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  }
  assertCount(place)
  return place
}

/** Where benchmarks keep what they got from elsewhere. */
export function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'warmstart-bench')
}

function assertCount(place: string): void {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  const count = `${entries.length} files, ${bytes} bytes`
  const note = `${place}.count`
  if (!existsSync(note)) writeFileSync(note, count)
  const before = readFileSync(note, 'utf8')
  if (before !== count) throw new Error(`${place} held ${before}, and now ${count}. Remove it and ${note}.`)
}
