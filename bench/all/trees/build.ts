import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { madeOnce } from '../../made-once.ts'

const CRATE = 'ripgrep@15.2.0'

/** What cargo leaves of a build of ripgrep by its own lock file, one for tests and one for release. */
export function buildTree(say: (line: string) => void): string {
  const { stdout, error } = spawnSync('cargo', ['--version'], { encoding: 'utf8' })
  if (error) throw new Error('the part needs cargo')
  const make = (directory: string) => {
    for (const profile of ['dev', 'release']) {
      const place = ['--root', join(directory, 'installed'), '--target-dir', join(directory, 'target')]
      const args = ['install', '--locked', '--quiet', '--force', '--profile', profile, ...place, CRATE]
      const { status } = spawnSync('cargo', args, { stdio: ['ignore', 'ignore', 'inherit'] })
      if (status !== 0) throw new Error(`cargo could not build ${CRATE}`)
    }
  }
  const place = madeOnce({ what: 'The build tree', inputs: ['build 1', CRATE, stdout], make }, say)
  return join(place, 'target')
}
