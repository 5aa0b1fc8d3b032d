import * as fs from 'node:fs'
import { join } from 'node:path'
import { restore } from '../../../src/volume/restore.ts'
import { save } from '../../../src/volume/save.ts'
import type { RestoreOutcome, VolumeRequest } from '../../../src/volume/types.ts'
import { noise } from '../../support/fleet.ts'
import type { CacheEntry } from '../../support/github-service/index.ts'
import { ORIGIN } from '../../support/provenance.ts'
import { doEdits } from '../edits.ts'
import { check } from './judge.ts'
import type { Machine } from './machines.ts'
import { NAMESPACE } from './outgoing.ts'
import type { Job } from './plan.ts'
import type { Running, World } from './world.ts'

/** Restores, works and saves, as far as the job comes; resolves when it has ended, whichever way. */
export async function playJob(world: World, who: Running): Promise<void> {
  const { scheduler } = world
  const { job, cancel } = who
  const clock = scheduler.clockOf(who, 0)
  await clock.sleep(job.startMillis)
  await scheduler.turn(who, 'starts')
  who.phase = 'under way'
  if (!job.persistent) world.machine(job).wipe()
  try {
    const forked = job.does === 'save' ? undefined : await playRestore(world, who)
    if (job.does === 'restore') return
    work(world.machine(job), job, who.name)
    if (!job.succeeds) return
    await clock.sleep(job.workMillis, cancel.signal)
    await scheduler.turn(who, 'saves', cancel.signal)
    await playSave(world, who, forked)
  } catch (error) {
    if (error !== cancel.signal.reason) throw error
  } finally {
    who.phase = 'over'
  }
}

/** What a restore takes of a world. */
export type RestoreSite = Pick<World, 'judge' | 'service' | 'rank' | 'machine' | 'process' | 'isCalm'> & {
  readonly scheduler: Pick<World['scheduler'], 'note' | 'now'>
}

/** A restore, judged. */
export async function playRestore(world: RestoreSite, who: Running): Promise<RestoreOutcome> {
  const { judge, scheduler } = world
  const { job, name, cancel } = who
  const machine = world.machine(job)
  const before = machine.look()
  who.found = before
  const due = world.isCalm ? newestShown(world, job) : undefined
  try {
    const outcome = await restore(world.process(who), {
      ...requestOf(machine, who),
      restoreKeys: job.find === 'prefix' ? ['k'] : [],
      newestAsLastResort: job.find === 'newest',
      how: 'restore',
    })
    scheduler.note(`${name} has restored: ${outcome.hit} ${outcome.version ?? ''}`)
    judge.restored(name, job, outcome, before, machine.look())
    if (due) checkNoOlder(world, who, outcome, due)
    return outcome
  } catch (error) {
    if (error === cancel.signal.reason) judge.stopped(name, 'cancelled', before, machine.look())
    throw error
  } finally {
    who.found = undefined
  }
}

async function playSave(world: World, who: Running, forked: RestoreOutcome | undefined): Promise<void> {
  const { judge, scheduler } = world
  const { job, name, cancel } = who
  const id = `the save of ${name}`
  judge.begins(id, job, world.machine(job).look())
  who.saving = id
  const fork = job.handover && forked && { parent: forked.parent ?? ('none' as const), startedAt: forked.startedAt }
  try {
    const outcome = await save(world.process(who), {
      ...requestOf(world.machine(job), who),
      saveIf: job.saveIf,
      conflict: job.conflict,
      sizeLimit: undefined,
      secrets: 'omit',
      dryRun: false,
      parent: undefined,
      startedAt: undefined,
      ...fork,
      provenance: ORIGIN,
      writer: { repository: '', run: name, actor: '' },
    })
    scheduler.note(`${name} has saved: ${outcome.reason} ${outcome.version ?? ''}`)
    world.harvest()
    judge.saved(id, outcome.reason, outcome.version)
    if (world.isCalm) check(outcome.reason !== 'store-failed', `${name} could not save, and nothing was wrong`)
  } catch (error) {
    if (error !== cancel.signal.reason) throw error
    world.harvest()
    judge.saved(id, 'cancelled')
    throw error
  }
}

/** Does what a build does: its edits, and a file that says whose tree this is. */
export function work({ tree }: Machine, { machine, edits, largeBytes }: Job, name: string): void {
  if (edits.length === 0 && largeBytes === 0) return
  doEdits(tree, edits, name)
  fs.mkdirSync(tree, { recursive: true })
  fs.writeFileSync(join(tree, 'by'), `${name} ${'.'.repeat(machine)}`)
  if (largeBytes > 0) fs.writeFileSync(join(tree, 'large'), noise(largeBytes + machine, largeBytes))
}

function requestOf(machine: Machine, { job, name }: Running): VolumeRequest & { foreign: 'owned' | 'overlay' } {
  const { reads, writes } = job.identity
  return {
    rights: { namespace: NAMESPACE, reads, writes },
    volume: machine.volume,
    key: job.key,
    mounts: machine.mounts,
    job: name,
    foreign: job.persistent ? 'owned' : 'overlay',
  }
}

/** The head that any lookup of the job's own key would show now. */
function newestShown({ judge, service, rank, scheduler }: RestoreSite, { identity, key }: Job) {
  const shown = service.entries.filter((entry) => entry.finalised && entry.shownAt <= scheduler.now())
  for (const lane of identity.reads) {
    const [head] = judge.stored(lane, key, shown, rank)
    if (head) return head
  }
  return undefined
}

/** What was shown when a restore began is found by it, or what came later. */
function checkNoOlder(
  { judge, service, rank }: RestoreSite,
  { name, job }: Running,
  { hit, matchedLane, version }: RestoreOutcome,
  due: { readonly lane: string; readonly entry: CacheEntry },
): void {
  const { reads } = job.identity
  check(hit === 'exact', `${name} restored ${hit}, and ${due.lane} had what it asked for`)
  const nearer = reads.indexOf(matchedLane as string) - reads.indexOf(due.lane)
  check(nearer <= 0, `${name} restored from ${matchedLane}, and ${due.lane} comes first`)
  const found = judge.stored(due.lane, job.key, service.entries, rank).find((head) => head.version === version)
  if (nearer === 0) check(found && rank(found.entry) >= rank(due.entry), `${name} restored what is not the newest`)
}
