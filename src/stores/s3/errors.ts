import { StoreError, type StoreErrorKind } from '../../core/ports/errors.ts'

/** What the SDK throws, as far as it is looked at. */
export interface Failure {
  /** S3's code, such as `NoSuchKey`, or the name of the SDK's own error. */
  readonly code: string
  /** 0: there was no answer. */
  readonly status: number
}

export function failureOf(error: unknown): Failure {
  const { name, Code, $metadata } = error as {
    name?: string
    Code?: string
    $metadata?: { readonly httpStatusCode?: number }
  }
  return { code: Code ?? name ?? '', status: $metadata?.httpStatusCode ?? 0 }
}

/** Is it that the object is not there? A bucket that is not there is a mistake, and said. */
export function isMissing(error: unknown): boolean {
  const { code, status } = failureOf(error)
  return status === 404 && code !== 'NoSuchBucket'
}

/** A call's failure in the words and kinds of the port. A refusal also says what the job `lacks`. */
export function storeError(error: unknown, store: string, key: string, lacks?: string): StoreError {
  if (error instanceof StoreError) return error
  const failure = failureOf(error)
  const kind = kindOf(failure)
  const words = wordsOf(error, failure)
  const said = new Error(kind === 'denied' && lacks ? `${words.replace(/\.$/, '')}; ${lacks}` : words, { cause: error })
  return new StoreError(kind, store, key, said, retryAfterMillis(error))
}

const KINDS: Readonly<Record<string, StoreErrorKind>> = {
  SlowDown: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestTimeout: 'unavailable',
  // Once it was told the time by the answer, the SDK signs the next call right.
  RequestTimeTooSkewed: 'unavailable',
  // Damaged on the way there.
  BadDigest: 'unavailable',
  XAmzContentSHA256Mismatch: 'unavailable',
  ExpiredToken: 'denied',
  ExpiredTokenException: 'denied',
  InvalidToken: 'denied',
  InvalidIdentityToken: 'denied',
  NoSuchBucket: 'denied',
  CredentialsProviderError: 'denied',
  QuotaExceeded: 'full',
  XMinioStorageFull: 'full',
  XMinioAdminBucketQuotaExceeded: 'full',
  InvalidRange: 'range',
}

function kindOf({ code, status }: Failure): StoreErrorKind {
  const known = KINDS[code]
  if (known) return known
  if (status === 0 || status === 404 || status === 408 || status === 409) return 'unavailable'
  if (status === 401 || status === 403) return 'denied'
  if (status === 416) return 'range'
  if (status === 429 || status === 503) return 'throttled'
  if (status === 507) return 'full'
  return status >= 500 && status !== 501 ? 'unavailable' : 'unsupported'
}

/** A `HEAD` is refused without a word, and a bucket that lies elsewhere with one that does not help. */
function wordsOf(error: unknown, { code, status }: Failure): string {
  const { message = '' } = error as { message?: string }
  const region = headersOf(error)['x-amz-bucket-region']
  if ((status === 301 || code === 'AuthorizationHeaderMalformed') && region) {
    return `the bucket is in the region ${region}: say region=${region} in the store’s URL`
  }
  if (code === 'CredentialsProviderError' && message.startsWith('Could not load')) return NO_CREDENTIALS
  if (message === '' || message === 'UnknownError') return status > 0 ? `HTTP ${status}` : code || 'no answer'
  return message
}

const NO_CREDENTIALS =
  'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or role-to-assume in the store’s URL'

/** `Retry-After` in seconds or as a date, by the clock of the same answer. */
function retryAfterMillis(error: unknown): number | undefined {
  const { 'retry-after': after, date } = headersOf(error)
  if (after === undefined) return undefined
  const millis = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.parse(date ?? '')
  return millis >= 0 ? millis : undefined
}

function headersOf(error: unknown): Readonly<Record<string, string | undefined>> {
  return (error as { $response?: { headers?: Record<string, string> } }).$response?.headers ?? {}
}
