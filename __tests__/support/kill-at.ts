// Preloaded (`--import`) into a child and all its worker threads: counts the calls that change a file system, by
// whatever interface. Just before the one it was told it kills the whole process, or lets that call and all further ones
// fail, which leaves the same on the disk and costs no new process. Calls that change nothing do not count: killed at
// one of them, a process leaves what it leaves at the next one that does. A file that is written whole counts twice, the
// second time when half of it is there.
import fs, { type PathLike } from 'node:fs'
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

type Call = (...args: never[]) => unknown

const { openSync, closeSync, writeSync } = fs
const CHANGING = ['chmod', 'ftruncate', 'futimes', 'fchmod', 'link', 'lutimes', 'mkdir', 'rename', 'rm', 'rmdir']
const CHANGING_TOO = ['symlink', 'truncate', 'unlink', 'utimes']
for (const name of [...CHANGING, ...CHANGING_TOO]) {
  wrap(fs, `${name}Sync`, () => count())
  wrap(fs.promises, name, () => count())
}
wrap(fs, 'openSync', (_path, flags) => opens(flags) && count())
wrap(fs.promises, 'open', (_path, flags) => opens(flags) && count())
wrap(fs, 'writeSync', () => count())
wrap(fs, 'writeFileSync', (file, content, options) => {
  count()
  count(() => {
    const fd = typeof file === 'number' ? file : openSync(file as PathLike, flagOf(options))
    writeHalf(fd, Buffer.from(content as string))
    if (fd !== file) closeSync(fd)
  })
})

// The methods of file handles are reached through one.
const handle = await fs.promises.open(process.execPath, 'r')
const methods = Object.getPrototypeOf(handle) as object
await handle.close()
for (const name of ['chmod', 'truncate', 'utimes']) wrap(methods, name, () => count())
wrap(methods, 'write', function (this: fs.promises.FileHandle, bytes, from, length, at) {
  count()
  count(() => writeHalf(this.fd, bytes as Buffer, from as number, length as number, at as number))
})
for (const name of ['appendFile', 'writeFile', 'writev']) wrap(methods, name, notCounted)
for (const name of ['appendFile', 'cp', 'copyFile', 'mkdtemp', 'writeFile']) wrap(fs.promises, name, notCounted)
for (const name of ['appendFileSync', 'cpSync', 'copyFileSync', 'writevSync']) wrap(fs, name, notCounted)
syncBuiltinESMExports()

/** `before` is called with what the call is given. */
function wrap(on: object, name: string, before: (this: never, ...args: unknown[]) => void): void {
  const calls = on as Record<string, Call>
  const original = calls[name]
  if (!original) return
  calls[name] = function (this: never, ...args) {
    if (Atomics.load(shared, COUNTING) === 1) before.apply(this, args)
    return original.apply(this, args)
  }
}

/** `half`: what the call does before it ends, if it is the last. */
function count(half: () => void = () => {}): void {
  const number = Atomics.add(shared, COUNT, 1) + 1
  const last = Atomics.load(shared, LAST)
  if (last === 0 || number < last) return
  if (number === last) half()
  if (Atomics.load(shared, KILLS) === 1) {
    process.kill(process.pid, 'SIGKILL')
    // The signal ends every thread, but this one perhaps not first.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  throw new Error('the process is as good as dead')
}

/** Does a file opened so come into being, or lose its content? */
function opens(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_CREAT | fs.constants.O_TRUNC)) !== 0
  return flags !== undefined && flags !== 'r'
}

function flagOf(options: unknown): string {
  return (options as { flag?: string } | undefined)?.flag ?? 'w'
}

function writeHalf(fd: number, bytes: Uint8Array, from = 0, length = bytes.length - from, at?: number): void {
  writeSync(fd, bytes, from, length >> 1, at)
}

function notCounted(): never {
  throw new Error('kill-at.ts does not count this call yet')
}
