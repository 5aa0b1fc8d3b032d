import { parentPort, workerData } from 'node:worker_threads'
import { Coverage } from './coverage.ts'
import { fuzz, nameOf } from './fuzz.ts'
import { TARGETS } from './targets.ts'

// Runs one target. What it is about to give, it writes into memory that outlives it, so that whoever watches knows what
// it hangs on or dies of.

const { name, seed, until, shared } = workerData as {
  name: string
  seed: number
  until: number
  shared: SharedArrayBuffer
}
const target = TARGETS.find((one) => one.name === name)
if (!target) throw new Error(`no target ${name}`)
const progress = new Int32Array(shared, 0, 2)
const current = new Uint8Array(shared, 8)

const { findings, ...figures } = await fuzz(target, {
  seed,
  coverage: new Coverage(),
  next(count, input) {
    current.set(input.subarray(0, current.length))
    Atomics.store(progress, 1, input.length)
    Atomics.store(progress, 0, count + 1)
    return Date.now() < until
  },
})
parentPort?.postMessage({
  ...figures,
  findings: findings.map((found) => ({ ...found, name: nameOf(target, found.input) })),
})
