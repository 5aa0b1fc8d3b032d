import { createHash } from 'node:crypto'
import type { Head } from '../../../src/core/head.ts'
import type { Line } from '../../../src/core/identity.ts'
import type { HeadStore } from '../../../src/core/ports/heads.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { realClock, realRandom } from './clock.ts'

/** A head of a version that need not exist; a commit of its own unless told. */
export function headOf(committedAt: number, more: Partial<Head> = {}): Head {
  const id = ulid(committedAt, realRandom)
  return {
    commit: id,
    from: '',
    key: 'k',
    current: { lane: 'trusted', ulid: id, bytes: 1000, sha256: createHash('sha256').update(id).digest('hex') },
    history: [],
    startedAt: committedAt,
    committedAt,
    touchedAt: committedAt,
    writer: { repository: 'acme/web', run: '1', actor: 'ada' },
    signature: '',
    ...more,
  }
}

/** A line of one lane of one volume unless told. */
export function lineOf(key: string, more: Partial<Line> = {}): Line {
  return { namespace: 'acme/web', lane: 'trusted', volume: 'npm', key, ...more }
}

export function memoryStore(now = () => Date.now()) {
  return createMemoryStore({ clock: { ...realClock, now } })
}

/** A store whose objects are written at the time of the commits in them, on a clock that tests turn. */
export function timedHeads() {
  const clock = { time: 1000 }
  const store = memoryStore(() => clock.time)
  return { clock, store, heads: createHeadStore({ store }) }
}

/** Advances the line's head, whatever it is. */
export async function commitHead(heads: HeadStore, to: Line, committedAt: number): Promise<Head> {
  const head = headOf(committedAt, { key: to.key })
  await heads.advance(to, head, (await heads.read(to))?.tag ?? 'absent')
  return head
}

/** The key of the newest head of what `lineOf` names. */
export async function latestOf(heads: HeadStore, keyPrefix: string): Promise<string | undefined> {
  return (await heads.latest('acme/web', 'trusted', 'npm', keyPrefix))?.line.key
}

/** Puts something in a head's place that is none. */
export function corruptHead(store: ManagedStore, key: string) {
  return put(store, key, Buffer.from('{"not": "a head"}'), 'none')
}
