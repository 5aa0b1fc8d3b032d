// Writes one pack: says `written` once its block is, and commits when told to; else says which error it got.
// Arguments: directory, and `ordinary` to do it as a user whom permissions hold for.
import { packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { realClock, realRandom } from './clock.ts'

const [directory = '', who] = process.argv.slice(2)
if (who === 'ordinary' && process.getuid?.() === 0) {
  process.setgid?.(65534)
  process.setuid?.(65534)
}
if (who === 'ordinary' && process.getuid?.() === 0) throw new Error('still root')
const store = createDirectoryStore({ directory, clock: realClock, random: realRandom })
try {
  const writer = store.open(packKey('n', 'trusted', ulid(Date.now(), realRandom)))
  await writer.write(Buffer.alloc(100_000, 1))
  process.stdout.write('written\n')
  await new Promise((resolve) => process.stdin.once('data', resolve))
  await writer.commit('absent')
  process.exit(0)
} catch (error) {
  process.stdout.write(`${error instanceof StoreError ? error.kind : String(error)}\n`)
}
