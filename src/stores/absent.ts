import { StoreError } from '../core/ports/errors.ts'
import type { CallOptions, ManagedStore, ObjectKey } from '../core/ports/store.ts'

/**
 * A store that tells what is not there from what is refused. A bucket says of both that they are refused, to anybody who
 * may not list all of it; who may list the names that begin so can ask for this one.
 */
export function tellingAbsent(store: ManagedStore): ManagedStore {
  const unlessAbsent = async <T>(
    key: ObjectKey,
    absent: T,
    options: CallOptions | undefined,
    call: () => Promise<T>,
  ) => {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof StoreError && error.kind === 'denied')) throw error
      if (await isListed(key, options)) throw error
      return absent
    }
  }

  /** Where nothing may be listed either, the refusal stands. */
  const isListed = async (key: ObjectKey, { signal, upkeep }: CallOptions = {}): Promise<boolean> => {
    try {
      for await (const info of store.list(key, { ...(signal && { signal }), ...(upkeep && { upkeep }) })) {
        if (info.key === key) return true
      }
      return false
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      return true
    }
  }

  return {
    ...store,
    get: (key, options) => unlessAbsent(key, undefined, options, () => store.get(key, options)),
    read: (key, options) => unlessAbsent(key, undefined, options, () => store.read(key, options)),
    stat: (key, options) => unlessAbsent(key, undefined, options, () => store.stat(key, options)),
    renew: (key, options) => unlessAbsent(key, false, options, () => store.renew(key, options)),
  }
}
