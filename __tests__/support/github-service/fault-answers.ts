import { type Answer, blobError, bodyBytes, sliceBody, text, twirpError } from './message.ts'
import type { Fault, Operation } from './switches.ts'

/** The answer of a fault that answers instead of the service; `undefined`: the fault is of another sort. */
export function faultAnswer(fault: Fault, operation: Operation): Answer | undefined {
  const service = /^[A-Z].*Cache/.test(operation)
  switch (fault.kind) {
    case 'throttled': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': `${fault.retryAfter}` }
      if (service) return twirpError(429, 'resource_exhausted', 'rate limit exceeded', headers)
      const answer = blobError(429, 'TooManyRequests', 'The request was throttled.')
      return { ...answer, headers: { ...answer.headers, ...headers } }
    }
    case 'unavailable':
      return unavailable(fault.status ?? 503, service)
    case 'not-found':
      return service
        ? twirpError(404, 'not_found', 'cache entry not found')
        : blobError(404, 'BlobNotFound', 'The specified blob does not exist.')
    default:
      return undefined
  }
}

/** The same body with the byte in its middle changed. */
export function breakByte(body: readonly Uint8Array[]): Uint8Array[] {
  const bytes = bodyBytes(body)
  const at = Math.floor(bytes / 2)
  const broken = sliceBody(body, at, 1).map((one) => one.map((value) => value ^ 1))
  return [...sliceBody(body, 0, at), ...broken, ...sliceBody(body, at + 1, bytes)]
}

/** Gateways answer pages, the services answer in their own form. */
function unavailable(status: number, service: boolean): Answer {
  if (status === 502 || status === 504) return text(status, 'text/html', '<html><body>Bad gateway</body></html>')
  if (service) return twirpError(status, status === 503 ? 'unavailable' : 'internal', 'something went wrong')
  return status === 503
    ? blobError(503, 'ServerBusy', 'The server is currently unable to receive requests. Please retry your request.')
    : blobError(status, 'InternalError', 'The server encountered an internal error. Please retry the request.')
}
