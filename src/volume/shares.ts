import { parseShareKey, shareKey, sharesPrefix } from '../core/keys.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { NotShared } from '../core/ports/events.ts'
import { put } from '../core/ports/store.ts'
import { type Context, type Rights, signalOf } from './types.ts'

// What a namespace lets others read: one object for each reader, in its lane `trusted`. That it is there says all.

/** Lets `reader` read what is trusted in a namespace. */
export async function share(context: Context, namespace: string, reader: string): Promise<void> {
  const body = Buffer.from(`${JSON.stringify({ reader })}\n`)
  await put(context.store, shareKey(namespace, reader), body, 'none', signalOf(context))
}

/** Takes that back; `false`: it was not shared. */
export async function unshare(context: Context, namespace: string, reader: string): Promise<boolean> {
  const name = shareKey(namespace, reader)
  const wasShared = (await context.store.stat(name, signalOf(context))) !== undefined
  if (wasShared) await context.store.remove([name], signalOf(context))
  return wasShared
}

/** The namespaces that may read what is trusted in this one, sorted. */
export async function readers(context: Context, namespace: string): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of context.store.list(sharesPrefix(namespace), signalOf(context))) {
    const reader = parseShareKey(key)
    if (reader !== undefined) found.push(reader)
  }
  return found.sort()
}

/**
 * Other namespaces, as one look-up reads them: each is asked once whether this one may, by one read. What is refused is
 * said and left out; so is what a store fails to say, because what the job's own namespace has must not hide behind it.
 */
export class Shares {
  readonly #context: Context
  readonly #reader: string
  readonly #mayRead = new Map<string, boolean>()

  constructor(context: Context, { namespace }: Rights) {
    this.#context = context
    this.#reader = namespace
  }

  async mayRead(namespace: string): Promise<boolean> {
    const known = this.#mayRead.get(namespace)
    if (known !== undefined) return known
    const context = this.#context
    this.#mayRead.set(namespace, false)
    // Entries there belong to one repository, whatever they are called.
    if (context.heads.versionsTravel) return this.#refuse(namespace, 'unsupported')
    try {
      const isDeclared = await context.store.get(shareKey(namespace, this.#reader), signalOf(context))
      if (!isDeclared) return this.#refuse(namespace, 'not-declared')
      this.#mayRead.set(namespace, true)
      return true
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      const { kind, store, message: detail } = error
      if (kind === 'denied') return this.#refuse(namespace, 'denied')
      context.events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail })
      return false
    }
  }

  /** What is read of a namespace. A store that refuses it has the last word, unless it is the job's own. */
  async read<T>(namespace: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await read()
    } catch (error) {
      if (namespace === this.#reader || !(error instanceof StoreError && error.kind === 'denied')) throw error
      this.#refuse(namespace, 'denied')
      return undefined
    }
  }

  #refuse(namespace: string, reason: NotShared): false {
    this.#mayRead.set(namespace, false)
    this.#context.events.emit({ type: 'not-shared', namespace, reader: this.#reader, reason })
    return false
  }
}
