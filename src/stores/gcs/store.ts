import { eachAtOnce } from '../../core/at-once.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type {
  CallOptions,
  GetOptions,
  ManagedStore,
  Millis,
  ObjectInfo,
  ObjectKey,
  StoreTraits,
  Tag,
} from '../../core/ports/store.ts'
import { BUCKET_TRAITS } from '../bucket.ts'
import { Filling } from '../filling.ts'
import type { Reply } from '../http/exchange.ts'
import { GcsUpload } from './upload.ts'
import { type GcsWire, wordsOf } from './wire.ts'

export interface GcsStoreOptions {
  readonly wire: GcsWire
  /** Where the service is, without a slash at its end. */
  readonly origin: string
  readonly bucket: string
  /** What object names start with before their key: `''`, or something that ends in `/`. */
  readonly prefix: string
  readonly touch: StoreTraits['touch']
}

/** A store in a bucket of Google Cloud Storage. A tag is an object's generation. */
export function createGcsStore({ wire, origin, bucket, prefix, touch }: GcsStoreOptions): ManagedStore {
  const { name } = wire
  const objects = `${origin}/storage/v1/b/${encodeURIComponent(bucket)}/o`
  const uploads = `${origin}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`
  const pathOf = (key: ObjectKey) => encodeURIComponent(prefix + key)

  const stat = async (key: ObjectKey, { signal }: CallOptions): Promise<ObjectInfo | undefined> => {
    const url = `${objects}/${pathOf(key)}?fields=${FIELDS}`
    return wire.call(key, { method: 'GET', url }, { signal, expected: [404] }, async (reply) =>
      (await isMissing(name, key, reply)) ? undefined : toInfo(key, JSON.parse(await reply.text())),
    )
  }

  const read = async (key: ObjectKey, options: GetOptions) => {
    const { range, signal } = options
    if (range?.length === 0) {
      // No request can ask for nothing.
      const info = await stat(key, options)
      if (info && range.offset > info.bytes) throw new StoreError('range', name, key)
      return info && { bytes: new Uint8Array(0), info }
    }
    const headers = {
      'accept-encoding': 'identity',
      ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
    }
    const request = { method: 'GET' as const, url: `${objects}/${pathOf(key)}?alt=media`, headers }
    return wire.call(key, request, { signal, expected: [404, 416] }, async (reply) => {
      if (reply.status === 404 && (await isMissing(name, key, reply))) return undefined
      if (reply.status === 416) throw new StoreError('range', name, key)
      const size = sizeOf(reply)
      if (range && range.offset + range.length > size) throw new StoreError('range', name, key)
      if (Number.isNaN(size) || (range && reply.status !== 206)) throw cut(name, key)
      const filling = new Filling(range?.length ?? size, options)
      await reply.drain((piece) => filling.take(piece))
      if (!filling.isFull()) throw cut(name, key)
      const generation = reply.headers.get('x-goog-generation') ?? ''
      const updated = reply.headers.get('last-modified') ?? ''
      return { bytes: filling.bytes, info: toInfo(key, { size: `${size}`, generation, updated }) }
    })
  }

  return {
    name,
    traits: { ...BUCKET_TRAITS, touch },
    get: async (key, options = {}) => (await read(key, options))?.bytes,
    read: (key, options = {}) => read(key, options),
    stat: (key, options = {}) => stat(key, options),

    async now(options = {}) {
      options.signal?.throwIfAborted()
      // Any answer tells the time, also that of a missing object.
      if (!wire.time.isSet()) await stat('warmstart', options)
      return wire.time.now()
    },

    open: (key, { signal } = {}) => new GcsUpload(wire, key, `${uploads}?name=${pathOf(key)}`, signal),

    async *list(start, { signal } = {}) {
      const query = `prefix=${pathOf(start)}&fields=nextPageToken,items(name,${FIELDS})`
      for (let page: string | undefined = ''; page !== undefined; ) {
        const url: string = `${objects}?${query}${page && `&pageToken=${encodeURIComponent(page)}`}`
        const { items = [], nextPageToken }: Listing = await wire.call(
          start,
          { method: 'GET', url },
          { signal },
          async (reply) => JSON.parse(await reply.text(LISTING_BYTES)),
        )
        for (const item of items) {
          signal?.throwIfAborted()
          yield toInfo(item.name.slice(prefix.length), item)
        }
        page = nextPageToken
      }
    },

    async remove(keys, { signal } = {}) {
      signal?.throwIfAborted()
      await eachAtOnce(keys, BUCKET_TRAITS.concurrency, (key) => {
        const request = { method: 'DELETE' as const, url: `${objects}/${pathOf(key)}` }
        return wire.call(key, request, { signal, expected: [404] }, (reply) => isMissing(name, key, reply))
      })
    },

    renew(key, { signal } = {}) {
      // The condition: never to bring back what is removed at this moment.
      const path = `b/${encodeURIComponent(bucket)}/o/${pathOf(key)}`
      const rewrite = `${objects}/${pathOf(key)}/rewriteTo/${path}?ifGenerationNotMatch=0&fields=done,rewriteToken`
      const step = async (token: string): Promise<boolean> => {
        const url = `${rewrite}${token && `&rewriteToken=${encodeURIComponent(token)}`}`
        const options = { signal, expected: [404, 412] }
        const next = await wire.call(key, { method: 'POST', url }, options, async (reply) => {
          if (reply.status === 412 || (await isMissing(name, key, reply))) return undefined
          return JSON.parse(await reply.text()) as { done: boolean; rewriteToken?: string }
        })
        return next !== undefined && (next.done || step(next.rewriteToken ?? ''))
      }
      return step('')
    },
  }
}

const FIELDS = 'size,generation,updated'
/** More than a page of a thousand of the longest names. */
const LISTING_BYTES = 8 * 1024 * 1024

interface Item {
  readonly size: string
  readonly generation: string
  readonly updated: string
}

interface Listing {
  readonly items?: readonly (Item & { readonly name: string })[]
  readonly nextPageToken?: string
}

/** A download tells its time in seconds, so all do. */
function toInfo(key: ObjectKey, { size, generation, updated }: Item): ObjectInfo {
  const modified: Millis = Math.floor(Date.parse(updated) / 1000) * 1000
  return { key, bytes: Number(size), modified, tag: generation as Tag }
}

/** Is it the object that is missing? Throws where it is the bucket. */
async function isMissing(name: string, key: ObjectKey, reply: Reply): Promise<boolean> {
  if (reply.status !== 404) return false
  const words = wordsOf(await reply.text())
  if (!/bucket does not exist/i.test(words)) return true
  throw new StoreError('denied', name, key, new Error(`404 ${words}`))
}

/** Of the whole object. */
function sizeOf({ status, headers }: Reply): number {
  if (status !== 206)
    return Number(headers.get('content-length') ?? headers.get('x-goog-stored-content-length') ?? Number.NaN)
  return Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? Number.NaN)
}

function cut(name: string, key: ObjectKey): StoreError {
  return new StoreError('unavailable', name, key, new Error('not the bytes that were asked for'))
}
