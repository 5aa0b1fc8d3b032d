// Stores an entry and reads it again, as a job with this environment would. Says `equal`, or which error it got.
import { randomBytes } from 'node:crypto'
import { StoreError } from '../../../src/core/ports/errors.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createFetch } from '../../../src/stores/http/proxy.ts'
import { realRandom } from './clock.ts'
import { hastyClock } from './hasty-clock.ts'

const { env } = process
const fetch = createFetch(
  { http: env['HTTP_PROXY'], https: env['HTTPS_PROXY'], except: env['NO_PROXY'] },
  globalThis.fetch,
)
const access = { resultsUrl: env['ACTIONS_RESULTS_URL'] ?? '', token: env['ACTIONS_RUNTIME_TOKEN'] ?? '' }
const entries = createEntries({ ...access, fetch, clock: hastyClock, random: realRandom })
try {
  const content = randomBytes(100_000)
  const writer = entries.upload('k#')
  await writer.write(content)
  const part = await entries.read(await writer.commit())
  process.stdout.write(JSON.stringify({ equal: part !== undefined && Buffer.compare(part.bytes, content) === 0 }))
} catch (error) {
  if (!(error instanceof StoreError)) throw error
  process.stdout.write(JSON.stringify({ kind: error.kind, message: error.message }))
}
