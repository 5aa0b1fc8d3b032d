import { type ManagedStore, type ObjectKey, put } from '../../../src/core/ports/store.ts'
import { all } from './loopback.ts'

/** Every call that asks a server, of an object, by its name. */
export function storeCalls(key: ObjectKey): readonly [string, (store: ManagedStore) => Promise<unknown>][] {
  return [
    ['get', (store) => store.get(key)],
    ['stat', (store) => store.stat(key)],
    ['put', (store) => put(store, key, Buffer.of(1), 'absent')],
    ['list', (store) => all(store.list(''))],
    ['remove', (store) => store.remove([key])],
    ['renew', (store) => store.renew(key)],
  ]
}
