import { namespacePrefix } from '../../core/keys.ts'
import type { Place } from './place.ts'

export const LANE_CLASSES = ['trusted', 'ref', 'pr'] as const
export type LaneClass = (typeof LANE_CLASSES)[number]
export const CIS = ['github', 'gitlab'] as const

/** Who gets what: one identity for each class of lanes. */
export interface PolicyRequest {
  readonly place: Place
  readonly ci: (typeof CIS)[number]
  /** `owner/name`, or GitLab's path of a project. */
  readonly repository: string
  /** The default branch, whose jobs are trusted. */
  readonly branch: string
  readonly namespace: string
  /** Other namespaces whose trusted versions all classes read besides. */
  readonly shares: readonly string[]
  /** Of AWS the account's number, of Google the project's, of Azure the subscription's. */
  readonly account: string
}

/** What the identity of a class may do: parts of names, each closed by a slash. */
export interface ClassRights {
  readonly laneClass: LaneClass
  readonly reads: readonly string[]
  readonly writes: string
}

/** Documents of a cloud and the commands that put them in force, in order. */
export interface PolicyPart {
  /** What it is for, as a clause. */
  readonly title: string
  readonly documents: Readonly<Record<string, unknown>>
  readonly commands: readonly string[]
}

/** A class reads itself and every class above, and what others share. */
export function rightsOfClass({ place, namespace, shares }: PolicyRequest, laneClass: LaneClass): ClassRights {
  const of = (name: string, one: LaneClass) => `${place.prefix}${namespacePrefix(name)}${one}/`
  const at = (one: LaneClass) => of(namespace, one)
  const shared = shares.map((name) => of(name, 'trusted'))
  const above = LANE_CLASSES.slice(0, LANE_CLASSES.indexOf(laneClass) + 1)
  return { laneClass, reads: [...above.toReversed().map(at), ...shared], writes: at(laneClass) }
}

/** What a part is for. */
export function titleOf(laneClass: LaneClass, { ci, branch, repository }: PolicyRequest): string {
  const requests = ci === 'github' ? 'pull requests' : 'merge requests'
  const who = { trusted: `jobs on ${branch}`, ref: 'jobs on other branches', pr: `jobs of ${requests}` }[laneClass]
  return `${laneClass}: ${who} of ${repository}`
}

/** A name for a role or an identity, of what clouds let names have. */
export function roleName({ repository }: PolicyRequest, laneClass: LaneClass): string {
  const plain = repository.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `warmstart-${plain}-${laneClass}`.slice(0, 64)
}

/** A document inside a shell's quotes. */
export function quoted(document: unknown): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document, undefined, 2)
  return `'${text.replaceAll("'", `'\\''`)}'`
}
