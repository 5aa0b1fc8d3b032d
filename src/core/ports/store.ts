/**
 * The port to a place where objects live. Contract, checked by `__tests__/contract/store.ts` on every adapter:
 *
 * - An object is visible whole or not at all; what `commit` stored is seen by the next `get` of any process.
 * - A miss is `undefined`, never an error. Errors are `StoreError`.
 * - Keys are `/`-joined components made by `core/keys.ts`; a store never interprets them beyond `isRecord`.
 * - Blobs (packs, versions) are written once; records (heads, latest, leases) are replaced by condition.
 * - An aborted signal writes nothing.
 */

/** Object name: components joined by `/`, each already escaped by `core/keys.ts`. */
export type ObjectKey = string
/**
 * Opaque mark of one stored state of an object (an ETag, a generation, a record number). Where it is made of the content,
 * equal states have an equal one: who relies on it puts something random into each, as a head has its commit.
 */
export type Tag = string & { readonly __tag: never }
/** `none`: write whatever is there; `absent`: only if nothing is there; a tag: only if that state is still there. */
export type Condition = 'none' | 'absent' | { readonly tag: Tag }
/** Milliseconds since 1970, by the store's clock where a store gives them. */
export type Millis = number

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Not for what the job asked for, but to keep the store in order: counted apart. */
  readonly upkeep?: true
}

export interface GetOptions extends CallOptions {
  /** Bytes from `offset`; a range that ends past the object is a `StoreError` of kind `range`. */
  readonly range?: { readonly offset: number; readonly length: number }
  /**
   * A copy will do, because the caller checks every byte against a digest: a nearer tier may answer, and may keep the
   * whole object, which has `bytes`. Without it the answer comes from where the heads are, and proves that it is there.
   */
  readonly copy?: { readonly bytes: number }
  /**
   * Called as bytes come from afar: the array that is being filled from its start, and how many of its bytes are there.
   * Signs of life, by which a stall is told from a slow line; what came before a stall is not asked for again, and what
   * has come can be used before the rest has.
   */
  readonly moved?: (filling: Uint8Array<ArrayBuffer>, received: number) => void
  /** Makes the array that is filled, if the store fills one; its buffer may be longer. By default each has a new one. */
  readonly array?: (length: number) => Uint8Array<ArrayBuffer>
}

export interface ObjectInfo {
  readonly key: ObjectKey
  readonly bytes: number
  readonly modified: Millis
  readonly tag: Tag
  /** Records only: a later state was written and is damaged; this is the one before it. */
  readonly stale?: true
}

/** Capabilities are data: planners and tests read them, nobody asks which store it is. */
export interface StoreTraits {
  /** `absent` and tag conditions are honoured exactly. */
  readonly conditionalPut: boolean
  /** A name can be written again (false on GitHub's cache service). */
  readonly overwrite: boolean
  readonly listing: 'strong' | 'eventual' | 'none'
  /** Objects may vanish by the store's own decision. */
  readonly evicts: boolean
  /** A read that takes long is worth asking for again: another of the store's machines may answer it. */
  readonly hedged?: true
  /** Calls worth having in flight together. */
  readonly concurrency: number
  /** Length of a read of a pack, bytes: few long ones where each is a request, short ones where none is. */
  readonly readBytes: number
  /** The zstd level of frames: what keeps up with the store, so that compression is not what a save waits for. */
  readonly zstdLevel: number
  /** Packs a version may refer to beyond those its bytes fill: each is a request of every restore. */
  readonly smallPacks: number
  /** Target size of a pack, bytes. */
  readonly packBytes: number
  /** What keeps an object from expiring, and how often it is due; `undefined`: nothing expires here. */
  readonly touch: { readonly how: 'read' | 'renew'; readonly everyMillis: Millis } | undefined
}

export interface ReadStore {
  /** For people and messages: a URL without secrets. */
  readonly name: string
  readonly traits: StoreTraits
  /** The object's bytes (or the range of them). The array is the caller's own and may be transferred to a worker. */
  get(key: ObjectKey, options?: GetOptions): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** As `get` of a whole object, with the mark a conditional write needs. */
  read(
    key: ObjectKey,
    options?: CallOptions,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly info: ObjectInfo } | undefined>
  stat(key: ObjectKey, options?: CallOptions): Promise<ObjectInfo | undefined>
  /** The store's clock. */
  now(options?: CallOptions): Promise<Millis>
  /**
   * What was read of an object with `copy` is not what was stored. `true`: it was a nearer tier's, which has forgotten
   * it; the object is worth reading again. Absent where there are no tiers.
   */
  distrust?(key: ObjectKey, options?: CallOptions): Promise<boolean>
}

export interface Store extends ReadStore {
  /** Starts an object that becomes visible at `commit`. */
  open(key: ObjectKey, options?: CallOptions): ObjectWriter
}

export interface ObjectWriter {
  /** Appends a block of any size, which is the writer's from now on; resolves when there is room for the next. */
  write(block: Uint8Array): Promise<void>
  /** Makes the object visible if the condition holds; a record is durable then. After it, the writer is finished. */
  commit(when: Condition): Promise<PutResult>
  /** Gives up; leaves nothing behind. Harmless after `commit`. */
  abort(): Promise<void>
}

export type PutResult = { readonly stored: true; readonly tag: Tag } | { readonly stored: false }

export interface ManagedStore extends Store {
  /** Every object whose key starts with `prefix` (a string prefix, not only whole components), in no order. */
  list(prefix: string, options?: CallOptions): AsyncIterable<ObjectInfo>
  /** Removes objects; one that is not there is no error. */
  remove(keys: Iterable<ObjectKey>, options?: CallOptions): Promise<void>
  /** Makes a blob as young as one written now, its content untouched; `false`: it is not there. */
  renew(key: ObjectKey, options?: CallOptions): Promise<boolean>
}

/** Writes an object of one block. `bytes` stay the caller's. */
export async function put(
  store: Store,
  key: ObjectKey,
  bytes: Uint8Array,
  when: Condition,
  options?: CallOptions,
): Promise<PutResult> {
  const writer = store.open(key, options)
  try {
    await writer.write(new Uint8Array(bytes))
    return await writer.commit(when)
  } catch (error) {
    await writer.abort()
    throw error
  }
}
