import { expect, onTestFinished } from 'vitest'
import type { Random } from '../../../src/core/ports/clock.ts'
import { createEntries, type Entries } from '../../../src/stores/github/entries.ts'
import { type Fault, GithubService, type Scope } from '../github-service/index.ts'
import { realRandom } from './clock.ts'
import { VirtualClock } from './virtual-clock.ts'

/** The service within this process and on a clock of its own. A planned fault that did not come about fails the test. */
export function githubSite() {
  const clock = new VirtualClock()
  const service = new GithubService({ clock })
  onTestFinished(() => {
    const idle = service.unfired()
    if (idle.length > 0) throw new Error(`planned faults that never came about: ${JSON.stringify(idle)}`)
  })
  return {
    clock,
    service,
    /** How often switches and faults made a difference. */
    fired: service.counts.fired,
    run: <T>(work: Promise<T>) => clock.run(work),
    plan: (...faults: Fault[]) => service.switches.faults.push(...faults),
    /** What the run slept, without the ticks of the watches over its exchanges. */
    slept: () => clock.slept.filter((millis) => millis !== TICK_MILLIS),
    access: { resultsUrl: service.resultsUrl, token: service.token },
    /** Another run. */
    entries(more: { scopes?: readonly Scope[]; random?: Random; fetch?: typeof globalThis.fetch } = {}): Entries {
      const token = more.scopes ? service.tokenFor(...more.scopes) : service.token
      const { random = realRandom, fetch = service.fetch } = more
      return createEntries({ resultsUrl: service.resultsUrl, token, clock, random, fetch })
    },
  }
}

export type GithubSite = ReturnType<typeof githubSite>

/** Stores an entry in blocks and returns its name. */
export async function upload(entries: Entries, prefix: string, ...blocks: readonly Uint8Array[]): Promise<string> {
  const writer = entries.upload(prefix)
  try {
    for (const block of blocks) await writer.write(block)
    return (await writer.commit()).name
  } catch (error) {
    await writer.abort()
    throw error
  }
}

/** What another run reads of an entry. */
export async function readEntry(site: GithubSite, name: string): Promise<Uint8Array> {
  const part = await site.run(site.entries().read({ name }))
  if (!part) throw new Error(`${name} is not there`)
  return part.bytes
}

/** Fails the test unless another run reads this of an entry. */
export async function expectStored(site: GithubSite, name: string, content: Uint8Array): Promise<void> {
  expect(Buffer.compare(await readEntry(site, name), content)).toBe(0)
}

/** The names that were reserved and never finalised, and those of entries. */
export function entryNames({ service }: GithubSite) {
  return {
    reserved: service.entries.filter(({ finalised }) => !finalised).map(({ key }) => key),
    finalised: service.entries.filter(({ finalised }) => finalised).map(({ key }) => key),
  }
}

const TICK_MILLIS = 5000
