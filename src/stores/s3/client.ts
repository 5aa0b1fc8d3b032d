import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { readingInPlace } from '../http/reading.ts'
import type { ServerClock } from '../server-clock.ts'

export interface ClientOptions {
  /** `undefined`: what environment and profile say. */
  readonly region: string | undefined
  /** `undefined`: AWS. */
  readonly endpoint: string | undefined
  readonly pathStyle: boolean
  /** `undefined`: the SDK's own chain; `nobody`: requests are not signed, which is enough where everybody may read. */
  readonly credentials: S3ClientConfig['credentials'] | 'nobody'
  /** Is shown the date of every answer, refusals included. */
  readonly serverClock: ServerClock
  /** Where proxies are named. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The SDK's client, without what Warmstart does itself and what S3's compatibles do not know. */
export function createClient({ region, endpoint, pathStyle, credentials, serverClock, env }: ClientOptions): S3Client {
  const client = new S3Client({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials === 'nobody' ? UNSIGNED : credentials && { credentials }),
    forcePathStyle: pathStyle,
    // Retry lives in one place, around every store.
    maxAttempts: 1,
    // A CRC in headers or trailers that older servers refuse; what is stored is checked by SHA-256 when it is read.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A round trip before each part, on a connection of its own.
    expectContinueHeader: false,
    requestHandler: requestHandler(env),
  })
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      serverClock.saw((result.response as { readonly headers?: Readonly<Record<string, string>> }).headers?.['date'])
      return result
    },
    // Below what makes errors out of answers.
    { step: 'deserialize', priority: 'low', name: 'watchServerClock' },
  )
  // Over TLS nothing can change a body on its way, so the signature need not hash it a second time.
  if (endpoint === undefined || /^https:/i.test(endpoint)) {
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers, body } = args.request as { headers: Record<string, string>; body?: unknown }
        if (body instanceof Uint8Array) headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
        return next(args)
      },
      { step: 'build', name: 'leavePayloadUnsigned' },
    )
  }
  return client
}

/** The SDK wants somebody to ask as, and leaves the rest to the signer. */
const UNSIGNED: S3ClientConfig = {
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  signer: { sign: async (request) => request },
}

/** For every client of AWS: it goes through this machine's proxies, and gives up on a server that does not move. */
export function requestHandler(env: Readonly<Record<string, string | undefined>>) {
  // Sockets enough for every call in flight: the SDK would remark on the console that some wait.
  const options = { keepAlive: true, maxSockets: 128, proxyEnv: env }
  return {
    connectionTimeout: CONNECT_MILLIS,
    socketTimeout: IDLE_MILLIS,
    httpAgent: readingInPlace(new HttpAgent(options)),
    httpsAgent: readingInPlace(new HttpsAgent(options)),
  }
}

const CONNECT_MILLIS = 3000
const IDLE_MILLIS = 10_000
