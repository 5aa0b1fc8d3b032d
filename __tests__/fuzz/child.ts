import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { type Finding, type Fuzzed, PROCESS_BYTES } from './fuzz.ts'

// One target in a process of its own: node child.ts NAME SEED SECONDS. Ends with one line of JSON.

const [name = '', seed = '1', seconds = '20'] = process.argv.slice(2)
const STUCK_MILLIS = 20_000
const INPUT_BYTES = 128 * 1024

const shared = new SharedArrayBuffer(8 + INPUT_BYTES)
const progress = new Int32Array(shared, 0, 2)
const current = () => new Uint8Array(shared, 8, Math.min(INPUT_BYTES, Atomics.load(progress, 1))).slice()
const began = Date.now()
const worker = new Worker(new URL('worker.ts', import.meta.url), {
  workerData: { name, seed: Number(seed), until: began + Number(seconds) * 1000, shared },
  resourceLimits: { maxOldGenerationSizeMb: 512 },
})

let seen = -1
let since = Date.now()
const watch = setInterval(() => {
  const count = Atomics.load(progress, 0)
  if (count !== seen) {
    seen = count
    since = Date.now()
  } else if (Date.now() - since > STUCK_MILLIS) void stop({ what: 'an input that never ends', input: current() })
}, 500)

worker.on('message', (fuzzed: Fuzzed) => void finish(fuzzed))
worker.on('error', (error) => void stop({ what: `${error.name}: ${error.message}`, input: current() }))

async function stop(finding: Finding): Promise<void> {
  await finish({ inputs: Atomics.load(progress, 0), taken: 0, kept: 0, slowestMillis: 0, findings: [finding] })
}

async function finish({ findings, ...figures }: Fuzzed): Promise<void> {
  clearInterval(watch)
  await worker.terminate()
  const peakBytes = process.resourceUsage().maxRSS * 1024
  const all =
    peakBytes > PROCESS_BYTES ? [...findings, { what: `${peakBytes} bytes of memory`, input: current() }] : findings
  const result = {
    target: name,
    seed: Number(seed),
    seconds: Math.round((Date.now() - began) / 1000),
    ...figures,
    slowestMillis: Math.round(figures.slowestMillis),
    peakBytes,
    findings: all.map(({ what, input }) => ({ what, input: Buffer.from(input).toString('base64') })),
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
