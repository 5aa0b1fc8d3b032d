import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One file in a hundred, at least one; for each round others, and for the same names always the same. */
export function chooseFiles(files: readonly string[], round: number): string[] {
  const count = Math.max(1, Math.round(files.length / 100))
  const order = shuffled(files)
  return Array.from({ length: count }, (_, index) => order[(round * count + index) % order.length] as string)
}

/** Changes the content of the chosen files: a line that was never there before goes into the middle of each. */
export function editFiles(root: string, files: readonly string[], round: number): void {
  for (const file of files) {
    const path = join(root, file)
    const content = readFileSync(path)
    const middle = content.length >> 1
    const line = Buffer.from(`\n// edit ${round} of ${file}\n`)
    writeFileSync(path, Buffer.concat([content.subarray(0, middle), line, content.subarray(middle)]))
  }
}

/** Fisher and Yates's shuffle by a small linear generator, so that every run edits the same files. */
function shuffled(files: readonly string[]): string[] {
  const order = [...files]
  let seed = 1
  for (let index = order.length - 1; index > 0; index--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    const other = Math.floor((seed / 2 ** 32) * (index + 1))
    const held = order[index] as string
    order[index] = order[other] as string
    order[other] = held
  }
  return order
}
