import { spawnSync } from 'node:child_process'
import { installedProgram, type Program } from '../../scripts/servers.ts'
import type { Place, Plan } from './contestant.ts'
import { actionsCacheTar, tarZstd } from './plans/archives.ts'
import { casync } from './plans/casync.ts'
import { desync } from './plans/desync.ts'
import { kopia } from './plans/kopia.ts'
import { restic } from './plans/restic.ts'
import { RIVALS, type RivalId } from './results.ts'

/** A rival that is there, to be given a place. */
export interface Rival {
  readonly id: RivalId
  readonly version: string
  plan(place: Place): Plan
}

/** The rivals that are installed, in the order of reports, and a sentence for each that is not. */
export function findRivals(wanted: readonly RivalId[]): { rivals: Rival[]; absent: string[] } {
  const rivals: Rival[] = []
  const absent: string[] = []
  for (const id of wanted) {
    const found = FINDERS[id]()
    if (typeof found === 'string') absent.push(`${RIVALS[id].title} took no part: ${found}`)
    else rivals.push({ id, ...found })
  }
  return { rivals, absent }
}

type Found = Omit<Rival, 'id'> | string

const FINDERS: Readonly<Record<RivalId, () => Found>> = {
  'tar-zstd': () => ({ version: '', plan: tarZstd }),
  'actions-cache': () => ({ version: '', plan: actionsCacheTar }),
  restic: () => fromDebian('restic', restic),
  casync: () => fromDebian('casync', casync),
  kopia: () => fromModules('kopia', kopia),
  desync: () => fromModules('desync', desync),
}

function fromDebian(name: string, plan: (place: Place, file: string) => Plan): Found {
  if (spawnSync(name, ['--help']).error) return `\`apt-get install ${name}\` has not been run.`
  const { stdout } = spawnSync('dpkg-query', ['--show', name], { encoding: 'utf8' })
  return { version: stdout?.split('\t')[1]?.trim() || 'of unknown version', plan: (place) => plan(place, name) }
}

function fromModules(name: Program, plan: (place: Place, file: string) => Plan): Found {
  const program = installedProgram(name)
  if (!program) return `\`node scripts/node24.mjs scripts/servers.ts ${name}\` has not been run.`
  return { version: program.version, plan: (place) => plan(place, program.file) }
}
