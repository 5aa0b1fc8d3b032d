import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { noise } from '../noise.ts'
import { chanceOf, seedOf } from './chance.ts'

/** The file in which a tree says which one it is. */
const NAME = 'name'
const SHARED_FILES = 12
const OWN_FILES = 8
const LARGE_BYTES = 300_000

/**
 * The one tree of this name: path → content. Trees of a line share most of their small files, so that versions share
 * packs; each has files, some of them large, that no other has.
 */
export function treeOf(line: string, name: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([[NAME, Buffer.from(name)]])
  for (let i = 0; i < SHARED_FILES; i++) files.set(`shared/${i}`, noise(seedOf(`${line} ${i}`), 4000 + 100 * i))
  const chance = chanceOf(seedOf(name))
  for (let i = 0; i < OWN_FILES; i++) {
    const seed = Math.floor(chance() * 2 ** 31)
    const bytes = i === 0 ? LARGE_BYTES : Math.floor(chance() * 9000)
    files.set(`own/${seed.toString(36)}`, noise(seed, bytes))
  }
  return files
}

/** Makes the directory this tree and nothing else. */
export function plantTree(root: string, files: ReadonlyMap<string, Uint8Array>): void {
  fs.rmSync(root, { recursive: true, force: true })
  for (const [path, content] of files) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true })
    fs.writeFileSync(join(root, path), content)
  }
}

/** The name of the tree that lies there, and what of it is not as it should be. */
export function lookAt(root: string, line: string): { readonly name: string; readonly wrong: readonly string[] } {
  const name = fs.existsSync(join(root, NAME)) ? fs.readFileSync(join(root, NAME), 'utf8') : ''
  const wanted = treeOf(line, name)
  const wrong: string[] = []
  const found = fs.readdirSync(root, { recursive: true, encoding: 'utf8' })
  for (const path of found) {
    if (fs.lstatSync(join(root, path)).isDirectory()) continue
    const content = wanted.get(path)
    if (!content) wrong.push(`${path} is too many`)
    else if (Buffer.compare(content, fs.readFileSync(join(root, path))) !== 0) wrong.push(`${path} is another`)
    wanted.delete(path)
  }
  return { name, wrong: [...wrong, ...[...wanted.keys()].map((path) => `${path} is missing`)] }
}
