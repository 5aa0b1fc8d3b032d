import type { Clock } from '../../../src/core/ports/clock.ts'
import type { BlobSide } from './blobs.ts'
import type { Entries } from './entries.ts'
import { type Answer, type Head, json, twirpError } from './message.ts'
import { scopesOf } from './scopes.ts'
import { type Counts, fire, type Operation, type Switches } from './switches.ts'

export const TWIRP = '/twirp/github.actions.results.api.v1.CacheService/'

export interface CacheServiceParts {
  readonly clock: Clock
  readonly switches: Switches
  readonly counts: Counts
  readonly entries: Entries
  readonly blobs: BlobSide
  /** Makes a path with a signature into the URL that a client is given. */
  readonly publish: (path: string) => string
}

/** The three methods of the cache service, version 2, as Twirp in JSON. Fields that are empty are left out of answers. */
export class CacheService {
  readonly #parts: CacheServiceParts
  #calls = 0

  constructor(parts: CacheServiceParts) {
    this.#parts = parts
  }

  async answer(operation: Operation, head: Head, body: Uint8Array): Promise<Answer> {
    const { switches, counts } = this.#parts
    if (head.method !== 'POST' || !head.headers['content-type']?.startsWith('application/json')) {
      return twirpError(404, 'bad_route', `unsupported method or content type for ${head.url.pathname}`)
    }
    const scopes = scopesOf(head.headers['authorization'])
    if (!scopes) return twirpError(401, 'unauthenticated', 'no valid runtime token')
    if (switches.unauthorizedAfter !== undefined && ++this.#calls > switches.unauthorizedAfter) {
      fire(counts, 'unauthorizedAfter')
      return twirpError(401, 'unauthenticated', 'token is expired')
    }
    let request: Request
    try {
      request = parse(body)
    } catch {
      return twirpError(400, 'malformed', 'the json request could not be decoded')
    }
    const wrong = invalid(request)
    if (wrong) return twirpError(400, 'invalid_argument', wrong)
    switch (operation) {
      case 'CreateCacheEntry':
        return this.#create(request, scopes.write)
      case 'FinalizeCacheEntryUpload':
        return await this.#finalize(request, scopes.write)
      case 'GetCacheEntryDownloadURL':
        return this.#download(request, scopes.read)
      default:
        return twirpError(404, 'bad_route', `no handler for path ${head.url.pathname}`)
    }
  }

  #create({ key, version }: Request, scope: string | undefined): Answer {
    const { switches, counts, entries } = this.#parts
    if (scope === undefined || switches.writeDenied) {
      if (switches.writeDenied) fire(counts, 'writeDenied')
      return json(200, { message: 'cache write denied: token has no writable scopes' })
    }
    if (switches.quotaExceeded) {
      fire(counts, 'quotaExceeded')
      return twirpError(403, 'permission_denied', 'insufficient usage to create cache entry')
    }
    if (switches.readOnly) {
      fire(counts, 'readOnly')
      const message =
        'You have reached your configured budget, your cache is now read only to prevent additional charges.'
      return json(200, { message })
    }
    const entry = entries.reserve(scope, key, version)
    if (!entry) {
      return twirpError(409, 'already_exists', 'cache entry with the same key, version, and scope already exists')
    }
    return json(200, { ok: true, signed_upload_url: this.#sign(entry.blob, 'cw') })
  }

  async #finalize({ key, version, bytes }: Request, scope: string | undefined): Promise<Answer> {
    const { entries, counts, blobs } = this.#parts
    if (scope === undefined) return json(200, { message: 'cache write denied: token has no writable scopes' })
    const entry = entries.get(scope, key, version)
    if (!entry) return twirpError(404, 'not_found', 'cache entry not found')
    if (entry.finalised) return twirpError(409, 'already_exists', 'cache entry is finalized already')
    const stored = await blobs.bytes(entry.blob)
    if (stored === undefined) return twirpError(404, 'not_found', 'cache entry has no uploaded blob')
    if (stored !== bytes) return twirpError(400, 'invalid_argument', `size_bytes is ${bytes}, the blob has ${stored}`)
    entries.finalise(entry, stored)
    counts.uploads++
    return json(200, { ok: true, entry_id: `${entry.id}` })
  }

  #download({ key, version, restoreKeys }: Request, scopes: readonly string[]): Answer {
    const { switches, counts, entries, clock } = this.#parts
    if (scopes.length === 0 || switches.readDenied) {
      if (switches.readDenied) fire(counts, 'readDenied')
      return twirpError(403, 'permission_denied', 'cache read denied: token has no readable scopes')
    }
    const entry = entries.lookup(scopes, key, restoreKeys, version)
    if (!entry) return json(200, {})
    entry.accessedAt = clock.now()
    return json(200, { ok: true, signed_download_url: this.#sign(entry.blob, 'r'), matched_key: entry.key })
  }

  #sign(blob: string, permissions: 'cw' | 'r'): string {
    const { blobs, clock, switches, publish } = this.#parts
    return publish(blobs.sign(blob, permissions, clock.now() + switches.urlLifeMillis))
  }
}

interface Request {
  readonly key: string
  readonly version: string
  readonly restoreKeys: readonly string[]
  readonly bytes: number | undefined
}

/** Both spellings of a field are good in the JSON of protocol buffers, and 64-bit numbers may be strings. */
function parse(body: Uint8Array): Request {
  const fields = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>
  const field = (name: string) =>
    fields[name] ?? fields[name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase())]
  const size = field('size_bytes')
  return {
    key: `${field('key') ?? ''}`,
    version: `${field('version') ?? ''}`,
    restoreKeys: ((field('restore_keys') ?? []) as unknown[]).map(String),
    bytes: size === undefined ? undefined : Number(size),
  }
}

function invalid({ key, version, restoreKeys }: Request): string | undefined {
  const keys = [key, ...restoreKeys]
  if (keys.length > 10) return 'too many keys'
  if (keys.some((one) => one === '' || one.length > 512 || one.includes(','))) return 'key is not valid'
  return /^[0-9a-f]{64}$/.test(version) ? undefined : 'version is not valid'
}
