import { join } from 'node:path'
import { MICROSECOND } from '../../tree.ts'
import type { Command, Place, Plan } from '../contestant.ts'

/** kopia on a local repository, with its fastest zstd, which it does not use by itself. */
export function kopia({ own, source, name, cores }: Place, file: string): Plan {
  const [store, target] = [join(own, 'store'), join(own, 'restored')]
  const memory = { save: join(own, 'home-save'), restore: join(own, 'home-restore') }
  const on = (machine: keyof typeof memory, ...words: string[]): Command => {
    const home = memory[machine]
    const quiet = ['--no-auto-maintenance', '--no-progress', '--log-level=error', '--file-log-level=error']
    const env = {
      ...{ HOME: home, KOPIA_PASSWORD: 'bench', KOPIA_CONFIG_PATH: join(home, 'repository.config') },
      ...{ KOPIA_CACHE_DIRECTORY: join(home, 'cache'), KOPIA_LOG_DIR: join(home, 'logs') },
      ...{ KOPIA_CHECK_FOR_UPDATES: 'false', KOPIA_PERSIST_CREDENTIALS_ON_CONNECT: 'false', GOMAXPROCS: `${cores}` },
    }
    return { command: [file, ...words, ...quiet], env }
  }
  const who = ['--override-hostname=bench', '--override-username=bench']
  const tree = join(source, name)
  const restore = ['restore', tree, join(target, name), `--parallel=${cores}`]
  return {
    ...{ store, target, memory },
    create: [
      on('save', 'repository', 'create', 'filesystem', `--path=${store}`, ...who),
      on('save', 'policy', 'set', '--global', '--compression=zstd-fastest', '--ignore-identical-snapshots=false'),
    ],
    connect: on('restore', 'repository', 'connect', 'filesystem', `--path=${store}`, ...who),
    save: on('save', 'snapshot', 'create', tree, `--parallel=${cores}`),
    restore: on('restore', ...restore),
    update: on('restore', ...restore, '--skip-existing'),
    tolerance: MICROSECOND,
  }
}
