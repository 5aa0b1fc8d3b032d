import { Minimatch } from 'minimatch'
import { UserError } from './ports/errors.ts'

/** What patterns stand on: absolute paths as the platform writes them. */
export interface Place {
  readonly workspace: string
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** One line of a list of paths, read as `@actions/glob` reads it. */
export interface Pattern {
  /** Begins with `!`: takes out what it matches. */
  readonly negated: boolean
  /** Was written with `~`. */
  readonly fromHome: boolean
  /** Absolute, `/`-separated: the components before the first one that holds a glob character. */
  readonly base: string
  readonly rules: readonly Rule[]
}

/** One matcher of a pattern: the pattern itself, or "everything below it". */
interface Rule {
  readonly minimatch: Minimatch
  readonly parts: Minimatch['set'][number]
  /** Written with a slash at its end: only a directory can be meant. */
  readonly directoriesOnly: boolean
  /** Ends in `**` as its author wrote it: then it also means the directory before the `**`. */
  readonly orItself: boolean
}

/** Patterns in order; a later one overrules those before it. Paths are absolute and `/`-separated. */
export interface PatternSet {
  selects(path: string, isDirectory: boolean): boolean
  /** `false`: nothing below this directory is selected. */
  couldSelectBelow(path: string): boolean
  /** `true`: everything below this directory is selected. */
  selectsAllBelow(path: string): boolean
}

/**
 * Reads one pattern with the meaning it has in `@actions/glob` 0.7: `~`, relative to the workspace, `**`, `*`, `?`,
 * `[…]`, `\` to escape (not on Windows), and what it matches includes everything below.
 * Throws `UserError` where that package would refuse the pattern.
 */
export function parsePattern(line: string, place: Place): Pattern {
  const windows = place.platform === 'win32'
  let text = line.trim()
  let negated = false
  while (text.startsWith('!')) {
    negated = !negated
    text = text.slice(1).trim()
  }
  if (text === '') throw new UserError(`The path "${line.trim()}" names nothing after the exclamation mark.`)
  if (text.length > LENGTH_MAX) {
    throw new UserError(`The path "${text.slice(0, 40)}…" has ${text.length} characters; ${LENGTH_MAX} at most.`)
  }
  const slashed = slashes(text, windows)
  refuseDots(slashed, text, windows)
  const absolute = slashes(rooted(slashed, text, place), windows)
  const { root, segments } = split(absolute, windows)
  if (windows && /[*?]/.test(root)) throw new UserError(`The path "${text}" has a wildcard in its root.`)

  const literals = segments.map((segment) => literal(segment, windows))
  const firstGlob = literals.indexOf('')
  const directoriesOnly = absolute.endsWith('/')
  const globstar = segments.at(-1) === '**'
  const rules = [rule([root, ...segments], directoriesOnly, globstar, place.platform)]
  if (directoriesOnly || !globstar) rules.push(rule([root, ...segments, '**'], false, false, place.platform))
  return {
    negated,
    fromHome: slashed === '~' || slashed.startsWith('~/'),
    base: joinRoot(root, firstGlob === -1 ? literals : literals.slice(0, firstGlob)),
    rules,
  }
}

/** What matches patterns takes a time that grows with the square of their length and more. */
const LENGTH_MAX = 1024

export function createPatternSet(patterns: readonly Pattern[]): PatternSet {
  return {
    selects(path, isDirectory) {
      const parts = partsOf(path)
      let selected = false
      for (const pattern of patterns) {
        if (pattern.negated === selected && matches(pattern, parts, isDirectory)) selected = !pattern.negated
      }
      return selected
    },
    couldSelectBelow(path) {
      const parts = partsOf(path)
      let could = false
      for (const pattern of patterns) {
        if (pattern.negated) could &&= !matches(pattern, parts, true)
        else could ||= reaches(pattern, parts)
      }
      return could
    },
    selectsAllBelow(path) {
      const parts = partsOf(path)
      let all = false
      for (const pattern of patterns) {
        if (pattern.negated) all &&= !reaches(pattern, parts)
        else all ||= matches(pattern, parts, true)
      }
      return all
    },
  }
}

/** Forward slashes on Windows, none doubled (but two at the start of a Windows share stay). */
export function slashes(path: string, windows: boolean): string {
  if (!windows) return path.replace(/\/{2,}/g, '/')
  const forward = path.replaceAll('\\', '/')
  return (/^\/\/+[^/]/.test(forward) ? '/' : '') + forward.replace(/\/{2,}/g, '/')
}

/** A directory that matches is matched with everything below it: one of the rules says so. */
function matches(pattern: Pattern, parts: string[], isDirectory: boolean): boolean {
  return pattern.rules.some(
    (rule) =>
      (isDirectory || !rule.directoriesOnly) &&
      rule.minimatch.matchOne(rule.orItself ? [...parts, ''] : parts, rule.parts, false),
  )
}

/** Could the pattern match something below this directory? The last rule is the one that goes deepest. */
function reaches(pattern: Pattern, parts: string[]): boolean {
  const rule = pattern.rules.at(-1) as Rule
  return rule.minimatch.matchOne(parts, rule.parts, true)
}

function partsOf(path: string): string[] {
  const parts = path.split('/')
  if (parts.at(-1) === '') parts.pop()
  return parts
}

function rule(segments: string[], directoriesOnly: boolean, orItself: boolean, platform: NodeJS.Platform): Rule {
  const text = joinRoot(segments[0] as string, segments.slice(1))
  const minimatch = new Minimatch(text, {
    dot: true,
    nobrace: true,
    nocase: platform === 'win32',
    nocomment: true,
    noext: true,
    nonegate: true,
    platform: platform === 'win32' ? 'win32' : 'linux',
  })
  const parts = minimatch.set[0]
  if (!parts) throw new UserError(`The path "${text}" cannot be read as a pattern.`)
  return { minimatch, parts, directoriesOnly, orItself }
}

/** `.` may begin a pattern and stand nowhere else; `..` nowhere: a pattern must say where it looks without a disk. */
function refuseDots(slashed: string, text: string, windows: boolean): void {
  const literals = slashed.split('/').map((segment) => literal(segment, windows))
  if (literals.some((segment, at) => segment === '..' || (segment === '.' && at > 0))) {
    throw new UserError(`The path "${text}" contains "." or ".."; write the path without them, or an absolute one.`)
  }
}

/** The pattern with an absolute root. What stands in for `~`, `.` or nothing is escaped: it is no pattern. */
function rooted(slashed: string, text: string, place: Place): string {
  const windows = place.platform === 'win32'
  const here = slashes(place.workspace, windows)
  if (slashed === '.' || slashed.startsWith('./')) return escaped(here, windows) + slashed.slice(1)
  if (slashed === '~' || slashed.startsWith('~/')) {
    if (place.home === '') throw new UserError(`The path "${text}" needs a home directory, and none is known.`)
    return escaped(slashes(place.home, windows), windows) + slashed.slice(1)
  }
  if (windows) {
    if (/^(\/\/|[a-z]:\/)/i.test(slashed)) return slashed
    const drive = slashed.slice(0, 2)
    // `C:foo` is relative to the current directory of that drive; only the workspace's is known.
    if (/^[a-z]:$/i.test(drive)) {
      const rest = slashed.slice(2)
      if (drive.toUpperCase() !== here.slice(0, 2).toUpperCase()) return `${drive}/${rest}`
      return rest === '' ? escaped(here, windows) : `${escaped(here, windows)}/${rest}`
    }
    if (slashed.startsWith('/')) return here.slice(0, 2) + slashed
  } else if (slashed.startsWith('/')) {
    return slashed
  }
  return `${escaped(here, windows)}/${slashed}`
}

function escaped(path: string, windows: boolean): string {
  return (windows ? path : path.replaceAll('\\', '\\\\')).replace(/\[(?=[^/]+\])|[?*]/g, '[$&]')
}

/** The root without a slash at its end (`''`, `C:`, `//server/share`) and the components after it. */
function split(absolute: string, windows: boolean): { root: string; segments: string[] } {
  const root = windows ? (/^(\/\/[^/]+(\/[^/]+)?|[a-z]:)/i.exec(absolute)?.[0] ?? '') : ''
  return { root, segments: absolute.slice(root.length).split('/').filter(Boolean) }
}

function joinRoot(root: string, segments: readonly string[]): string {
  return segments.length === 0 ? `${root}/` : [root, ...segments].join('/')
}

/** The one name a pattern's component can match, `''` if there may be several. `[x]` stands for `x`. */
function literal(segment: string, windows: boolean): string {
  let name = ''
  for (let at = 0; at < segment.length; at++) {
    const char = segment[at] as string
    if (char === '\\' && !windows && at + 1 < segment.length) {
      name += segment[++at]
    } else if (char === '*' || char === '?') {
      return ''
    } else if (char === '[') {
      const set = characterSet(segment, at, windows)
      if (set && set.characters.length > 1) return ''
      name += set?.characters || char
      if (set?.characters) at = set.end
    } else {
      name += char
    }
  }
  return name
}

/** The characters between `[` at `start` and the next `]`; `undefined` if it is never closed. */
function characterSet(
  segment: string,
  start: number,
  windows: boolean,
): { characters: string; end: number } | undefined {
  let characters = ''
  for (let at = start + 1; at < segment.length; at++) {
    const char = segment[at] as string
    if (char === '\\' && !windows && at + 1 < segment.length) characters += segment[++at]
    else if (char === ']') return { characters, end: at }
    else characters += char
  }
  return undefined
}
