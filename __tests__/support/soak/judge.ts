import type { Entry } from './log.ts'

/** What a soak came to. Every list is empty when all is well. */
export interface Verdict {
  readonly restores: number
  readonly misses: number
  readonly saves: number
  readonly notSaved: Readonly<Record<string, number>>
  readonly warnings: Readonly<Record<string, number>>
  /** Restores of what nobody saved, or not of all of it. */
  readonly wrong: readonly string[]
  /** Commits that were said to be made and are not among those that the head goes back to. */
  readonly lost: readonly string[]
  readonly failed: readonly string[]
}

/**
 * Judges the logs of all processes and the commits that are the heads at the end, by key. `chained`: the store writes on
 * condition, so each head follows the one before it.
 */
export function judge(
  logs: readonly (readonly Entry[])[],
  heads: ReadonlyMap<string, string>,
  chained: boolean,
): Verdict {
  const entries = logs.flat()
  const of = <D extends Entry['did']>(did: D) =>
    entries.filter((entry): entry is Extract<Entry, { did: D }> => entry.did === did)
  const saved = new Map(of('saved').map(({ key, version, tree }) => [`${key} ${version}`, tree]))
  const offered = new Set(of('offer').map(({ key, tree }) => `${key} ${tree}`))
  const wrong: string[] = []
  for (const { key, version, tree, wrong: differences } of of('restored')) {
    const what = `version ${version} of ${key}`
    if (differences.length > 0) wrong.push(`${what}, tree ${tree}: ${differences.join(', ')}`)
    // Whoever was killed, or got no answer, has not said which version its tree became.
    if (!offered.has(`${key} ${tree}`)) wrong.push(`${what} is tree ${tree}, which nobody saved`)
    const meant = saved.get(`${key} ${version}`)
    if (meant !== undefined && meant !== tree) wrong.push(`${what} is tree ${tree} and was saved as ${meant}`)
  }
  return {
    restores: of('restored').length,
    misses: of('missed').length,
    saves: of('saved').length,
    notSaved: counted(of('not-saved').map(({ reason }) => reason)),
    warnings: counted(of('warned').map(({ type }) => type)),
    wrong,
    lost: chained ? lostCommits(of('advance'), of('advanced'), heads) : [],
    failed: of('failed').map(({ error }) => error),
  }
}

function lostCommits(
  advances: readonly Extract<Entry, { did: 'advance' }>[],
  advanced: readonly Extract<Entry, { did: 'advanced' }>[],
  heads: ReadonlyMap<string, string>,
): string[] {
  const from = new Map(advances.map((entry) => [entry.commit, entry.from]))
  const reached = new Set<string>()
  const lost: string[] = []
  for (const [key, head] of heads) {
    for (let commit: string | undefined = head; commit !== undefined && commit !== ''; commit = from.get(commit)) {
      if (reached.has(commit)) break
      if (!from.has(commit)) lost.push(`${key} goes back to ${commit}, which nobody made`)
      reached.add(commit)
    }
  }
  for (const { key, commit } of advanced) if (!reached.has(commit)) lost.push(`${key}: ${commit}`)
  return lost
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
