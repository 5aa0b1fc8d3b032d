import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Clock } from '../../../src/core/ports/clock.ts'
import { createGithubArchive } from '../../../src/stores/github/archive.ts'
import { createEntries, type Entries } from '../../../src/stores/github/entries.ts'
import { createGithubHeads } from '../../../src/stores/github/heads.ts'
import { createRest } from '../../../src/stores/github/rest.ts'
import { createGithubStore } from '../../../src/stores/github/store.ts'
import type { Fleet } from '../fleet.ts'
import { type CacheEntry, GithubService, type Scope } from '../github-service/index.ts'
import { mountRest } from '../github-service/rest.ts'
import type { Machine, MachineOptions } from '../machine.ts'
import { realRandom } from './clock.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const REST = { token: 'secret', repository: 'acme/web' }

export interface GithubJobOptions extends Partial<MachineOptions> {
  readonly scopes?: readonly Scope[]
  /** The ref whose entries the job's token may list and remove; none: it has no token. */
  readonly ref?: string
}

/**
 * Machines with the real use cases, on GitHub's cache service, over days: time goes by as the machine's, and jumps. As
 * on GitHub, what nobody has read for a week is gone after the jump.
 */
export function githubDays(fleet: Fleet) {
  let ahead = 0
  const clock: Clock = {
    now: () => Date.now() + ahead,
    // Watches over exchanges tick as they do; nothing else waits long.
    sleep: (ms, signal) => setTimeout(ms < 5000 ? ms / 100 : ms, undefined, { ...(signal && { signal }) }),
  }
  const service = new GithubService({ clock })
  const rest = mountRest(service, REST)
  const wires = new Map<Machine, Entries>()
  return {
    clock,
    service,
    rest,
    /** A machine that runs one job: what it knows of the store ends with it. */
    machine({ scopes, ref, ...more }: GithubJobOptions = {}): Machine {
      const token = scopes ? service.tokenFor(...scopes) : service.token
      const { fetch, resultsUrl } = service
      const entries = createEntries({ resultsUrl, token, clock, random: realRandom, fetch })
      const admin = ref === undefined ? undefined : createRest({ fetch, clock }, { ...REST, apiUrl: rest.apiUrl, ref })
      const store = createGithubStore({ entries, clock, ...(admin && { admin }) })
      const heads = createGithubHeads({ entries, ...(admin && { admin }) })
      const archive = admin && { archive: createGithubArchive(entries, admin) }
      const lanes = { namespace: 'acme/web', lane: 'trusted' }
      const machine = fleet.machine({ ...lanes, ...more, store, heads, ...archive, clock })
      wires.set(machine, entries)
      return machine
    },
    /** What a machine asked of the service. */
    counts: (machine: Machine) => ({ ...(wires.get(machine) as Entries).counts }),
    async pass(millis: number): Promise<void> {
      ahead += millis
      await service.evict(({ accessedAt }) => clock.now() - accessedAt > 7 * DAY)
    },
    packs: () => service.entries.filter(({ key, finalised }) => finalised && key.includes('/packs/')),
    heads: () => service.entries.filter(({ key, finalised }) => finalised && key.includes('/heads/')),
  }
}

/** The ULID in the name of a pack's entry. */
export function packOf({ key }: CacheEntry): string {
  const [, ulid = ''] = /\/packs\/(\w{26})#/.exec(key) ?? []
  expect(ulid).not.toBe('')
  return ulid
}
