import { type BytePath, joinBytes, toBytePath } from './bytes.ts'
import type { Anchor } from './manifest.ts'
import { createPatternSet, type Pattern, type PatternSet, type Place, parsePattern, slashes } from './patterns.ts'
import { UserError } from './ports/errors.ts'

/** One declared path of a volume, before a machine is known. */
export interface MountSpec {
  /** The text that mounts of two machines are paired by. */
  readonly label: string
  readonly anchor: Anchor
  /** The literal part of the pattern, below the anchor; absolute for the anchor `absolute`. `/`-separated. */
  readonly base: string
}

/** A mount on this machine. */
export interface LocalMount extends MountSpec {
  /** Absolute path of the base as bytes, `/`-separated (Node takes `/` on Windows too). Not resolved: may not exist. */
  readonly path: BytePath
  readonly selection: Selection
}

/** Which entries below a mount its patterns select. Paths are relative to the mount, `''` is the mount itself. */
export interface Selection {
  /** Everything is selected: no need to ask. */
  readonly everything: boolean
  selects(path: BytePath, isDirectory: boolean): boolean
  /** Could something below this directory be selected? */
  descends(path: BytePath): boolean
}

/**
 * The mounts that a list of paths declares, in the order they are first named. One pattern a line, with the meaning it
 * has in `@actions/glob` (blank lines and `#` comments are skipped). Patterns whose literal bases are equal or lie in
 * one another share a mount; all exclusions apply to every mount. With a name for the volume, `label=path` sets the
 * label. Throws `UserError` with one sentence for a list that cannot be meant.
 */
export function parsePaths(
  lines: readonly string[],
  place: Place & { readonly named: boolean },
): { readonly mounts: LocalMount[] } {
  const declared = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => declare(line, place))
  const included = declared.filter(({ pattern }) => !pattern.negated)
  if (declared.length === 0) throw new UserError('No path is given.')
  if (included.length === 0) throw new UserError('Every path begins with "!", so nothing is selected.')

  const below = relativeIn(place)
  const outermost = included.filter(
    ({ pattern }) => !included.some((other) => (below(pattern.base, other.pattern.base) ?? '') !== ''),
  )
  const mounts = outermost
    .filter((one) => outermost.find((other) => below(one.pattern.base, other.pattern.base) === '') === one)
    .map(({ label, pattern }): LocalMount => {
      const inside = declared.filter(
        (other) => other.pattern.negated || below(other.pattern.base, pattern.base) !== undefined,
      )
      const selection = select(createPatternSet(inside.map((other) => other.pattern)), pattern.base)
      return { label, ...anchor(pattern, place), path: toBytePath(pattern.base), selection }
    })
  refuseLabels(included, mounts)
  return { mounts }
}

/** A line of a named volume's paths without the label that may stand before it. */
export function withoutLabel(line: string): string {
  return labelled(line)?.path ?? line
}

interface Declared {
  readonly label: string
  /** The label was given, not taken from the pattern's text. */
  readonly labelled: boolean
  readonly pattern: Pattern
}

function declare(line: string, place: Place & { readonly named: boolean }): Declared {
  const { label, path } = labelled(line) ?? {}
  if (label === undefined || path === undefined) {
    return { label: line, labelled: false, pattern: parsePattern(line, place) }
  }
  if (!place.named) {
    throw new UserError(
      `The label in "${line}" needs a name for the volume; for a path of that name write "./${line}".`,
    )
  }
  if (path.trim() === '') throw new UserError(`The label in "${line}" is followed by no path.`)
  const pattern = parsePattern(path, place)
  if (pattern.negated) throw new UserError(`The label in "${line}" stands before an exclusion, which cannot have one.`)
  return { label, labelled: true, pattern }
}

function labelled(line: string): { readonly label: string; readonly path: string } | undefined {
  const [, label, path] = /^([A-Za-z0-9._-]+)=(.*)$/s.exec(line) ?? []
  return label === undefined || path === undefined || label === '.' || label === '..' ? undefined : { label, path }
}

/** A label is a promise: what another machine pairs by must be there, once. */
function refuseLabels(included: readonly Declared[], mounts: readonly LocalMount[]): void {
  const labels = new Set<string>()
  for (const { label } of mounts) {
    if (labels.has(label)) throw new UserError(`Two paths that lie apart have the label "${label}".`)
    labels.add(label)
  }
  const lost = included.find(({ label, labelled }) => labelled && !labels.has(label))
  if (lost) throw new UserError(`The path labelled "${lost.label}" lies in another of the paths, so its label is lost.`)
}

/** Where a path lies in another: `''` for the same, `undefined` for outside. */
function relativeIn({ platform }: Place): (inner: string, outer: string) => string | undefined {
  const fold = (path: string) => (platform === 'win32' ? path.toLowerCase() : path)
  return (inner, outer) => {
    const prefix = outer.replace(/\/$/, '')
    if (fold(inner.replace(/\/$/, '')) === fold(prefix)) return ''
    return fold(inner).startsWith(fold(`${prefix}/`)) ? inner.slice(prefix.length + 1) : undefined
  }
}

function anchor(pattern: Pattern, place: Place): Pick<MountSpec, 'anchor' | 'base'> {
  const below = relativeIn(place)
  const root = (path: string) => slashes(path, place.platform === 'win32')
  const inHome = pattern.fromHome ? below(pattern.base, root(place.home)) : undefined
  if (inHome !== undefined) return { anchor: 'home', base: inHome }
  const inWorkspace = below(pattern.base, root(place.workspace))
  if (inWorkspace !== undefined) return { anchor: 'workspace', base: inWorkspace }
  return { anchor: 'absolute', base: pattern.base }
}

/**
 * A selection below `base`. It remembers the last directory found to be selected with everything below it, so that a
 * walk through it asks no pattern again.
 */
function select(patterns: PatternSet, base: string): Selection {
  // Patterns are text: a name that is no UTF-8 is matched with U+FFFD for the bytes that are none.
  const absolute = (path: BytePath) => joinBytes(base, Buffer.from(path, 'latin1').toString())
  let whole: BytePath | undefined
  const inWhole = (path: BytePath) =>
    whole !== undefined && (whole === '' ? path !== '' : path.startsWith(whole) && path[whole.length] === '/')
  return {
    everything: patterns.selectsAllBelow(base) && patterns.selects(base, true) && patterns.selects(base, false),
    selects: (path, isDirectory) => inWhole(path) || patterns.selects(absolute(path), isDirectory),
    descends(path) {
      if (inWhole(path)) return true
      const could = patterns.couldSelectBelow(absolute(path))
      if (could && patterns.selectsAllBelow(absolute(path))) whole = path
      return could
    },
  }
}
