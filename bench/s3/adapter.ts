// Moves the files of a directory to a store or from it, as packs go: `up|down checked|unchecked <url> <directory>`. Started
// by bench/s3.ts.
import { closeSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { adapterDependencies } from '../../__tests__/support/servers/dependencies.ts'
import { release } from '../../src/core/bytes.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { openS3 } from '../../src/stores/s3/open.ts'
import { BUDGET_BYTES } from '../../src/volume/fetch.ts'

const [direction, checks, url = '', directory = ''] = process.argv.slice(2)
/** Of a frame. */
const BLOCK_BYTES = 1024 * 1024

const store = await openS3(url, adapterDependencies({ env: process.env }))
await (direction === 'up' ? up(store) : down(store))

async function up(to: ManagedStore): Promise<void> {
  // Each has four parts in flight.
  await atOnce(to.traits.concurrency / 4, readdirSync(directory), async (name) => {
    const file = openSync(join(directory, name), 'r')
    const writer = to.open(name)
    for (;;) {
      const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
      const length = readSync(file, block)
      if (length === 0) break
      await check(block)
      await writer.write(block.subarray(0, length))
    }
    await writer.commit('none')
    closeSync(file)
  })
}

async function down(from: ManagedStore): Promise<void> {
  const { concurrency, readBytes } = from.traits
  mkdirSync(directory, { recursive: true })
  const reads: { readonly key: string; readonly file: FileHandle; readonly offset: number; readonly length: number }[] =
    []
  for await (const { key, bytes } of from.list('')) {
    const file = await open(join(directory, key), 'w')
    for (let offset = 0; offset < bytes; offset += readBytes) {
      reads.push({ key, file, offset, length: Math.min(readBytes, bytes - offset) })
    }
  }
  // As many as a restore has in flight.
  await atOnce(Math.min(concurrency, BUDGET_BYTES / readBytes), reads, async ({ key, file, offset, length }) => {
    const bytes = (await from.get(key, { range: { offset, length } })) as Uint8Array
    await check(bytes)
    // On another thread, as in a restore.
    await file.write(bytes, 0, length, offset)
    release(bytes)
  })
  for (const file of new Set(reads.map((read) => read.file))) await file.close()
}

/** SHA-256 on another thread, as saves and restores have it of every frame. */
async function check(bytes: Uint8Array): Promise<void> {
  if (checks === 'checked') await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
}

async function atOnce<T>(most: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  const next = async () => {
    for (const one of rest) await work(one)
  }
  await Promise.all(Array.from({ length: most }, next))
}
