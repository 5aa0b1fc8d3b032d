import type { StoreTraits, Tag } from '../core/ports/store.ts'

/** What buckets and containers of the large services are like, and most servers that speak their protocols. */
export const BUCKET_TRAITS: Omit<StoreTraits, 'touch'> = {
  conditionalPut: true,
  overwrite: true,
  listing: 'strong',
  evicts: false,
  concurrency: 16,
  readBytes: 8 * 1024 * 1024,
  zstdLevel: 3,
  smallPacks: 32,
  packBytes: 32 * 1024 * 1024,
}

/** An ETag as a tag: some answers have it in quotes and some do not. */
export function tagOf(etag: string | undefined): Tag {
  return (etag ?? '').replaceAll('"', '') as Tag
}
