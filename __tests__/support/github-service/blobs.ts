import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../../src/core/ports/clock.ts'
import type { Millis } from '../../../src/core/ports/store.ts'
import { type Answer, blobError, bodyBytes, type Head, sliceBody } from './message.ts'
import { type ByteRange, rangeOf } from './ranges.ts'

/** Where the bytes of entries are: this process, or Azurite. Paths are `/<account>/<container>/<blob>`. */
export interface BlobSide {
  /** The path and signature with which a client writes (`cw`) or reads (`r`) a blob until then. */
  sign(blob: string, permissions: 'cw' | 'r', expiresAt: Millis): string
  answer(head: Head, body: Uint8Array): Promise<Answer>
  /** Size of a blob; `undefined`: there is none. */
  bytes(blob: string): Promise<number | undefined>
  remove(blob: string): Promise<void>
}

interface Blob {
  body: readonly Uint8Array[]
  etag: string
  modified: string
  type: string
  readonly blocks: Map<string, Uint8Array>
  readonly uncommitted: Map<string, Uint8Array>
  committed: boolean
}

const ROOT = '/fakeaccount/actions-cache/'
const API_VERSION = '2026-02-06'
/** A block list longer than Azure's is a client's mistake. */
const MOST_BLOCKS = 50_000

/** As much of Azure's block blobs as clients of the cache service use, in memory. */
export class MemoryBlobs implements BlobSide {
  readonly #clock: Clock
  readonly #blobs = new Map<string, Blob>()
  readonly #secret = randomBytes(32)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  sign(blob: string, permissions: 'cw' | 'r', expiresAt: Millis): string {
    const path = ROOT + blob
    const query = new URLSearchParams({
      se: new Date(expiresAt).toISOString(),
      skoid: randomUUID(),
      sp: permissions,
      sr: 'b',
      sv: API_VERSION,
    })
    query.set('sig', this.#signature(path, query))
    return `${path}?${query}`
  }

  async answer(head: Head, body: Uint8Array): Promise<Answer> {
    const { method, url } = head
    const needed = method === 'PUT' ? 'w' : 'r'
    const refused = this.#refused(url, needed)
    if (refused) return refused
    const blob = this.#blobs.get(url.pathname)
    if (method === 'GET' || method === 'HEAD') return blob?.committed ? read(head, blob) : missing(method)
    if (method !== 'PUT') return blobError(405, 'UnsupportedHttpVerb', 'The resource does not support the HTTP verb.')
    const md5 = head.headers['content-md5']
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
      return blobError(400, 'Md5Mismatch', 'The MD5 value in the request did not match the one the server made.')
    }
    switch (url.searchParams.get('comp')) {
      case null:
        return this.#put(head, body)
      case 'block':
        return this.#putBlock(head, body)
      case 'blocklist':
        return this.#putBlockList(head, body)
      default:
        return blobError(400, 'InvalidQueryParameterValue', 'Value for a query parameter is not valid.')
    }
  }

  async bytes(blob: string): Promise<number | undefined> {
    const found = this.#blobs.get(ROOT + blob)
    return found?.committed ? bodyBytes(found.body) : undefined
  }

  async remove(blob: string): Promise<void> {
    this.#blobs.delete(ROOT + blob)
  }

  #signature(path: string, query: URLSearchParams): string {
    const signed = ['sp', 'se', 'skoid', 'sr', 'sv'].map((name) => query.get(name))
    return createHmac('sha256', this.#secret)
      .update([path, ...signed].join('\n'))
      .digest('base64')
  }

  #refused({ pathname, searchParams }: URL, needed: 'w' | 'r'): Answer | undefined {
    const detail = (why: string) => `<AuthenticationErrorDetail>${why}</AuthenticationErrorDetail>`
    const failed = (why: string) =>
      blobError(
        403,
        'AuthenticationFailed',
        'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
        detail(why),
      )
    if (searchParams.get('sig') !== this.#signature(pathname, searchParams)) return failed('Signature did not match.')
    const expiry = searchParams.get('se') ?? ''
    const now = this.#clock.now()
    if (now >= Date.parse(expiry)) {
      return failed(`Signature not valid in the specified time frame: Expiry [${expiry}] - Current [${new Date(now)}]`)
    }
    if (searchParams.get('sp')?.includes(needed)) return undefined
    return blobError(
      403,
      'AuthorizationPermissionMismatch',
      'This request is not authorized to perform this operation using this permission.',
    )
  }

  #put(head: Head, body: Uint8Array): Answer {
    if (head.headers['x-ms-blob-type'] !== 'BlockBlob') {
      return blobError(
        400,
        'MissingRequiredHeader',
        'An HTTP header that is mandatory is not specified: x-ms-blob-type.',
      )
    }
    const blob = this.#blob(head.url.pathname)
    blob.blocks.clear()
    return this.#commit(blob, [body], head)
  }

  #putBlock({ url }: Head, body: Uint8Array): Answer {
    const id = url.searchParams.get('blockid') ?? ''
    const raw = Buffer.from(id, 'base64')
    if (raw.length === 0 || raw.length > 64 || raw.toString('base64') !== id) {
      return blobError(400, 'InvalidQueryParameterValue', 'Value for the query parameter blockid is not valid.')
    }
    if (body.length === 0) return blobError(400, 'InvalidHeaderValue', 'Content-Length must be greater than zero.')
    const blob = this.#blob(url.pathname)
    const other = blob.uncommitted.keys().next().value
    if (other !== undefined && other.length !== id.length) {
      return blobError(400, 'InvalidBlobOrBlock', 'The specified blob or block content is invalid.')
    }
    blob.uncommitted.set(id, body)
    return created({})
  }

  #putBlockList(head: Head, body: Uint8Array): Answer {
    const blob = this.#blob(head.url.pathname)
    const listed = [
      ...Buffer.from(body)
        .toString()
        .matchAll(/<(Latest|Committed|Uncommitted)>([^<]*)<\/\1>/g),
    ]
    if (listed.length > MOST_BLOCKS) return blobError(400, 'BlockListTooLong', 'The block list is too long.')
    const chosen = new Map<string, Uint8Array>()
    const pieces: Uint8Array[] = []
    for (const [, from, id = ''] of listed) {
      const block =
        (from === 'Committed' ? undefined : blob.uncommitted.get(id)) ??
        (from === 'Uncommitted' ? undefined : blob.blocks.get(id))
      if (!block) return blobError(400, 'InvalidBlockList', 'The specified block list is invalid.')
      chosen.set(id, block)
      pieces.push(block)
    }
    blob.blocks.clear()
    for (const [id, block] of chosen) blob.blocks.set(id, block)
    return this.#commit(blob, pieces, head)
  }

  #commit(blob: Blob, body: readonly Uint8Array[], { headers }: Head): Answer {
    blob.body = body
    blob.uncommitted.clear()
    blob.committed = true
    blob.etag = `"0x${randomBytes(8).toString('hex').toUpperCase()}"`
    blob.modified = new Date(this.#clock.now()).toUTCString()
    blob.type = headers['x-ms-blob-content-type'] ?? 'application/octet-stream'
    return created({ etag: blob.etag, 'last-modified': blob.modified })
  }

  #blob(path: string): Blob {
    let blob = this.#blobs.get(path)
    if (!blob) {
      blob = { body: [], etag: '', modified: '', type: '', blocks: new Map(), uncommitted: new Map(), committed: false }
      this.#blobs.set(path, blob)
    }
    return blob
  }
}

function created(headers: Readonly<Record<string, string>>): Answer {
  return {
    status: 201,
    headers: { ...standard(), 'content-length': '0', 'x-ms-request-server-encrypted': 'true', ...headers },
    body: [],
  }
}

function missing(method: string): Answer {
  const error = blobError(404, 'BlobNotFound', 'The specified blob does not exist.')
  return method === 'HEAD' ? { ...error, body: [] } : error
}

function read({ method, headers }: Head, blob: Blob): Answer {
  const size = bodyBytes(blob.body)
  if (headers['if-match'] !== undefined && headers['if-match'] !== '*' && headers['if-match'] !== blob.etag) {
    return blobError(412, 'ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.')
  }
  const common = {
    ...standard(),
    'accept-ranges': 'bytes',
    'content-type': blob.type,
    etag: blob.etag,
    'last-modified': blob.modified,
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-creation-time': blob.modified,
    'x-ms-lease-state': 'available',
    'x-ms-lease-status': 'unlocked',
    'x-ms-server-encrypted': 'true',
  }
  if (method === 'HEAD') return { status: 200, headers: { ...common, 'content-length': `${size}` }, body: [] }
  const asked = headers['x-ms-range'] ?? headers['range']
  const range: ByteRange | undefined | 'unsatisfiable' = rangeOf(asked, size)
  if (range === 'unsatisfiable') {
    const error = blobError(416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.')
    return { ...error, headers: { ...error.headers, 'content-range': `bytes */${size}` } }
  }
  if (!range) return { status: 200, headers: { ...common, 'content-length': `${size}` }, body: blob.body }
  const { offset, length } = range
  return {
    status: 206,
    headers: {
      ...common,
      'content-length': `${length}`,
      'content-range': `bytes ${offset}-${offset + length - 1}/${size}`,
    },
    body: sliceBody(blob.body, offset, length),
  }
}

function standard(): Record<string, string> {
  return { 'x-ms-request-id': randomUUID(), 'x-ms-version': API_VERSION }
}
