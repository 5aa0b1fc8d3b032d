import { createRest } from '../../src/stores/github/rest.ts'
import { createService } from '../../src/stores/github/service.ts'
import { createWire } from '../../src/stores/github/wire.ts'

// What GitHub's services may answer, as one input: byte 0 is the status, byte 1 the headers, then comes the body.

export function answers(...bodies: readonly string[]): Uint8Array[] {
  return bodies.flatMap((body, i) => [
    Buffer.concat([Buffer.from([i, i]), Buffer.from(body)]),
    Buffer.concat([Buffer.from([i + 3, i + 1]), Buffer.from(body)]),
  ])
}

const STATUS = [200, 400, 404, 429, 403, 500, 409, 201, 503, 401]
const HEADERS: readonly Record<string, string>[] = [
  {},
  { 'retry-after': '1' },
  { 'retry-after': 'soon', date: 'never' },
  { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1e99' },
]

function wireOf(bytes: Uint8Array) {
  const status = STATUS[(bytes[0] ?? 0) % STATUS.length] as number
  const headers = HEADERS[(bytes[1] ?? 0) % HEADERS.length] as Record<string, string>
  let now = 1_700_000_000_000
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const fetch = async () => new Response(Buffer.from(bytes.subarray(2)), { status, headers })
  return createWire({ fetch, clock, random: (length) => new Uint8Array(length) })
}

export async function takeService(bytes: Uint8Array): Promise<void> {
  const service = createService({ resultsUrl: 'https://results.example/', token: 't' }, wireOf(bytes))
  await each([() => service.create('k', {}), () => service.finalize('k', 5, {}), () => service.lookup('k', {})])
}

export async function takeListing(bytes: Uint8Array): Promise<void> {
  const rest = createRest(wireOf(bytes), { apiUrl: 'https://api.example', repository: 'o/r', token: 't' })
  const list = async () => {
    let count = 0
    for await (const entry of rest.list('k')) if (entry.bytes >= 0 && ++count > 1000) return
  }
  await each([list, () => rest.remove(['k'])])
}

async function each(calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  let said: unknown
  for (const call of calls) {
    try {
      await call()
    } catch (error) {
      if ((error as Error).name !== 'StoreError') throw error
      said = error
    }
  }
  if (said !== undefined) throw said
}
