import process from 'node:process'
import { setFlagsFromString } from 'node:v8'

/**
 * Leaves out V8's slowest compiler, for this process and its threads: what lives for a second or two gets less back
 * than its work costs. The one before it makes code that is nearly as fast; where that one is
 * off (GitHub's runner turns it off on some machines), nothing changes. WebAssembly is not concerned.
 */
export function compileSparingly(): void {
  if (process.execArgv.includes('--no-maglev')) return
  setFlagsFromString('--no-turbofan')
}
