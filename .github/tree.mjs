// Makes a tree that depends on nothing but a seed, so that two machines can make the same one.
//
//   node .github/tree.mjs DIRECTORY SEED
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [directory = '', seed = ''] = process.argv.slice(2)
const bytes = (name, outputLength) => createHash('shake256', { outputLength }).update(`${seed} ${name}`).digest()

mkdirSync(join(directory, 'deep', 'er'), { recursive: true })
writeFileSync(join(directory, 'deep', 'er', 'file.txt'), `made by run ${seed}\n`)
writeFileSync(join(directory, 'empty'), '')
writeFileSync(join(directory, 'large.bin'), bytes('large', 3_000_000))
for (let file = 0; file < 200; file++) {
  writeFileSync(join(directory, 'deep', `file-${file}`), bytes(file, 1 + file * 37))
}
