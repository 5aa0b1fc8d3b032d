// `npm run secrets-rate -- DIRECTORY…`: how often the search for credentials is wrong in trees that should hold none,
// such as installed packages. Once as a save goes about it, once as if no package had been published.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { credentialIn, LOOKED_AT_BYTES, mayHoldCredential } from '../src/core/secrets/files.ts'
import { isPackageTree } from '../src/core/secrets/package-tree.ts'
import { tokenIn } from '../src/core/secrets/tokens.ts'

const SMALL_BYTES = 64 * 1024

const roots = process.argv.slice(2)
if (roots.length === 0) throw new Error('Name one or more directories.')
const count = { files: 0, published: 0 }
const asSaved = { opened: 0, found: [] as string[], searched: 0, tokens: [] as string[] }
const asOwn = { opened: 0, found: [] as string[], searched: 0, tokens: [] as string[] }
for (const root of roots) {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const directory = dirname(resolve(path))
    const published = isPackageTree(directory)
    count.files++
    if (published) count.published++
    look(path, entry.name, directory, published ? [asOwn] : [asOwn, asSaved])
  }
}
console.log(JSON.stringify({ ...count, asSaved, asOwn }, null, 2))

function look(path: string, name: string, directory: string, results: readonly (typeof asSaved)[]): void {
  const bytes = readFileSync(path)
  const byName = bytes.length > 0 && mayHoldCredential(name, () => directory)
  const what = byName && credentialIn(name, directory, bytes.subarray(0, LOOKED_AT_BYTES))
  const isSmall = statSync(path).size <= SMALL_BYTES
  const token = isSmall && !what && tokenIn(bytes)
  for (const result of results) {
    if (byName) result.opened++
    if (what) result.found.push(`${path} (${what})`)
    if (isSmall) result.searched++
    if (token) result.tokens.push(`${path} (${token})`)
  }
}
