import { parseHeadKey } from '../../../src/core/keys.ts'
import type { Lane } from '../../../src/core/lane.ts'
import { keyOfEntry } from '../../../src/stores/github/names.ts'
import type { RestoreOutcome, SaveOutcome } from '../../../src/volume/types.ts'
import type { CacheEntry } from '../../support/github-service/index.ts'
import type { Snapshot } from '../../support/random-tree.ts'
import { unlike } from '../world.ts'
import type { Job } from './plan.ts'

/** A save, from when it began: what its version has to be, should one come of it. */
interface Save {
  readonly id: string
  readonly lane: Lane | undefined
  readonly key: string
  readonly tree: Snapshot
  readonly began: number
  /** Endless for one that was killed. */
  ended: number
  reason: Ended | undefined
}

/** `nothing`: for some reason that is not told any closer. */
type Ended = SaveOutcome['reason'] | 'nothing' | 'killed' | 'cancelled'

/** A head that the service has taken. */
export interface MadeHead {
  readonly lane: Lane
  readonly key: string
  readonly version: string
  readonly by: Save
  /** The version came with it, it does not only name one that there was. */
  readonly isNew: boolean
  readonly entry: CacheEntry
}

/** What a restore says, as far as a job's outputs tell it. */
export type Told = Pick<RestoreOutcome, 'hit' | 'matchedKey' | 'version'> & { readonly matchedLane: Lane | undefined }

/**
 * What was saved, and with it what may be restored: exactly what some save found on its disk, if a head of it was ever
 * finalised, or nothing. Knows nothing of how it is stored.
 */
export class Judge {
  readonly heads: MadeHead[] = []
  readonly outcomes = new Map<string, number>()
  readonly #saves = new Map<string, Save>()
  readonly #contents = new Map<string, Save>()
  readonly #seen = new Set<CacheEntry>()
  #moment = 0

  /** A moment of its own, to put things in order. */
  now(): number {
    return ++this.#moment
  }

  /** A save begins with this on its disk. */
  begins(id: string, job: Job, tree: Snapshot): void {
    const { key, identity } = job
    const began = this.now()
    this.#saves.set(id, {
      id,
      lane: identity.writes,
      key,
      tree,
      began,
      ended: Number.POSITIVE_INFINITY,
      reason: undefined,
    })
  }

  /** Takes down heads that were finalised. `by`: the save that made an entry. */
  harvest(entries: readonly CacheEntry[], by: (entry: CacheEntry) => string): void {
    for (const entry of entries) {
      if (!entry.finalised || this.#seen.has(entry)) continue
      this.#seen.add(entry)
      const line = parseHeadKey(keyOfEntry(entry.key) ?? '')
      if (line) this.#headMade(line.lane, line.key, entry, by(entry))
    }
  }

  /** A save ended by itself, or was ended. */
  saved(id: string, reason: Ended, version?: string): void {
    const save = this.#save(id)
    save.reason = reason
    if (reason !== 'killed') save.ended = this.now()
    this.#count(`save ${reason}`)
    const made = this.heads.filter(({ by }) => by === save)
    if (reason === 'saved' || reason === 'linked') {
      check(
        made.some((head) => head.version === version),
        `${id} says ${reason}, and no head of it was made`,
      )
    } else if (reason !== 'store-failed' && reason !== 'killed' && reason !== 'cancelled') {
      check(made.length === 0, `${id} says ${reason}, and made a head`)
    }
    if (reason === 'unchanged' || reason === 'linked') {
      const content = this.#contents.get(version as string)
      check(content, `${id} says ${reason}, and nobody saved ${version}`)
      this.#equal(`what ${id} calls ${reason}`, content.tree, save.tree)
    }
  }

  /** A restore left this where `before` was. */
  restored(name: string, job: Job, told: Told, before: Snapshot, after: Snapshot): void {
    const { hit, matchedKey, matchedLane, version } = told
    this.#count(`restore ${hit}`)
    if (hit === 'miss') {
      check(isEmpty(after) || unlike(before, after).length === 0, `${name} missed, and left something half done`)
      return
    }
    const { identity, key } = job
    const content = this.#contents.get(version as string)
    check(content, `${name} restored version ${version}, which nobody saved`)
    const line = this.heads.some(
      (head) =>
        head.version === version &&
        head.key === matchedKey &&
        (matchedLane === undefined ? identity.reads.includes(head.lane) : head.lane === matchedLane),
    )
    check(line, `${name} restored ${version} as ${matchedLane} ${matchedKey}, where it never was`)
    check(matchedLane === undefined || identity.reads.includes(matchedLane), `${name} may not read ${matchedLane}`)
    if (hit === 'exact') check(matchedKey === key, `${name} takes ${matchedKey} for ${key}`)
    else if (matchedKey !== key && job.find !== 'newest')
      check(job.find === 'prefix' && matchedKey?.startsWith('k'), `${name} did not ask for ${matchedKey}`)
    this.#equal(`what ${name} restored of ${version}, made by ${content.id},`, content.tree, after)
  }

  /** A restore was stopped before it changed anything, or after it had cleared the place. */
  stopped(name: string, how: 'killed' | 'cancelled', before: Snapshot, after: Snapshot): void {
    this.#count(`restore ${how}`)
    check(isEmpty(after) || unlike(before, after).length === 0, `${name} was ${how}, and left something half done`)
  }

  /** What lies there is what some save made a version of, or nothing. */
  whole(name: string, tree: Snapshot): void {
    this.#count('restore killed')
    const some = [...this.#contents.values()].some((content) => unlike(content.tree, tree).length === 0)
    check(isEmpty(tree) || some, `${name} was killed, and left something half done`)
  }

  /** The heads of a line that are stored still, best first. */
  stored(lane: Lane, key: string, entries: readonly CacheEntry[], rank: (entry: CacheEntry) => number): MadeHead[] {
    return this.heads
      .filter((head) => head.lane === lane && head.key === key && entries.includes(head.entry))
      .sort((a, b) => rank(b.entry) - rank(a.entry))
  }

  /** A version is not what its line ends with if a save of that line began after its own had ended. */
  checkLast({ lane, key, by, version }: MadeHead, stored: readonly MadeHead[]): void {
    const later = stored.find((other) => other.by.began > by.ended && other.version !== version)
    check(!later, `${lane} ${key} ends with what ${by.id} saved, and ${later?.by.id} began after that`)
  }

  #headMade(lane: Lane, key: string, entry: CacheEntry, id: string): void {
    const by = this.#save(id)
    const version = entry.key.slice(entry.key.indexOf('#') + 1).slice(0, 26)
    check(lane === by.lane && key === by.key, `${id} of ${by.lane} ${by.key} made a head of ${lane} ${key}`)
    check(by.reason === undefined || by.reason === 'killed', `${id} made a head after it had ended`)
    const isNew = !this.#contents.has(version)
    this.heads.push({ lane, key, version, by, isNew, entry })
    if (isNew) this.#contents.set(version, by)
  }

  #save(id: string): Save {
    const save = this.#saves.get(id)
    check(save, `there is no save ${id}`)
    return save
  }

  #count(what: string): void {
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1)
  }

  #equal(what: string, expected: Snapshot, got: Snapshot): void {
    const different = unlike(expected, got)
    check(different.length === 0, `${what} is not what was saved:\n${different.join('\n')}`)
  }
}

/** Nothing, or an empty directory. */
export function isEmpty(tree: Snapshot): boolean {
  return [...tree.keys()].every((path) => path === '')
}

export function check(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what)
}
