// Preloaded (`--import`) into a child and all its worker threads: counts the calls that change a file system. Just
// before the one it was told it kills the whole process, or lets that call and all further ones fail, which leaves the
// same on the disk and costs no new process.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'

const KEY = 'kill-at'
const COUNT = 0
const LAST = 1
const KILLS = 2
const COUNTING = 3

if (isMainThread) setEnvironmentData(KEY, new Int32Array(new SharedArrayBuffer(16)))
const shared = getEnvironmentData(KEY) as unknown as Int32Array<SharedArrayBuffer>

/** From now on calls count; at call `last` everything ends. `0`: nothing does. */
export function arm(last: number, how: 'kill' | 'fail'): void {
  Atomics.store(shared, COUNT, 0)
  Atomics.store(shared, LAST, last)
  Atomics.store(shared, KILLS, how === 'kill' ? 1 : 0)
  Atomics.store(shared, COUNTING, 1)
}

export function disarm(): void {
  Atomics.store(shared, COUNTING, 0)
}

/** Calls since `arm`. */
export function countedCalls(): number {
  return Atomics.load(shared, COUNT)
}

const CHANGING = [
  'chmodSync',
  'fchmodSync',
  'fsyncSync',
  'ftruncateSync',
  'futimesSync',
  'linkSync',
  'lutimesSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
] as const

for (const name of CHANGING) {
  const original = fs[name] as (...args: unknown[]) => unknown
  const counted = (...args: unknown[]) => {
    if (Atomics.load(shared, COUNTING) === 1) count()
    return original(...args)
  }
  Object.assign(fs, { [name]: counted })
}
syncBuiltinESMExports()

function count(): void {
  const number = Atomics.add(shared, COUNT, 1) + 1
  const last = Atomics.load(shared, LAST)
  if (last === 0 || number < last) return
  if (Atomics.load(shared, KILLS) === 1) {
    process.kill(process.pid, 'SIGKILL')
    // The signal ends every thread, but this one perhaps not first.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  throw new Error('the process is as good as dead')
}
