import { renameSync, symlinkSync, unlinkSync, writeSync } from 'node:fs'
import process from 'node:process'

// Puts a link to a directory outside in another directory's place, and takes it away again, as fast as it can:
// node swap-child.ts DIRECTORY OUTSIDE. Prints a line once it has begun.

const [directory = '', outside = ''] = process.argv.slice(2)
const away = `${directory}.away`
for (let swaps = 0; ; swaps++) {
  try {
    renameSync(directory, away)
    symlinkSync(outside, directory)
    unlinkSync(directory)
    renameSync(away, directory)
  } catch {
    // The restore was in between; what is missing comes back with the next.
    attempt(() => unlinkSync(directory))
    attempt(() => renameSync(away, directory))
  }
  if (swaps === 10) writeSync(1, 'begun\n')
}

function attempt(step: () => void): void {
  try {
    step()
  } catch {
    // It was not so.
  }
}
