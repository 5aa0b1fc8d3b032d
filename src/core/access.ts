import type { Lane, Lanes } from './lane.ts'

export interface AccessRequest {
  /** The input `mode`. */
  readonly mode: 'on' | 'off' | 'read-only' | 'shadow'
  /** The input `policy`. */
  readonly policy: 'pull-push' | 'pull' | 'push'
  /** What the CI's own cache mode allows (`ACTIONS_CACHE_MODE`); `undefined` where it says nothing. */
  readonly cacheMode: 'none' | 'read' | 'write' | 'write-only' | undefined
  readonly lanes: Lanes
  /** Other namespaces that the job wants to read from. */
  readonly shares?: readonly string[]
}

export interface Access {
  /** Lanes to restore from, in order. */
  readonly reads: readonly Lane[]
  /** After them, other namespaces whose lane `trusted` is read if they let this one; absent: none. */
  readonly shares?: readonly string[]
  /** The lane to save to, whose heads may then be read for the commit's sake; `undefined`: nothing is saved. */
  readonly writes: Lane | undefined
  /** Look up, fetch, scan and plan as if, but change neither the tree nor the store. */
  readonly dry: boolean
  /** Clauses for log and summary: what the identity gives, then everything that takes away from it. */
  readonly why: string
}

/** What a job may do: what its lanes give, less what mode, policy and the CI's cache mode each take away. */
export function access({ mode, policy, cacheMode, lanes, shares = [] }: AccessRequest): Access {
  const reading = policy === 'pull' ? [...lanes.reads, ...lanes.onRequest] : lanes.reads
  const limits = [
    ...(mode === 'on' ? [] : [{ ...MODES[mode], why: `mode is ${mode}` }]),
    ...(policy === 'pull-push' ? [] : [{ ...POLICIES[policy], why: `policy is ${policy}` }]),
    ...(cacheMode === undefined || cacheMode === 'write'
      ? []
      : [{ ...CACHE_MODES[cacheMode], why: `this CI's cache mode is ${cacheMode}` }]),
  ]
  const reads = limits.every((limit) => limit.reads) ? reading : []
  return {
    reads,
    ...(reads.length > 0 && shares.length > 0 && { shares }),
    writes: limits.every(({ writes }) => writes) ? lanes.writes : undefined,
    dry: mode === 'shadow',
    why: [lanes.why, ...limits.map(({ why }) => why)].join('; '),
  }
}

const MODES = {
  off: { reads: false, writes: false },
  'read-only': { reads: true, writes: false },
  shadow: { reads: true, writes: true },
}
const POLICIES = {
  pull: { reads: true, writes: false },
  push: { reads: false, writes: true },
}
const CACHE_MODES = {
  none: { reads: false, writes: false },
  read: { reads: true, writes: false },
  'write-only': { reads: false, writes: true },
}
