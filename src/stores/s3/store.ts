import type { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
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
import type { ServerClock } from '../server-clock.ts'
import { at, call, type Place } from './call.ts'
import { isMissing } from './errors.ts'
import { type Tools, Upload } from './upload.ts'

export interface S3StoreOptions extends Place, Tools {
  /** What the answers to `client` said of the time. */
  readonly serverClock: ServerClock
  readonly touch: StoreTraits['touch']
}

/** Objects in a bucket. An ETag is the tag: objects of equal content may have an equal one. */
export function createS3Store({ clock, random, serverClock, touch, ...place }: S3StoreOptions): ManagedStore {
  const { client, name } = place

  const head = async (key: ObjectKey, options: CallOptions): Promise<ObjectInfo | undefined> => {
    const command = new HeadObjectCommand(at(place, key))
    const answer = await call(place, key, options, (sdk) => client.send(command, sdk), missing)
    return answer && infoOf(key, answer.ContentLength, answer)
  }

  const fetch = async (key: ObjectKey, options: GetOptions) => {
    const { range } = options
    const Range = range && `bytes=${range.offset}-${range.offset + range.length - 1}`
    const command = new GetObjectCommand({ ...at(place, key), Range })
    return call(
      place,
      key,
      options,
      async (sdk) => {
        const answer = await client.send(command, sdk)
        const body = answer.Body as Readable | undefined
        const length = answer.ContentLength ?? 0
        // An answer to a range that ends past the object is shorter, and nothing of it is wanted.
        if (range && length !== range.length) {
          body?.destroy()
          throw new StoreError('range', name, key)
        }
        const filling = new Filling(length, options)
        if (body) await pour(body, (piece) => filling.take(piece))
        if (!filling.isFull()) throw new Error(`the answer broke off before its ${length} bytes`)
        return { bytes: filling.bytes, info: infoOf(key, length, answer) }
      },
      missing,
    )
  }

  return {
    name,
    traits: { ...BUCKET_TRAITS, touch },

    async get(key, options = {}) {
      if (options.range?.length === 0) return nothingOf(name, await head(key, options), options.range.offset)
      return (await fetch(key, options))?.bytes
    },

    read: (key, options = {}) => fetch(key, options),
    stat: (key, options = {}) => head(key, options),

    async now(options = {}) {
      options.signal?.throwIfAborted()
      // Any answer tells the time, that there is nothing of this name, too.
      if (!serverClock.isSet()) await head('warmstart/v1/~clock', options).catch(onlyUnanswered)
      return serverClock.now()
    },

    open: (key, options = {}) => new Upload(place, { clock, random }, key, options),

    async *list(prefix, options = {}) {
      const Prefix = `${place.prefix}${prefix}`
      let ContinuationToken: string | undefined
      do {
        const command = new ListObjectsV2Command({ Bucket: place.bucket, Prefix, ContinuationToken })
        const page = await call(place, prefix, options, (sdk) => client.send(command, sdk))
        for (const object of page.Contents ?? []) {
          yield infoOf((object.Key ?? '').slice(place.prefix.length), object.Size, object)
        }
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken !== undefined)
    },

    /** One by one: removals of many at once want checksums that not every server knows. */
    async remove(keys, options = {}) {
      options.signal?.throwIfAborted()
      await eachAtOnce(keys, BUCKET_TRAITS.concurrency, (key) => {
        const command = new DeleteObjectCommand(at(place, key))
        return call(place, key, options, (sdk) => client.send(command, sdk), missing)
      })
    },

    async renew(key, options = {}) {
      const object = at(place, key)
      // S3 copies an object onto itself only if that changes something of it.
      const command = new CopyObjectCommand({
        ...object,
        // A bare `+` would be read as a space by some servers.
        CopySource: `${object.Bucket}/${object.Key}`.split('/').map(encodeURIComponent).join('/'),
        MetadataDirective: 'REPLACE',
      })
      const answer = await call(place, key, options, (sdk) => client.send(command, sdk), missing)
      return answer !== undefined
    },
  }
}

function missing(error: unknown): { readonly answer: undefined } | undefined {
  return isMissing(error) ? { answer: undefined } : undefined
}

function infoOf(
  key: ObjectKey,
  bytes: number | undefined,
  { ETag, LastModified }: { readonly ETag?: string | undefined; readonly LastModified?: Date | undefined },
): ObjectInfo {
  // A listing may be more exact than the other answers, which know seconds.
  const modified = Math.floor((LastModified?.getTime() ?? 0) / 1000) * 1000
  return { key, bytes: bytes ?? 0, modified, tag: tagOf(ETag) }
}

/** No byte of an object: a range that S3 has no words for. */
function nothingOf(store: string, info: ObjectInfo | undefined, offset: number) {
  if (info && offset > info.bytes) throw new StoreError('range', store, info.key)
  return info && new Uint8Array(0)
}

/** A refusal has told the time; a server that was not reached has not. */
function onlyUnanswered(error: unknown): void {
  if (!(error instanceof StoreError) || error.kind === 'unavailable') throw error
}
