import type { BigIntStats } from 'node:fs'
import type { BytePath } from '../core/bytes.ts'
import { EntryType, NONE, type Tree } from '../core/tree.ts'
import type { Listing } from './listing.ts'

/** What an earlier walk found, as the next walk of the same place goes along it. */
export class KnownTree {
  readonly #tree: Tree
  readonly #dev: bigint
  /** For each entry the number after the last one below it. */
  readonly #end: Int32Array
  /** The newest change time of its entries. */
  readonly newestNs: bigint

  /** `dev`: where a directory's ctime tells that entries came or went; all others are listed. */
  constructor(tree: Tree, dev: bigint) {
    this.#tree = tree
    this.#dev = dev
    this.#end = new Int32Array(tree.length)
    let newestNs = 0n
    for (let entry = tree.length - 1; entry >= 0; entry--) {
      const end = Math.max(this.#end[entry] as number, entry + 1)
      this.#end[entry] = end
      const parent = tree.parent[entry] as number
      if (parent !== NONE && (this.#end[parent] as number) < end) this.#end[parent] = end
      if ((tree.ctimeNs[entry] as bigint) > newestNs) newestNs = tree.ctimeNs[entry] as bigint
    }
    this.newestNs = newestNs
  }

  /**
   * The first entry in a directory, from `from` on (the directory's number and one at first), whose name is not before
   * `name`: names are asked for in the order of a walk.
   */
  seek(directory: number, from: number, name: BytePath): number {
    const end = this.#end[directory] as number
    let entry = from
    while (entry < end && (this.#tree.name[entry] as BytePath) < name) entry = this.#end[entry] as number
    return entry
  }

  /** Is that entry, as `seek` gave it, in the directory and of that name? */
  has(directory: number, entry: number, name: BytePath): boolean {
    return entry < (this.#end[directory] as number) && this.#tree.name[entry] === name
  }

  /**
   * What lies in a directory that is as it was: nothing came, went or was renamed there since, or its ctime would tell.
   * `undefined`: it has to be listed.
   */
  list(directory: number, stat: BigIntStats): Listing | undefined {
    const tree = this.#tree
    if (tree.type[directory] !== EntryType.directory || tree.ctimeNs[directory] === 0n) return undefined
    if (tree.ctimeNs[directory] !== stat.ctimeNs || tree.ino[directory] !== stat.ino) return undefined
    if (stat.dev !== this.#dev || tree.dev[directory] !== stat.dev) return undefined
    const names: BytePath[] = []
    const areFiles: boolean[] = []
    const end = this.#end[directory] as number
    for (let entry = directory + 1; entry < end; entry = this.#end[entry] as number) {
      names.push(tree.name[entry] as BytePath)
      areFiles.push(tree.type[entry] === EntryType.file)
    }
    return { names, areFiles }
  }
}
