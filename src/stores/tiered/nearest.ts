import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256Hex } from '../../core/digest.ts'
import { packKey } from '../../core/keys.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { ManagedStore, Millis } from '../../core/ports/store.ts'

export interface NearestOptions {
  /** The first is where the others get their objects from: it has them all. */
  readonly stores: readonly [ManagedStore, ...ManagedStore[]]
  /** Where this machine remembers which was nearest. */
  readonly stateDir: string
  readonly clock: Clock
}

/**
 * The nearest of several replicas, to be read in front of the first: the one that answers a small read before the others
 * do, measured when it is first needed and remembered for a day. Where that is the first itself this store has nothing.
 */
export function createNearest({ stores, stateDir, clock }: NearestOptions): ManagedStore {
  const [first] = stores
  const names = stores.map(({ name }) => name)
  const file = join(stateDir, 'nearest', `${sha256Hex(Buffer.from(names.join('\n'))).slice(0, 32)}.json`)
  let chosen: Promise<ManagedStore> | undefined

  const choose = async () => {
    const name = await recall(file, clock.now())
    const known = stores.find((store) => store.name === name)
    if (known) return known
    const nearest = await measure(stores)
    if (nearest) await keep(file, { name: nearest.name, at: clock.now() })
    return nearest ?? first
  }

  return {
    ...first,
    name: names.join(' '),
    async get(key, options) {
      chosen ??= choose()
      const store = await chosen
      return store === first ? undefined : store.get(key, options)
    },
  }
}

const DAY = 86_400_000
/** No store has it; its absence is the answer. */
const NOTHING = packKey('nearest', 'local', '0'.repeat(26))

/** Which answers first; `undefined`: none does. */
async function measure(stores: readonly ManagedStore[]): Promise<ManagedStore | undefined> {
  const end = new AbortController()
  const answers = stores.map(async (store) => {
    await store.get(NOTHING, { signal: end.signal, upkeep: true })
    return store
  })
  try {
    return await Promise.any(answers)
  } catch {
    return undefined
  } finally {
    end.abort()
  }
}

async function recall(file: string, now: Millis): Promise<string | undefined> {
  try {
    const { name, at } = JSON.parse(await fs.readFile(file, 'utf8')) as { name?: string; at?: number }
    return typeof at === 'number' && at <= now && now - at < DAY ? name : undefined
  } catch {
    return undefined
  }
}

/** Best effort: who remembers nothing measures again. */
async function keep(file: string, nearest: { readonly name: string; readonly at: Millis }): Promise<void> {
  try {
    await fs.mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const temp = `${file}.${process.pid}`
    await fs.writeFile(temp, JSON.stringify(nearest), { mode: 0o600 })
    await fs.rename(temp, file)
  } catch {
    // As if it had never been measured.
  }
}
