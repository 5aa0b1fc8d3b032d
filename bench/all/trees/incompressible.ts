import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { madeOnce } from '../../made-once.ts'
import { keystream } from './random.ts'

const TOTAL = 300e6
const [LEAST, MOST] = [10e3, 50e6]

/** 300 MB of random bytes in files of 10 KB to 50 MB, as many between 10 and 100 KB as between 1 and 10 MB. */
export function incompressible(say: (line: string) => void): string {
  const make = (directory: string) => {
    const random = keystream('incompressible')
    for (const [index, size] of sizes(random).entries()) {
      const folder = join(directory, `folder-${index % 8}`)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `file-${index}`), random(size))
    }
  }
  return madeOnce({ what: 'The incompressible tree', inputs: ['incompressible 1'], make }, say)
}

/** Sizes of files, with the whole for their sum. */
export function sizes(random: (length: number) => Buffer): number[] {
  const found: number[] = []
  for (let left = TOTAL; left > 0; ) {
    const size = Math.round(LEAST * (MOST / LEAST) ** (random(4).readUInt32LE() / 2 ** 32))
    found.push(Math.min(size, left))
    left -= size
  }
  return found
}
