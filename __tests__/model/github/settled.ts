import { packKey } from '../../../src/core/keys.ts'
import { entryPrefix } from '../../../src/stores/github/names.ts'
import { loadVersion } from '../../../src/volume/load-version.ts'
import type { CacheEntry, GithubService } from '../../support/github-service/index.ts'
import { IDENTITIES } from './identities.ts'
import { playRestore, type RestoreSite } from './job.ts'
import { check, type MadeHead } from './judge.ts'
import { NAMESPACE } from './outgoing.ts'
import { type Job, KEYS, LONG_MILLIS } from './plan.ts'
import { NO_TROUBLE, type Running, running, type World } from './world.ts'

/** Where the last restores are made: a world, or what is left of one. */
export type Site = RestoreSite & Pick<World, 'evicted'>

/** In the end, lag over and faults gone, each line gives what was saved to it last, if that is stored still. */
export async function checkSettled(site: Site): Promise<void> {
  const owners = IDENTITIES.filter(({ writes, name }) => writes !== undefined && name !== 'fork')
  for (const identity of owners) {
    for (const key of KEYS) await checkLine(site, running(`a last job (${identity.name})`, { ...LAST, identity, key }))
  }
}

/** From now on the service does as it should, and shows all there is. */
export function calm(service: GithubService): void {
  const { switches } = service
  switches.faults.length = 0
  Object.assign(switches, NO_TROUBLE, { urlUses: undefined, urlLifeMillis: LONG_MILLIS })
  for (const entry of service.entries as CacheEntry[]) entry.missesLeft = 0
}

const LAST: Omit<Job, 'identity' | 'key'> = {
  machine: 0,
  persistent: false,
  find: 'exact',
  does: 'restore',
  edits: [],
  largeBytes: 0,
  succeeds: true,
  handover: true,
  conflict: 'last-write',
  saveIf: 'changed',
  startMillis: 0,
  workMillis: 0,
  aheadMillis: 0,
}

async function checkLine(site: Site, who: Running): Promise<void> {
  const { judge, service, rank } = site
  const { identity, key } = who.job
  const lane = identity.writes as string
  const stored = judge.stored(lane, key, service.entries, rank)
  const [head] = stored
  if (!head) return
  judge.checkLast(head, stored)
  site.machine(who.job).wipe()
  const outcome = await playRestore(site, who)
  if (outcome.hit === 'exact' && outcome.matchedLane === lane && outcome.version === head.version) return
  const why = `${lane} ${key} ends with ${head.version}, and a restore gives ${outcome.hit} ${outcome.version}`
  check(site.evicted.size > 0, why)
  check(await hasLost(site, who, head), `${why}, although nothing of it is gone`)
}

/** Is something gone of a version that its head still names, which the save that made it could not know? */
async function hasLost(site: Site, who: Running, { lane, key, by, isNew }: MadeHead): Promise<boolean> {
  const context = site.process(who)
  const read = await context.heads.read({ namespace: NAMESPACE, lane, volume: site.machine(who.job).volume, key })
  check(read, `the head of ${lane} ${key} cannot be read`)
  const loaded = await loadVersion(context, read.line, read.head.current)
  check('version' in loaded, `the version of ${lane} ${key} cannot be read`)
  const names = site.service.entries.filter(({ finalised }) => finalised).map((entry) => entry.key)
  return loaded.version.manifest.packs.some((pack) => {
    const prefix = entryPrefix(packKey(NAMESPACE, pack.lane, pack.ulid))
    if (names.some((name) => name.startsWith(prefix))) return false
    // A pack can have been stored under several names, and have gone under each.
    return [...site.evicted].some(([name, at]) => name.startsWith(prefix) && (!isNew || at > by.began))
  })
}
