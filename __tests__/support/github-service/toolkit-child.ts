// A job's use of `@actions/cache` in a process of its own: saves or restores, and prints what came of it as the last
// line, in JSON. What the client itself prints comes before.
import process from 'node:process'
import { restoreCache, saveCache } from '@actions/cache'

const [what, paths, key, ...restoreKeys] = process.argv.slice(2) as [string, string, string, ...string[]]
let outcome: unknown
try {
  const list = paths.split('|')
  outcome = { value: (await (what === 'save' ? saveCache(list, key) : restoreCache(list, key, restoreKeys))) ?? null }
} catch (error) {
  outcome = { error: `${error}` }
}
console.log(`\n${JSON.stringify(outcome)}`)
process.exit(0)
