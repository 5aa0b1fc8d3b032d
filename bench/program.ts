import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's directory. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Copies `dist/` to a place, so that a build meanwhile changes nothing; builds it first if sources are newer. */
export function copyDist(to: string, say: (line: string) => void): void {
  const dist = join(root, 'dist')
  const built = times(dist)
  if (built.length === 0 || Math.min(...built) < Math.max(...times(join(root, 'src')))) {
    say('dist/ is older than src/: building …')
    const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: ['ignore', 'ignore', 2] })
    if (status !== 0) throw new Error('the build failed')
  }
  cpSync(dist, to, { recursive: true })
}

/** What starts the command line: the sources, or a copy of `dist/` below a directory. */
export function cliProgram(work: string, fromSource: boolean, say: (line: string) => void): string[] {
  if (fromSource) return [process.execPath, join(root, 'src/faces/cli/index.ts')]
  copyDist(join(work, 'dist'), say)
  return [process.execPath, join(work, 'dist/cli/index.js')]
}

/** What it returns, or what it throws. */
export function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error as Error
  }
}

function times(folder: string): number[] {
  const entries = attempt(() => readdirSync(folder, { recursive: true, withFileTypes: true }))
  if (entries instanceof Error) return []
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs)
}
