import { expect } from 'vitest'
import { headKey, packKey } from '../../src/core/keys.ts'
import type { CallOptions, ManagedStore, ObjectInfo, ObjectKey, Tag } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { realRandom } from '../support/stores/clock.ts'

export interface Place {
  /** The store over this place's objects; a second one stands for another process. */
  open(): ManagedStore
  /** What unfinished writes left lying about. */
  leftovers(): Promise<readonly string[]>
  /** Whether a file's tag can be a condition. Records' always can. */
  readonly blobConditions: boolean
  /** Tags are made of the content. Heads carry a random id, so that two states never have an equal one. */
  readonly contentTags?: true
  close(): Promise<void>
}

/** What one test of the contract is held against. */
export interface Subject {
  readonly place: Place
  readonly store: ManagedStore
  /** The same objects in another process. */
  readonly other: ManagedStore
  /** A name of each kind that can be written. */
  kinds(): readonly (readonly [string, ObjectKey])[]
  /** A listing that lags may have another clock, too. */
  asListed(info: ObjectInfo | undefined): ObjectInfo | undefined
}

export function openSubject(place: Place, hasRecords: boolean): Subject {
  const store = place.open()
  return {
    place,
    store,
    other: place.open(),
    kinds: () => [...(hasRecords ? [['record', RECORD] as const] : []), ['blob', freshBlob()]],
    asListed: (info) =>
      store.traits.listing === 'strong' || !info
        ? info
        : { ...info, modified: expect.closeTo(info.modified, -4) as unknown as number },
  }
}

export const LINE = { namespace: 'acme/web', lane: 'trusted', volume: 'npm' }
export const RECORD = headKey({ ...LINE, key: 'linux' })

/** A name that nobody else has. */
export function freshBlob(): ObjectKey {
  return packKey('acme/web', 'trusted', ulid(Date.now(), realRandom))
}

/** Everything that is listed. */
export async function all(store: ManagedStore, prefix: string, options?: CallOptions) {
  const infos: ObjectInfo[] = []
  for await (const info of store.list(prefix, options)) infos.push(info)
  return infos
}

/** Of a write that was made; fails the test if it was not. */
export function tagOf(result: { readonly stored: boolean; readonly tag?: Tag }): Tag {
  expect(result.stored).toBe(true)
  return result.tag as Tag
}
