import { join } from 'node:path'
import { MICROSECOND, SECOND } from '../../tree.ts'
import type { Place, Plan } from '../contestant.ts'

/** The opponent of `npm run bench`. */
export function tarZstd({ own, source, name }: Place): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const archive = join(store, 'archive.tar.zst')
  return {
    ...{ store, target, memory: {}, whole: true },
    save: { command: ['sh', '-c', `tar -C ${source} -cf - ${name} | zstd -T0 -3 -q -o ${archive}`] },
    restore: { command: ['sh', '-c', `zstd -d -q -c ${archive} | tar -xf - -C ${target}`] },
    tolerance: SECOND, // its format has whole seconds
  }
}

/** What the client of actions/cache runs on Linux, option by option, in the directory of its archive. */
export function actionsCacheTar({ own, source, name }: Place): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const archive = join(store, 'cache.tzst')
  const create = ['--posix', '-cf', 'cache.tzst', '--exclude', 'cache.tzst', '-P', '-C', source]
  return {
    ...{ store, target, memory: {}, whole: true },
    save: {
      command: [
        'sh',
        '-c',
        `echo ${name} > manifest.txt && tar ${create.join(' ')} --files-from manifest.txt --use-compress-program zstdmt`,
      ],
      cwd: store,
    },
    restore: { command: ['tar', '-xf', archive, '-P', '-C', target, '--use-compress-program', 'unzstd'] },
    tolerance: MICROSECOND,
  }
}
