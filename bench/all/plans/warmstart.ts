import { join } from 'node:path'
import { stateOf, warmstartSide } from '../../sides.ts'
import { MICROSECOND } from '../../tree.ts'
import type { Command, Place, Plan } from '../contestant.ts'

/** As `npm run bench` runs it. */
export function warmstart({ own, source, name }: Place, program: readonly string[]): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const stage = { directory: own, timeFile: '', program }
  const command = (verb: 'save' | 'restore', root: string): Command => {
    const { command, env = {} } = warmstartSide(stage, verb, store, root, name)
    return { command, env }
  }
  const restore = command('restore', target)
  return {
    ...{ store, target, restore },
    memory: { save: stateOf(stage, source), restore: stateOf(stage, target) },
    save: command('save', source),
    update: restore,
    tolerance: MICROSECOND,
    read: (stdout) => JSON.parse(stdout.trim().split('\n').at(-1) as string),
  }
}
