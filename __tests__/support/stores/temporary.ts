import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A fresh directory; `in memory` where the system has such a file system, which is another one than `/tmp` mostly. */
export async function temporaryDirectory(where: 'on disk' | 'in memory' = 'on disk') {
  const parent = where === 'in memory' && existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const path = await mkdtemp(join(parent, 'warmstart-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
