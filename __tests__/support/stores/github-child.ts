// Stores an entry in parts and reads it again, whole and in part, as a job with this environment would. Says `equal`, or
// which error it got.
import { randomBytes } from 'node:crypto'
import { StoreError } from '../../../src/core/ports/errors.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { realRandom } from './clock.ts'
import { hastyClock } from './hasty-clock.ts'

const { env } = process
const fetch = createSend({ http: env['HTTP_PROXY'], https: env['HTTPS_PROXY'], except: env['NO_PROXY'] })
const access = { resultsUrl: env['ACTIONS_RESULTS_URL'] ?? '', token: env['ACTIONS_RUNTIME_TOKEN'] ?? '' }
const entries = createEntries({ ...access, fetch, clock: hastyClock, random: realRandom })
try {
  const content = randomBytes(20_000_000)
  const writer = entries.upload('k#')
  for (let at = 0; at < content.length; at += 1_000_000) await writer.write(content.subarray(at, at + 1_000_000))
  const entry = await writer.commit()
  const range = { offset: 7_000_000, length: 5_000_000 }
  const [whole, part] = await Promise.all([entries.read(entry), entries.read(entry, range)])
  const equal =
    Buffer.compare(whole?.bytes ?? new Uint8Array(), content) === 0 &&
    Buffer.compare(part?.bytes ?? new Uint8Array(), content.subarray(range.offset, range.offset + range.length)) === 0
  process.stdout.write(JSON.stringify({ equal }))
} catch (error) {
  if (!(error instanceof StoreError)) throw error
  process.stdout.write(JSON.stringify({ kind: error.kind, message: error.message }))
}
