import { mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Seen } from './results.ts'
import type { Ground, Side as SideOf } from './run.ts'

export type Side = SideOf<Seen>

/** Where runs take place, and what starts Warmstart's command line. */
export interface Stage extends Ground {
  readonly program: readonly string[]
}

const MOVED = { save: 'uploadedBytes', restore: 'fetchedBytes' } as const

/** Saves or restores the directory `name` below a root. */
export function warmstartSide(stage: Stage, verb: keyof typeof MOVED, store: string, root: string, name: string): Side {
  const place = ['--store', pathToFileURL(store).href, '--root', root, '--path', name, '--key', 'bench']
  return {
    command: [...stage.program, verb, ...place, '--json'],
    env: { HOME: stage.directory, WARMSTART_STATE: stateOf(stage, root) },
    look: (stdout) => {
      const said = JSON.parse(stdout.trim().split('\n').at(-1) as string)
      return { bytes: said[MOVED[verb]], said }
    },
  }
}

export function packSide(tree: string, archive: string): Side {
  return {
    command: ['sh', '-c', `tar -C ${tree} -cf - . | zstd -T0 -3 -q -o ${archive}`],
    prepare: () => rmSync(archive, { force: true }),
    look: () => ({ bytes: statSync(archive).size }),
  }
}

export function extractSide(archive: string, target: string): Side {
  return {
    command: ['sh', '-c', `zstd -d -q -c ${archive} | tar -xf - -C ${target}`],
    prepare: () => {
      rmSync(target, { recursive: true, force: true })
      mkdirSync(target, { recursive: true })
    },
    look: () => ({ bytes: statSync(archive).size }),
  }
}

export function findSide(tree: string): Side {
  return { command: ['sh', '-c', `find ${tree} -printf '%p %s %T@\\n' > /dev/null`], look: () => ({ bytes: 0 }) }
}

/** The same side, with places removed, and one made anew, before each run. */
export function emptied(side: Side, places: readonly string[], made?: string): Side {
  return {
    ...side,
    prepare: () => {
      for (const place of places) rmSync(place, { recursive: true, force: true })
      if (made) mkdirSync(made)
    },
  }
}

/** Where Warmstart remembers what lies below a root: a directory for each, so that one can be forgotten alone. */
export function stateOf({ directory }: Ground, root: string): string {
  return join(directory, `state-${basename(root)}`)
}

/** A command as a person would write it, from the site's directory. */
export function shown({ directory, program }: Stage, command: readonly string[]): string {
  const words = command[0] === 'sh' ? command.slice(2) : ['warmstart', ...command.slice(program.length)]
  return words.join(' ').replaceAll(`${directory}/`, '').replaceAll(directory, '.').replace('file://', 'file://$PWD/')
}
