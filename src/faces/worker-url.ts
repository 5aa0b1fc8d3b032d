import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Where the worker thread's file lies: beside this bundle's directory (`dist/worker/index.js` for `dist/cli/…`), or in
 * the sources when they are run as they are. Deliberately not `new URL(…, import.meta.url)`: a bundler takes that for
 * an asset and copies the one file without what it imports.
 */
export function workerUrl(): URL {
  const isSource = import.meta.filename.endsWith('.ts')
  return pathToFileURL(join(import.meta.dirname, isSource ? '../workspace/worker.ts' : '../worker/index.js'))
}
