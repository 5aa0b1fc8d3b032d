import type { Fault, FaultKind, Operation, Switches } from '../../support/github-service/index.ts'
import type { Edit } from '../edits.ts'
import type { Dice } from './dice.ts'
import { IDENTITIES, type Identity } from './identities.ts'

/** What happens in a world, as its seed says. Which of the things that can happen comes next is the scheduler's. */
export interface Plan {
  readonly jobs: readonly Job[]
  /** From the start. */
  readonly switches: Partial<Switches>
  readonly faults: readonly Fault[]
  /** By the turn at which each comes. */
  readonly strokes: readonly Stroke[]
}

export interface Job {
  readonly identity: Identity
  /** Jobs of one machine come one after the other. */
  readonly machine: number
  /** The machine keeps its workspace and what it remembers. */
  readonly persistent: boolean
  readonly key: Key
  readonly find: 'exact' | 'prefix' | 'newest'
  /** `save`: it never restored. What such a job leaves on a machine nobody knows of, so it never has a persistent one. */
  readonly does: 'restore' | 'save' | 'both'
  readonly edits: readonly Edit[]
  /** A file of several parts of an upload, or of several frames; 0: none. */
  readonly largeBytes: number
  readonly succeeds: boolean
  /** Does the save know of the restore by its outcome, or only by what the machine remembers? */
  readonly handover: boolean
  readonly conflict: 'last-write' | 'newest-start-wins'
  readonly saveIf: 'changed' | 'missing'
  readonly startMillis: number
  readonly workMillis: number
  /** How far the machine's clock is ahead. */
  readonly aheadMillis: number
}

/** Something that befalls the world at a turn. */
export type Stroke = { readonly turn: number } & (
  | { readonly does: 'kill' | 'cancel'; readonly pick: number }
  | { readonly does: 'evict'; readonly what: '/' | '/packs/'; readonly pick: number }
  | { readonly does: 'switch'; readonly set: Partial<Switches>; readonly turns: number }
)

export const KEYS = ['k1', 'k10', 'k2'] as const
export type Key = (typeof KEYS)[number]

const JOBS = 8
const PERSISTENT = 2
/** How long a signed URL is good where nothing is wrong. */
export const LONG_MILLIS = 3_600_000
/** About as many as a world takes. */
const TURNS = 120
const PATHS = ['a', 'b', 'd', 'd/a', 'd/b', 'e', 'e/d', 'e/d/a'] as const

export function drawPlan(dice: Dice): Plan {
  const calm = dice.chance(15)
  const bulky = dice.chance(6)
  const rush = dice.chance(60)
  const draw = { rush, crowd: rush && dice.chance(60), bulky }
  const faults = Array.from({ length: dice.below(6) }, () => drawFaults(dice, FAULTS, 12)).flat()
  if (bulky) faults.push(...drawFaults(dice, PART_FAULTS, 3), ...drawFaults(dice, PART_FAULTS, 3))
  return {
    jobs: Array.from({ length: JOBS }, (_, number) => drawJob(dice, number, draw)),
    switches: drawSwitches(dice),
    faults: calm ? [] : faults,
    strokes: calm ? [] : drawStrokes(dice),
  }
}

/** Every fault, on every call that can have it. */
export const FAULTS: readonly (readonly [FaultKind, Operation])[] = [
  ...pairs<FaultKind, Operation>(
    ['throttled', 'unavailable', 'reset', 'reset-after', 'stall', 'cut'],
    ['CreateCacheEntry', 'FinalizeCacheEntryUpload', 'GetCacheEntryDownloadURL', 'PutBlob', 'GetBlob'],
  ),
  ...pairs<FaultKind, Operation>(['not-found'], ['FinalizeCacheEntryUpload', 'GetCacheEntryDownloadURL', 'GetBlob']),
  ...pairs<FaultKind, Operation>(['wrong-bytes'], ['GetBlob']),
]
/** Only large files go up in parts, and they are few. */
export const PART_FAULTS: readonly (readonly [FaultKind, Operation])[] = pairs(
  ['unavailable', 'reset', 'reset-after', 'stall'],
  ['PutBlock', 'PutBlockList'],
)

/** `rush`: all at once. `crowd`: most of them for one line. `bulky`: some have files that go up in parts. */
function drawJob(dice: Dice, number: number, { rush, crowd, bulky }: Record<'rush' | 'crowd' | 'bulky', boolean>): Job {
  const machine = number % (JOBS - PERSISTENT)
  const persistent = machine < PERSISTENT
  return {
    identity: dice.chance(crowd ? 80 : 45) ? (IDENTITIES[0] as Identity) : dice.pick(IDENTITIES),
    machine,
    persistent,
    key: dice.chance(crowd ? 80 : 40) ? 'k1' : dice.pick(KEYS),
    find: dice.pick(['exact', 'prefix', 'newest']),
    does:
      dice.chance(75) || (persistent && dice.chance(50))
        ? 'both'
        : persistent
          ? 'restore'
          : dice.pick(['restore', 'save']),
    edits: dice.chance(20) ? [] : Array.from({ length: 1 + dice.below(6) }, () => drawEdit(dice)),
    largeBytes: bulky && dice.chance(40) ? 9_000_000 : dice.chance(2) ? 2_500_000 : 0,
    succeeds: dice.chance(90),
    handover: dice.chance(70),
    conflict: dice.chance(30) ? 'newest-start-wins' : 'last-write',
    saveIf: dice.chance(8) ? 'missing' : 'changed',
    startMillis: rush ? dice.pick([0, 0, 65_000]) : dice.pick([0, 500, 5000, 70_000, 200_000]),
    workMillis: rush ? 0 : dice.pick([0, 0, 1000, 30_000, 90_000]),
    aheadMillis: dice.pick([0, 0, -40_000, 90_000]),
  }
}

function drawEdit(dice: Dice): Edit {
  const path = dice.pick(PATHS)
  const kind = dice.pick([
    'write',
    'write',
    'write',
    'write',
    'remove',
    'directory',
    'symlink',
    'forge',
    'mode',
    'move',
    'link',
  ] as const)
  if (kind === 'write')
    return { do: kind, path, length: dice.chance(15) ? 60_000 + dice.below(300_000) : dice.below(400) }
  if (kind === 'mode') return { do: kind, path, mode: dice.pick([0o644, 0o755, 0o600]) }
  if (kind === 'move' || kind === 'link') return { do: kind, path, to: dice.pick(PATHS) }
  return { do: kind, path }
}

function drawSwitches(dice: Dice): Partial<Switches> {
  return {
    newestBy: dice.pick(['reservation', 'finalisation']),
    lagMillis: dice.pick([0, 0, 1000, 20_000, 60_000]),
    lagLookups: dice.chance(15) ? 1 + dice.below(3) : 0,
    ignoreKey: dice.chance(20),
    signedHost: dice.chance(20) ? 'azure' : 'loopback',
    latencyMillis: dice.chance(25) ? 20 : 0,
    urlLifeMillis: dice.chance(30) ? 600 : LONG_MILLIS,
    urlUses: dice.chance(20) ? 1 : undefined,
  }
}

/** One fault, or two that hit the same call one after the other. */
function drawFaults(dice: Dice, from: typeof FAULTS, within: number): Fault[] {
  const [kind, on] = dice.pick(from)
  const after = dice.below(within)
  const first = fault(dice, kind, on, after)
  if (dice.chance(70)) return [first]
  const [next] = dice.pick(from.filter(([, other]) => other === on))
  return [first, fault(dice, next, on, after)]
}

function fault(dice: Dice, kind: FaultKind, on: Operation, after: number): Fault {
  const seconds = dice.pick([undefined, 1, 7, 90])
  return {
    kind,
    on,
    after,
    times: dice.pick([1, 1, 1, 2, 3, 7]),
    ...(kind === 'unavailable' && { status: dice.pick([500, 502, 503, 504]) }),
    ...(kind === 'throttled' && seconds !== undefined && { retryAfter: seconds }),
  }
}

function drawStrokes(dice: Dice): Stroke[] {
  const strokes: Stroke[] = []
  const times = (percents: readonly number[], stroke: (turn: number) => Stroke) => {
    for (const percent of percents) if (dice.chance(percent)) strokes.push(stroke(dice.below(TURNS)))
  }
  times([40, 20], (turn) => ({ turn, does: 'kill', pick: dice.next() }))
  times([20], (turn) => ({ turn, does: 'cancel', pick: dice.next() }))
  times([50, 30, 30, 30], (turn) => ({ turn, does: 'evict', what: dice.pick(['/', '/packs/']), pick: dice.next() }))
  const trouble: readonly Partial<Switches>[] = [
    { quotaExceeded: true },
    { readOnly: true },
    { writeDenied: true },
    { readDenied: true },
    { unauthorizedAfter: 3 },
  ]
  times([30, 30], (turn) => ({ turn, does: 'switch', set: dice.pick(trouble), turns: 1 + dice.below(30) }))
  return strokes
}

function pairs<A, B>(kinds: readonly A[], on: readonly B[]): (readonly [A, B])[] {
  return kinds.flatMap((kind) => on.map((operation) => [kind, operation] as const))
}
