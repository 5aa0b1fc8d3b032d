import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'
import { describeStore } from './store.ts'
import type { Place } from './subject.ts'

async function place(where: 'on disk' | 'in memory', link?: () => Promise<void>): Promise<Place> {
  const { path, remove } = await temporaryDirectory(where)
  const directory = join(path, 'not', 'yet', 'there')
  return {
    open: () => createDirectoryStore({ directory, clock: realClock, random: realRandom, ...(link && { link }) }),
    leftovers: () => readdir(join(directory, 'tmp')).catch(() => []),
    blobConditions: false,
    close: remove,
  }
}

describeStore('directory store on disk', () => place('on disk'))
describeStore('directory store in memory', () => place('in memory'))
describeStore('directory store without hard links', () =>
  place('in memory', async () => {
    throw Object.assign(new Error('no hard links here'), { code: 'ENOTSUP' })
  }),
)
