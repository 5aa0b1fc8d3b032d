import type { ContainerClient } from '@azure/storage-blob'
import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError, type StoreErrorKind } from '../../core/ports/errors.ts'
import type { ObjectKey } from '../../core/ports/store.ts'
import type { ServerClock } from '../server-clock.ts'

/** Where objects lie, and what every call works with. */
export interface Place {
  readonly container: ContainerClient
  /** What blob names start with before their key: `''`, or something that ends in `/`. */
  readonly prefix: string
  /** What messages call the store. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  readonly time: ServerClock
}

/**
 * One call of the SDK. What it fails with becomes a `StoreError`, unless `expected` makes a result of it by the
 * service's code for it; once the signal is aborted it is that one's reason.
 */
export async function call<T>(
  { name, time }: Pick<Place, 'name' | 'time'>,
  key: ObjectKey,
  signal: AbortSignal | undefined,
  send: (options: { readonly abortSignal?: AbortSignal }) => Promise<T>,
  expected: (code: string) => T | 'failure' = () => 'failure',
): Promise<T> {
  signal?.throwIfAborted()
  try {
    return await send(signal ? { abortSignal: signal } : {})
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof StoreError) throw error
    const failure = error as SdkError
    time.saw(failure.response?.headers.get('date'))
    const code = codeOf(failure)
    const result = code === '' ? 'failure' : expected(code)
    if (result !== 'failure') return result
    throw failureOf(name, key, failure, code)
  }
}

/** The blob is missing, which is no error. */
export function ifMissing(code: string): undefined | 'failure' {
  return code === 'BlobNotFound' ? undefined : 'failure'
}

/** What errors of the SDK and of its credentials have in common. */
interface SdkError extends Error {
  readonly statusCode?: number
  /** The service's (`BlobNotFound`), or the SDK's own (`REQUEST_SEND_ERROR`). */
  readonly code?: string
  readonly response?: { readonly headers: { get(name: string): string | undefined } }
}

/** The service's code for what went wrong, `''` if it said nothing. Its answer to a HEAD has it in a header, if at all. */
function codeOf({ code, statusCode, response }: SdkError): string {
  if (statusCode === undefined) return ''
  return response?.headers.get('x-ms-error-code') ?? code ?? (statusCode === 404 ? 'BlobNotFound' : '')
}

/** Without the SDK's error: it has the request in it. */
function failureOf(store: string, key: ObjectKey, error: SdkError, code: string): StoreError {
  const { name, message, statusCode, response } = error
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN)
  const words = [statusCode, code, message.split('\n')[0]].filter(Boolean).join(' ')
  const kind = KINDS[code] ?? kindOf(name, statusCode)
  return new StoreError(kind, store, key, new Error(words), Number.isNaN(seconds) ? undefined : seconds * 1000)
}

const KINDS: Readonly<Record<string, StoreErrorKind>> = {
  ContainerNotFound: 'denied',
  ServerBusy: 'throttled',
  InvalidRange: 'range',
}

function kindOf(name: string, status: number | undefined): StoreErrorKind {
  if (status === 401 || status === 403) return 'denied'
  if (status === 429) return 'throttled'
  if (status === undefined) return CREDENTIALS.test(name) ? 'denied' : 'unavailable'
  return status >= 500 || status === 408 ? 'unavailable' : 'unsupported'
}

/** No credentials were found, or none that the directory accepts. */
const CREDENTIALS = /^(?:CredentialUnavailable|Authentication|AggregateAuthentication|AuthenticationRequired)/
