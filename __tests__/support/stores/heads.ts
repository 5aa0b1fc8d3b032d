import { createHash } from 'node:crypto'
import type { Head } from '../../../src/core/head.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { realRandom } from './clock.ts'

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
