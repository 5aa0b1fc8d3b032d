import { UserError } from '../../core/ports/errors.ts'
import { parseSize } from '../../core/size.ts'
import type { WritePolicy } from './near.ts'

/** One line of a list of stores. */
export interface TierLine {
  /** Of replicas, the one that is written first. Without the options that are the tier's. */
  readonly urls: readonly [string, ...string[]]
  readonly write: WritePolicy
  readonly budgetBytes: number | undefined
}

/** The lines, nearest first, and which of them is home: the last that is written to. */
export interface TierList {
  readonly lines: readonly TierLine[]
  readonly home: number
}

/**
 * Reads a list of stores: a URL a line, nearest first; several on one line are replicas. `write=` and `budget=` among a
 * URL's options are the tier's, all others its store's. Throws `UserError` for what cannot be meant.
 */
export function parseTiers(text: string): TierList {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line, _, all) => line !== '' || all.length === 1)
    .map(parseLine)
  const urls = lines.flatMap((line) => line.urls)
  const twice = urls.find((url, i) => urls.indexOf(url) < i)
  if (twice !== undefined) throw new UserError(`The store ${shown(twice)} is named twice.`)
  const home = lines.findLastIndex(({ write }) => write !== 'around')
  const [url = ''] = lines[home]?.urls ?? []
  if (home < 0) {
    throw new UserError('Every store has write=around, so versions could be stored in none; leave it off one of them.')
  }
  if (lines[home]?.write === 'behind') {
    throw new UserError(
      `Versions live in the store ${shown(url)}, so it is written at once; write=behind is for stores in front of it.`,
    )
  }
  if (lines[home]?.budgetBytes !== undefined) {
    throw new UserError(
      `Versions live in the store ${shown(url)}, so nothing may be evicted from it; budget is for a directory in front of another store.`,
    )
  }
  return { lines, home }
}

const POLICIES = ['through', 'behind', 'around'] as const

function parseLine(line: string): TierLine {
  const [first = '', ...replicas] = line.split(/\s+(?=[a-z][a-z0-9+.-]+:)/i)
  const { rest, write, budget } = takeOptions(first)
  for (const replica of replicas) {
    const own = takeOptions(replica)
    if (own.write === undefined && own.budget === undefined) continue
    throw new UserError(
      `The store ${shown(replica)} is a replica; write and budget belong to the first store of its line.`,
    )
  }
  const policy = POLICIES.find((known) => known === (write ?? 'through'))
  if (policy === undefined) {
    throw new UserError(`The store ${shown(first)} has write=${write}; it is one of ${POLICIES.join(', ')}.`)
  }
  const budgetBytes = parseSize(budget ?? '', `The budget of the store ${shown(first)},`)
  if (budgetBytes !== undefined && !/^file:/i.test(first)) {
    throw new UserError(`The store ${shown(first)} has a budget, which only a directory (file:) can have.`)
  }
  if (budgetBytes !== undefined && policy === 'around') {
    throw new UserError(
      `The store ${shown(first)} has a budget and write=around; where nothing is written nothing is evicted.`,
    )
  }
  return { urls: [rest, ...replicas], write: policy, budgetBytes }
}

/** A URL without its tier's options, and these. */
function takeOptions(url: string) {
  const [, before = url, query] = /^([^?#]*)\?([^#]*)$/s.exec(url) ?? []
  const taken: { write?: string; budget?: string } = {}
  const kept = query?.split('&').filter((option) => {
    const [, name, value = ''] = /^(write|budget)=(.*)$/s.exec(option) ?? []
    if (name === undefined) return true
    if (taken[name as 'write' | 'budget'] !== undefined) {
      throw new UserError(`The store ${shown(url)} has the option “${name}” twice.`)
    }
    taken[name as 'write' | 'budget'] = value
    return false
  })
  return { ...taken, rest: query === undefined ? url : [before, ...(kept?.length ? [kept.join('&')] : [])].join('?') }
}

/** Without options, and without what may be a secret. */
function shown(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//…@')
}
