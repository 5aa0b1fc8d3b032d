import { join } from 'node:path'
import { MICROSECOND } from '../../tree.ts'
import type { Place, Plan } from '../contestant.ts'

/** desync with as many workers as cores. Trees have no seeds with it, only single files do. */
export function desync({ own, source, name, cores }: Place, file: string): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const [index, chunks] = [join(store, 'index.caidx'), join(store, 'chunks')]
  const flags = ['--index', '--store', chunks, '--concurrency', `${cores}`]
  const env = { HOME: own }
  return {
    ...{ store, target, memory: {} },
    create: [{ command: ['mkdir', '-p', chunks] }],
    save: { command: [file, 'tar', ...flags, index, join(source, name)], env },
    restore: { command: [file, 'untar', ...flags, index, join(target, name)], env },
    tolerance: MICROSECOND,
  }
}
