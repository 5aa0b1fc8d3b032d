import type { Readable } from 'node:stream'
import { eachAtOnce } from '../../core/at-once.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type {
  CallOptions,
  GetOptions,
  ManagedStore,
  ObjectInfo,
  ObjectKey,
  StoreTraits,
} from '../../core/ports/store.ts'
import { BUCKET_TRAITS, tagOf } from '../bucket.ts'
import { Filling } from '../filling.ts'
import { pour } from '../http/pour.ts'
import { call, ifMissing, type Place } from './call.ts'
import { AzureUpload } from './upload.ts'

/** A store in a container of Azure Blob Storage. A tag is a blob's ETag. */
export function createAzureStore(place: Place, touch: StoreTraits['touch']): ManagedStore {
  const { name, container, prefix, time } = place
  const blobOf = (key: ObjectKey) => container.getBlobClient(prefix + key)

  const stat = (key: ObjectKey, { signal }: CallOptions): Promise<ObjectInfo | undefined> =>
    call(place, key, signal, async (options) => toInfo(key, seen(await blobOf(key).getProperties(options))), ifMissing)

  const read = async (key: ObjectKey, options: GetOptions) => {
    const { range, signal } = options
    if (range?.length === 0) {
      // No request can ask for nothing.
      const info = await stat(key, options)
      if (info && range.offset > info.bytes) throw new StoreError('range', name, key)
      return info && { bytes: new Uint8Array(0), info }
    }
    const download = async (abort: { readonly abortSignal?: AbortSignal }) => {
      const answer = seen(await blobOf(key).download(range?.offset ?? 0, range?.length, abort))
      const body = answer.readableStreamBody as Readable
      try {
        const size = range
          ? Number(/\/(\d+)$/.exec(answer.contentRange ?? '')?.[1])
          : (answer.contentLength ?? Number.NaN)
        if (range && range.offset + range.length > size) throw new StoreError('range', name, key)
        const filling = new Filling(range?.length ?? size, options)
        await pour(body, (piece) => filling.take(piece))
        if (!filling.isFull()) throw new Error('the answer was cut off')
        return { bytes: filling.bytes, info: { ...toInfo(key, answer), bytes: size } }
      } finally {
        body.destroy()
      }
    }
    return call(place, key, signal, download, ifMissing)
  }

  /** Any answer tells the time. */
  const seen = <T extends { readonly date?: Date }>(answer: T): T => {
    time.saw(answer.date?.toUTCString())
    return answer
  }

  return {
    name,
    traits: { ...BUCKET_TRAITS, touch },
    get: async (key, options = {}) => (await read(key, options))?.bytes,
    read: (key, options = {}) => read(key, options),
    stat: (key, options = {}) => stat(key, options),

    async now(options = {}) {
      options.signal?.throwIfAborted()
      if (!time.isSet()) await stat('warmstart', options)
      return time.now()
    },

    open: (key, { signal } = {}) => new AzureUpload(place, key, signal),

    async *list(start, { signal } = {}) {
      const pages = container
        .listBlobsFlat({ prefix: prefix + start, ...(signal && { abortSignal: signal }) })
        .byPage({ maxPageSize: 5000 })
      for (;;) {
        const { done, value } = await call(place, start, signal, () => pages.next())
        if (done) return
        seen(value)
        for (const { name: blob, properties } of value.segment.blobItems) {
          signal?.throwIfAborted()
          yield toInfo(blob.slice(prefix.length), properties)
        }
      }
    },

    async remove(keys, { signal } = {}) {
      signal?.throwIfAborted()
      await eachAtOnce(keys, BUCKET_TRAITS.concurrency, (key) =>
        call(place, key, signal, async (options) => void seen(await blobOf(key).delete(options)), ifMissing),
      )
    },

    renew: (key, { signal } = {}) =>
      // Writes what is there anyway, nothing, and so makes the blob's last modification new without moving its bytes.
      call(
        place,
        key,
        signal,
        async (options) => {
          seen(await blobOf(key).setMetadata({}, options))
          return true
        },
        (code) => (code === 'BlobNotFound' ? false : 'failure'),
      ),
  }
}

interface Properties {
  readonly contentLength?: number
  readonly lastModified?: Date
  readonly etag?: string
}

function toInfo(key: ObjectKey, { contentLength = 0, lastModified, etag = '' }: Properties): ObjectInfo {
  return { key, bytes: contentLength, modified: lastModified?.getTime() ?? 0, tag: tagOf(etag) }
}
