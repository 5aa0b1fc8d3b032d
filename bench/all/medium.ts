import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { availableMemory, machineFacts } from '../machine.ts'
import { type MediumName, openMedium } from '../mounts.ts'
import { say } from '../options.ts'
import { cliProgram } from '../program.ts'
import { type AllSite, NAME, sourceOf } from './cases.ts'
import type { Contestant } from './contestant.ts'
import { warmstart } from './plans/warmstart.ts'
import { RIVALS, type RivalId } from './results.ts'
import { findRivals } from './rivals.ts'

export interface Settings {
  readonly medium: MediumName
  readonly rivals: readonly RivalId[]
  readonly quick: boolean
  readonly rounds: number
  readonly fromSource: boolean
}

export const MEDIA: Readonly<Record<MediumName, string>> = { ext4: 'an ext4 image in memory', tmpfs: 'tmpfs' }

const PAGE_CACHE =
  'Before each run everything is flushed (`sync -f`) and stays in the page cache: no disk takes part in any figure.'

export interface Opened {
  readonly site: AllSite
  /** What a reader has to know. */
  readonly notes: readonly string[]
  close(): void
}

/**
 * Opens a file system with an empty directory for each contestant that is there. `room`: how many bytes it has to have for
 * so many contestants.
 */
export function openSite(work: string, settings: Settings, room: (contestants: number) => number): Opened {
  const { rivals, absent } = findRivals(settings.rivals)
  const needed = settings.quick ? 2 : Math.ceil(room(rivals.length + 1) / 2 ** 30)
  if (availableMemory() < (needed + 1) * 2 ** 30) throw new Error(`${needed + 1} GiB of free memory are needed`)
  const program = cliProgram(work, settings.fromSource, say)
  const { directory, close } = openMedium(settings.medium, needed)
  const place = (id: string) => {
    const own = join(directory, id)
    mkdirSync(own)
    return { own, source: sourceOf({ directory, timeFile: '' }), name: NAME, cores: Number(machineFacts()['cores']) }
  }
  const contestants: Contestant[] = [
    { id: 'warmstart', version: '', ...warmstart(place('warmstart'), program) },
    ...rivals.map(({ id, version, plan }) => ({ id, version, ...plan(place(id)) })),
  ]
  const notes = rivals.map(({ id }) => RIVALS[id].note).filter((note) => note !== undefined)
  return {
    site: { directory, timeFile: join(work, 'time'), contestants, program, rounds: settings.rounds },
    notes: [PAGE_CACHE, ...notes, ...absent],
    close,
  }
}
