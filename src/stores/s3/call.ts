import type { S3Client } from '@aws-sdk/client-s3'
import type { CallOptions, ObjectKey } from '../../core/ports/store.ts'
import { storeError } from './errors.ts'

/** Where the objects of a store lie. */
export interface Place {
  readonly client: S3Client
  readonly bucket: string
  /** What every object's name begins with: empty, or closed by a slash. */
  readonly prefix: string
  /** What messages call the store. */
  readonly name: string
  /** Why this job has less rights than it might, for a refusal to say. */
  readonly lacks?: string
}

/** Bucket and name of an object, as every command wants them. */
export function at({ bucket, prefix }: Place, key: ObjectKey): { readonly Bucket: string; readonly Key: string } {
  return { Bucket: bucket, Key: `${prefix}${key}` }
}

/**
 * Makes a call about an object. `otherwise` says which failures are an answer; every other one is a `StoreError`, or
 * the signal's reason once it is aborted.
 */
export async function call<T, Answer = never>(
  { name, lacks }: Place,
  key: ObjectKey,
  { signal }: CallOptions,
  send: (options: { readonly abortSignal?: AbortSignal }) => Promise<T>,
  otherwise: (error: unknown) => { readonly answer: Answer } | undefined = () => undefined,
): Promise<T | Answer> {
  signal?.throwIfAborted()
  try {
    return await send({ ...(signal && { abortSignal: signal }) })
  } catch (error) {
    signal?.throwIfAborted()
    const expected = otherwise(error)
    if (expected) return expected.answer
    throw storeError(error, name, key, lacks)
  }
}
