import { join } from 'node:path'
import { MICROSECOND } from '../../tree.ts'
import type { Place, Plan } from '../contestant.ts'

/**
 * casync with all that it can keep of files. Without `--cache`: with it, 2+20201210 writes an index of an edited tree that
 * it then cannot extract.
 */
export function casync({ own, source, name }: Place, file: string): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const [index, chunks] = [join(store, 'index.caidx'), `--store=${join(store, 'chunks.castr')}`]
  const command = [file, 'extract', chunks, '--with=best', index, join(target, name)]
  return {
    ...{ store, target, memory: {} },
    save: {
      command: [
        file,
        'make',
        chunks,
        '--with=best',
        '--compression=zstd',

        index,
        join(source, name),
      ],
    },
    restore: { command },
    update: { command }, // what lies at its target is a seed by itself
    tolerance: MICROSECOND,
  }
}
