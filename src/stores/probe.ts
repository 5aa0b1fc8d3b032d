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
 * Tries what commits rest on, with objects whose names begin with `scratch` and are nobody else's; they are gone
 * afterwards, if this job may remove anything. Some servers do not know the headers and write all the same; then of two
 * commits at once one would be lost, and nobody told.
 */
export async function probeConditions(
  store: ManagedStore,
  scratch: ObjectKey,
  random: Random,
  options?: CallOptions,
): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  const write = async (what: string, key: ObjectKey, when: Condition, expected: boolean): Promise<Tag> => {
    // Not twice the same: states of equal content may have equal tags.
    const result = await put(store, key, random(16), when, options)
    tried.push({ what, honoured: result.stored === expected })
    return result.stored ? result.tag : ('' as Tag)
  }
  const first = await write('a first write, on condition that there is none', scratch, 'absent', true)
  await write('a second write on condition that there is none', scratch, 'absent', false)
  const second = await write('a write on condition of what is there', scratch, { tag: first }, true)
  await write('a write on condition of what was there before', scratch, { tag: first }, false)
  await write('a write on condition of an object that is not there', `${scratch}-none`, { tag: second }, false)
  await store.remove([scratch, `${scratch}-none`], options).catch(passDenied)
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
      const known = await store.get(key, options).catch(passDenied)
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

/** What may not be read has said nothing; what may not be removed stays. */
function passDenied(error: unknown): undefined {
  if (!(error instanceof StoreError && error.kind === 'denied')) throw error
}
