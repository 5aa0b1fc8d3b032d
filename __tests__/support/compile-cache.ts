import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const NAME = 'NODE_COMPILE_CACHE'

/**
 * Before all tests: a directory where Node keeps stripped and compiled sources, for every process and every thread that
 * the tests start. Most of what those did was to compile the same files once more. It goes when the tests have ended.
 */
export default function setUp(): (() => void) | undefined {
  // Called for each project of a run, and for a run that a test starts.
  if (process.env[NAME] !== undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-compiled-'))
  process.env[NAME] = directory
  return () => rmSync(directory, { recursive: true, force: true })
}

/** For processes whose whole environment a test decides. */
export function compileCache(): Record<string, string> {
  const directory = process.env[NAME]
  return directory === undefined ? {} : { [NAME]: directory }
}
