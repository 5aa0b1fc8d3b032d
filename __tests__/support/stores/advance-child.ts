// Advances one head many times, against others that do the same. Arguments: directory, how many times.
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { realClock, realRandom } from './clock.ts'
import { headOf } from './heads.ts'

const [directory = '', times = '0'] = process.argv.slice(2)
const store = createDirectoryStore({ directory, clock: realClock, random: realRandom })
const heads = createHeadStore({ store })
const line = { namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' }

for (let done = 0; done < Number(times); ) {
  const current = await heads.read(line)
  const next = headOf((current?.head.committedAt ?? 0) + 1, { from: current?.head.commit ?? '' })
  if ((await heads.advance(line, next, current?.tag ?? 'absent')) === 'conflict') continue
  done++
  process.stdout.write(`${next.commit} ${next.committedAt}\n`)
}
