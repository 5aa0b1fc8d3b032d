import { isRecord, probeKey } from '../core/keys.ts'
import type { Random } from '../core/ports/clock.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { CallOptions, Condition, ManagedStore, ObjectKey, ObjectWriter, Tag } from '../core/ports/store.ts'
import { put } from '../core/ports/store.ts'

/** What a store does that says it writes on condition: what was tried, and whether it did as the port says. */
export interface Tried {
  readonly what: string
  readonly honoured: boolean
}

/**
 * Tries what commits rest on, with an object of the given name, which is gone afterwards. Some servers do not know the
 * headers and write all the same; then of two commits at once one would be lost, and nobody told.
 */
export async function probeConditions(
  store: ManagedStore,
  scratch: ObjectKey,
  random: Random,
  options?: CallOptions,
): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  const write = async (what: string, when: Condition, expected: boolean): Promise<Tag> => {
    // States of equal content may have equal tags.
    const result = await put(store, scratch, random(16), when, options)
    tried.push({ what, honoured: result.stored === expected })
    return result.stored ? result.tag : ('' as Tag)
  }
  const first = await write('the first write of an object that must not be there', 'absent', true)
  await write('a write on condition that the object is not there, when it is', 'absent', false)
  const second = await write('a write on condition of the state that is there', { tag: first }, true)
  await write('a write on condition of a state that was replaced', { tag: first }, false)
  await store.remove([scratch], options)
  await write('a write on condition of a state, when the object is gone', { tag: second }, false)
  if (!tried.at(-1)?.honoured) await store.remove([scratch], options)
  return tried
}

export interface ProbedOptions {
  /** Which server it is, to tell whether what was found was found here. */
  readonly server: string
  readonly random: Random
}

/**
 * A store on which records are written only if it honours conditions. That is tried once in a lane, and remembered in
 * the store; the trusted lane's finding counts in all. One that fails is `unsupported` for every record, and can still
 * be read.
 */
export function probed(store: ManagedStore, { server, random }: ProbedOptions): ManagedStore {
  const checks = new Map<ObjectKey, Promise<void>>()

  /** Rejects if nobody may rely on this store's conditions. */
  const check = async (key: ObjectKey, options: CallOptions): Promise<void> => {
    const [trusted, own] = [probeKey(key, 'trusted'), probeKey(key)]
    if (trusted === undefined || own === undefined) return
    const running = checks.get(own)
    if (running) return running
    const started = ensure(trusted, own, options)
    checks.set(own, started)
    // Found out for good only if it was found out.
    started.catch((error: unknown) => {
      if (!(error instanceof StoreError && error.kind === 'unsupported')) checks.delete(own)
    })
    return started
  }

  const ensure = async (trusted: ObjectKey, own: ObjectKey, options: CallOptions): Promise<void> => {
    const found = Buffer.from(`conditional writes are honoured by ${server}\n`)
    for (const key of new Set([trusted, own])) {
      const known = await store.get(key, options).catch((error: unknown) => {
        // A lane that may not be read has not said anything.
        if (!(error instanceof StoreError && error.kind === 'denied') || key === own) throw error
      })
      if (known && found.equals(known)) return
    }
    const scratch = `${own}-${Buffer.from(random(8)).toString('hex')}`
    const tried = await probeConditions(store, scratch, random, options)
    const fault = tried.find(({ honoured }) => !honoured)
    if (fault) throw new StoreError('unsupported', store.name, own, new Error(notHonoured(fault)))
    await put(store, own, found, 'none', options)
  }

  return {
    ...store,
    open(key, options = {}): ObjectWriter {
      const writer = store.open(key, options)
      if (!isRecord(key)) return writer
      return {
        write: (block) => writer.write(block),
        async commit(when) {
          await check(key, options)
          return writer.commit(when)
        },
        abort: () => writer.abort(),
      }
    },
  }
}

function notHonoured({ what }: Tried): string {
  return `it does not honour conditional writes (${what}), so versions are read from it but not saved: use a server that does, or put it in front of one as a nearer store`
}
