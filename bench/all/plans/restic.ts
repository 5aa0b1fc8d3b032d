import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { MICROSECOND } from '../../tree.ts'
import type { Place, Plan } from '../contestant.ts'

/**
 * restic on a local repository. Releases before 0.17 know no `--overwrite`, and restore everything again; those before
 * 0.18 have no faster compression than `auto`.
 */
export function restic({ own, source, name, cores }: Place, file: string): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const memory = { save: join(own, 'cache-save'), restore: join(own, 'cache-restore') }
  const on = (machine: keyof typeof memory) => ({
    ...{ RESTIC_PASSWORD: 'bench', RESTIC_REPOSITORY: store, RESTIC_CACHE_DIR: memory[machine] },
    ...{ HOME: own, GOMAXPROCS: `${cores}` },
  })
  const help = spawnSync(file, ['restore', '--help'], { encoding: 'utf8' }).stdout ?? ''
  const fastest = help.includes('fastest') ? 'fastest' : 'auto'
  const restore = [file, 'restore', 'latest', '--target', target, '--quiet']
  return {
    ...{ store, target, memory },
    create: [{ command: [file, 'init', '--repository-version', '2', '--quiet'], env: on('save') }],
    save: {
      command: [file, 'backup', name, '--compression', fastest, '--host', 'bench', '--quiet'],
      cwd: source,
      env: on('save'),
    },
    restore: { command: restore, env: on('restore') },
    ...(help.includes('--overwrite') && {
      update: { command: [...restore, '--overwrite', 'if-changed'], env: on('restore') },
    }),
    tolerance: MICROSECOND,
  }
}
