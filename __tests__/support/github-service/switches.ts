/** What a client asked for. `any` in a fault stands for all of them. */
export type Operation =
  | 'CreateCacheEntry'
  | 'FinalizeCacheEntryUpload'
  | 'GetCacheEntryDownloadURL'
  | 'PutBlob'
  | 'PutBlock'
  | 'PutBlockList'
  | 'GetBlob'
  | 'HeadBlob'
  | 'Other'

export type FaultKind =
  | 'throttled' // 429
  | 'unavailable' // 500, 502, 503 or 504, without an effect
  | 'not-found' // 404 in the words of the service that is asked
  | 'reset' // the connection breaks before there was an effect
  | 'reset-after' // the effect is there, the answer is not
  | 'stall' // an answer stops in its middle; what has no body to answer is never answered, without an effect
  | 'cut' // half the answer, then an orderly end of the connection
  | 'wrong-bytes' // a byte in the middle of the answer is another

/** A planned fault of the next calls. The service counts `after` and `times` down. */
export interface Fault {
  readonly kind: FaultKind
  readonly on: Operation | 'any'
  /** Calls it still hits. */
  times: number
  /** Calls it lets through first. */
  after?: number
  /** For `unavailable`; 503 unless told. */
  readonly status?: number
  /** For `throttled`, seconds. */
  readonly retryAfter?: number
}

export interface Switches {
  readonly faults: Fault[]
  /** Before each answer. */
  latencyMillis: number
  /** Of each connection, each direction for itself; 0: as fast as the machine. Not seen by `fetch` within the process. */
  bytesPerSecond: number
  /** Where signed URLs point: here, or `*.blob.core.windows.net`, which a client reaches with this service as its proxy. */
  signedHost: 'loopback' | 'azure'
  /** Which of several entries with a prefix was created last. GitHub does not say. */
  newestBy: 'reservation' | 'finalisation'
  /** Only `restore_keys` are looked at, never `key`. GitHub's documentation says otherwise, some clients' authors do not. */
  ignoreKey: boolean
  /** An entry finalised from now on is shown to lookups only after this time of the service's clock … */
  lagMillis: number
  /** … and after this many lookups that would have matched it. */
  lagLookups: number
  /** Nothing can be reserved: no room is left, or the owner's budget is used up. */
  quotaExceeded: boolean
  readOnly: boolean
  /** As if the token had no scope to write, or to read. */
  writeDenied: boolean
  readDenied: boolean
  /** The token stops being good after this many service calls. */
  unauthorizedAfter: number | undefined
  /** Signed URLs made from now on are good for this time of the service's clock, and this many requests. */
  urlLifeMillis: number
  urlUses: number | undefined
}

export function defaultSwitches(): Switches {
  return {
    faults: [],
    latencyMillis: 0,
    bytesPerSecond: 0,
    signedHost: 'loopback',
    newestBy: 'reservation',
    ignoreKey: false,
    lagMillis: 0,
    lagLookups: 0,
    quotaExceeded: false,
    readOnly: false,
    writeDenied: false,
    readDenied: false,
    unauthorizedAfter: undefined,
    urlLifeMillis: 3_600_000,
    urlUses: undefined,
  }
}

/** What is counted under: a fault by its kind, a switch by its name. */
export type Fired = FaultKind | Exclude<keyof Switches, 'faults'>

export interface Counts {
  readonly requests: Partial<Record<Operation, number>>
  /** How often a switch or a fault made a difference. */
  readonly fired: Partial<Record<Fired, number>>
  /** Entries finalised. */
  uploads: number
  /** Reads that asked for a range and got it, in the order they were answered. */
  readonly ranges: { readonly name: string; readonly offset: number; readonly length: number }[]
  /** Bytes of bodies, as they went over the wire. */
  bytesIn: number
  bytesOut: number
  /** Requests that were under way at once, at most. */
  maxConcurrent: number
  /** Requests that came to this service as a proxy. */
  proxied: number
}

export function zeroCounts(): Counts {
  return { requests: {}, fired: {}, uploads: 0, ranges: [], bytesIn: 0, bytesOut: 0, maxConcurrent: 0, proxied: 0 }
}

/** Takes the fault planned for a call, if there is one, and counts it. */
export function drawFault(switches: Switches, counts: Counts, operation: Operation): Fault | undefined {
  for (const fault of switches.faults) {
    if (fault.times === 0 || (fault.on !== 'any' && fault.on !== operation)) continue
    if (fault.after) {
      fault.after--
      continue
    }
    fault.times--
    fire(counts, fault.kind)
    return fault
  }
  return undefined
}

export function fire(counts: Counts, what: Fired): void {
  counts.fired[what] = (counts.fired[what] ?? 0) + 1
}
