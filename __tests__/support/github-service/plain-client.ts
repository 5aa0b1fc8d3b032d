import { TWIRP } from './cache-service.ts'
import type { GithubService } from './index.ts'

/** An entry version as clients make them: a SHA-256 in hex. */
export const VERSION = '5c'.repeat(32)

export interface Twirped {
  readonly status: number
  readonly headers: Headers
  readonly ok?: boolean
  readonly message?: string
  readonly signed_upload_url?: string
  readonly signed_download_url?: string
  readonly matched_key?: string
  readonly entry_id?: string
  readonly code?: string
  readonly msg?: string
}

/** The wire by hand, for tests of the service itself: nothing is tried again, nothing is hidden. */
export class PlainClient {
  readonly service: GithubService
  readonly token: string
  readonly fetch: typeof globalThis.fetch

  constructor(service: GithubService, token = service.token, fetch: typeof globalThis.fetch = globalThis.fetch) {
    this.service = service
    this.token = token
    this.fetch = fetch
  }

  async call(method: string, body: unknown, signal?: AbortSignal): Promise<Twirped> {
    const { fetch } = this
    const answer = await fetch(`${this.service.url}${TWIRP}${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
    return { status: answer.status, headers: answer.headers, ...JSON.parse(await answer.text()) }
  }

  create(key: string, version = VERSION): Promise<Twirped> {
    return this.call('CreateCacheEntry', { key, version })
  }

  finalize(key: string, bytes: number, version = VERSION): Promise<Twirped> {
    return this.call('FinalizeCacheEntryUpload', { key, version, size_bytes: `${bytes}` })
  }

  lookup(key: string, restoreKeys?: readonly string[], version = VERSION): Promise<Twirped> {
    return this.call('GetCacheEntryDownloadURL', { key, version, ...(restoreKeys && { restore_keys: restoreKeys }) })
  }

  /** The key that a lookup answers. */
  async found(key: string, restoreKeys?: readonly string[]): Promise<string | undefined> {
    return (await this.lookup(key, restoreKeys)).matched_key
  }

  put(url: string, bytes: Uint8Array | string, query = '', headers: Record<string, string> = {}): Promise<Response> {
    const { fetch } = this
    const type: Record<string, string> = query === '' ? { 'x-ms-blob-type': 'BlockBlob' } : {}
    return fetch(url + query, { method: 'PUT', headers: { ...type, ...headers }, body: Buffer.from(bytes) })
  }

  putBlock(url: string, id: string, bytes: Uint8Array | string): Promise<Response> {
    return this.put(url, bytes, `&comp=block&blockid=${encodeURIComponent(Buffer.from(id).toString('base64'))}`)
  }

  putBlockList(url: string, ids: readonly string[], from = 'Latest'): Promise<Response> {
    const blocks = ids.map((id) => `<${from}>${Buffer.from(id).toString('base64')}</${from}>`)
    const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${blocks.join('')}</BlockList>`
    return this.put(url, list, '&comp=blocklist')
  }

  get(url: string, range?: string, signal?: AbortSignal): Promise<Response> {
    const { fetch } = this
    return fetch(url, { headers: range === undefined ? {} : { range }, ...(signal && { signal }) })
  }

  /** Saves an entry in one block and returns the URL it was written by. */
  async save(key: string, bytes: Uint8Array | string): Promise<string> {
    const { signed_upload_url: url = '' } = await this.create(key)
    const { status } = await this.put(url, bytes)
    const { ok } = await this.finalize(key, Buffer.byteLength(bytes))
    if (status !== 201 || !ok) throw new Error(`${key} was not saved: ${status}`)
    return url
  }

  /** The signed URL of what a lookup finds. */
  async urlOf(key: string): Promise<string> {
    return (await this.lookup(key)).signed_download_url ?? ''
  }
}
