import { type BytePath, toBytePath } from './bytes.ts'
import type { LocalMount, Selection } from './mount.ts'
import { foldName } from './name-folding.ts'
import { UserError } from './ports/errors.ts'

/** A place that no version may fill unless somebody asks for it. */
export interface ProtectedPath {
  /** Absolute, `/`-separated. */
  readonly path: string
  /**
   * `whole`: as a whole; what lies in it may be declared. `inside`: with all that lies in it; a mount that takes it in
   * goes without it. `declared`: as `inside`, but it may come along with what it lies in.
   */
  readonly reach: 'whole' | 'inside' | 'declared'
  /** Names directly in it that may be declared all the same. */
  readonly except?: readonly string[]
  /** For a sentence: `the home directory`. */
  readonly what: string
}

/** What a mount goes without because it is protected. */
export interface Withheld {
  readonly label: string
  readonly path: string
}

/**
 * Mounts that fill no protected place: throws `UserError` for one that is such a place, lies in one, or takes one in
 * that is protected as a whole; the others go without what they would take in. `resolve` follows this machine's links
 * as far as a path exists: a mount is judged by where it seems to be and by where it is.
 */
export function guardMounts(
  mounts: readonly LocalMount[],
  protectedPaths: readonly ProtectedPath[],
  platform: NodeJS.Platform,
  resolve: (path: BytePath) => BytePath = (path) => path,
): { readonly mounts: LocalMount[]; readonly withheld: Withheld[] } {
  const waysTo = (path: BytePath) => [...new Set([path, resolve(path)])].map((way) => wayOf(way, platform))
  const places = protectedPaths.flatMap((place) => waysTo(toBytePath(place.path)).map((way) => ({ place, way })))
  const withheld = new Map<string, Withheld>()
  const guarded = mounts.map((mount) => {
    const { label, selection } = mount
    const out: Way[] = []
    for (const base of waysTo(mount.path)) {
      for (const { place, way } of places) {
        const within = after(way, base)
        if (within && place.reach !== 'whole' && !isExcept(place, within, platform)) {
          throw refusal(label, within.names.length === 0 ? 'is' : 'lies in', place.what)
        }
        const inner = after(base, way)
        if (!inner || place.reach === 'declared') continue
        const isTaken = selection.selects(inner.names.join('/'), true)
        if (place.reach === 'whole') {
          if (isTaken) throw refusal(label, inner.names.length === 0 ? 'is' : 'takes in', place.what)
          continue
        }
        out.push(inner)
        if (isTaken) withheld.set(place.path, { label, path: place.path })
      }
    }
    return out.length === 0 ? mount : { ...mount, selection: without(selection, out, platform) }
  })
  return { mounts: guarded, withheld: [...withheld.values()] }
}

/** A path's components, as they are and as the platform compares them. */
interface Way {
  readonly names: readonly string[]
  readonly folded: readonly string[]
}

/** The short name that Windows gives to `.git`. */
const SHORT_GIT = /^GIT~\d+$/

function wayOf(path: BytePath, platform: NodeJS.Platform): Way {
  const names = path.split('/').filter((name) => name !== '')
  return { names, folded: names.map((name) => folded(name, platform)) }
}

function folded(name: string, platform: NodeJS.Platform): string {
  const fold = foldName(name, platform)
  return platform === 'win32' && SHORT_GIT.test(fold) ? '.GIT' : fold
}

/** The way from one place to another in it, `undefined` if it is in none. */
function after(outer: Way, inner: Way): Way | undefined {
  if (!outer.folded.every((name, i) => name === inner.folded[i])) return undefined
  const length = outer.names.length
  return { names: inner.names.slice(length), folded: inner.folded.slice(length) }
}

function isExcept({ except = [] }: ProtectedPath, within: Way, platform: NodeJS.Platform): boolean {
  return except.some((name) => folded(toBytePath(name), platform) === within.folded[0])
}

function refusal(label: string, how: 'is' | 'lies in' | 'takes in', what: string): UserError {
  return new UserError(
    `The path “${label}” ${how} ${what}, which no cache should fill; name only what you mean, or set allow-dangerous-paths.`,
  )
}

function without(selection: Selection, out: readonly Way[], platform: NodeJS.Platform): Selection {
  const isOut = (path: BytePath) => {
    const way = wayOf(path, platform)
    return out.some((place) => after(place, way))
  }
  return {
    everything: false,
    selects: (path, isDirectory) => !isOut(path) && selection.selects(path, isDirectory),
    descends: (path) => !isOut(path) && selection.descends(path),
  }
}
