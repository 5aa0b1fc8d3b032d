// The entry of the bundle `dist/cli`. Looks at the Node it runs on before it loads anything that needs a newer one.
import zlib from 'node:zlib'
import { sentences } from '../messages/sentences.ts'
import { compileSparingly } from '../short-lived.ts'

if (typeof zlib.zstdCompressSync === 'function') {
  const { main } = await import('./main.ts')
  // Not before: with other flags V8 refuses the code cache that Node's own modules come from.
  compileSparingly()
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.stderr.write(`${sentences.needsNode(process.version)}\n`)
  process.exitCode = 2
}
