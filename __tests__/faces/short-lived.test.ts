import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { expect, test } from 'vitest'

const MODULE = new URL('../../src/faces/short-lived.ts', import.meta.url).href
/** Bits of what V8 says of a function. */
const MAGLEV = 1 << 5
const TURBOFAN = 1 << 6

/** How a function ends up that is called very often, in a process of its own. */
function hot(setting: string, flags: readonly string[] = []): number {
  const program = `
    const { compileSparingly } = await import(${JSON.stringify(MODULE)})
    ${setting}
    const f = (a) => { let s = 0; for (let i = 0; i < 100; i++) s += (a ^ i) % 7; return s }
    const until = Date.now() + 1000
    let status = 0
    while (Date.now() < until && !(status & ${TURBOFAN})) {
      for (let i = 0; i < 20000; i++) f(i)
      await new Promise((resolve) => setTimeout(resolve, 1))
      status = %GetOptimizationStatus(f)
    }
    process.stdout.write(String(status))`
  const args = ['--allow-natives-syntax', ...flags, '--input-type=module', '-e', program]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

test('a process that lives for a second is spared V8’s last compiler, and no other', () => {
  expect(hot('') & TURBOFAN).toBeTruthy()
  const spared = hot('compileSparingly()')
  expect(spared & TURBOFAN).toBe(0)
  expect(spared & MAGLEV).toBeTruthy()
  expect(hot('compileSparingly()', ['--no-maglev']) & TURBOFAN, 'where it is the only one').toBeTruthy()
})
