import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Adapters } from '../stores/open.ts'

/**
 * The adapters that carry a cloud's SDK. Each is a bundle of its own beside this one, as the worker thread is: it exists
 * once however many bundles use it, and nobody who uses another store loads it.
 */
export const adapters: Adapters = {
  s3: () => load('s3'),
  gcs: () => {
    // Google's library otherwise knocks at an address that only Google's machines have, waits, and writes a warning.
    process.env['METADATA_SERVER_DETECTION'] ||= 'bios-only'
    return load('gcs')
  },
  azure: () => load('azure'),
}

async function load<T>(name: string): Promise<T> {
  const isSource = import.meta.filename.endsWith('.ts')
  const file = join(import.meta.dirname, isSource ? `../stores/${name}/open.ts` : `../${name}/index.js`)
  return import(/* webpackIgnore: true */ pathToFileURL(file).href)
}
