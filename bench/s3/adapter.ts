// Moves the files of a directory to a store or from it, as packs go: `up|down checked|unchecked <url> <directory>`. Started
// by bench/s3.ts.
import { closeSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { adapterDependencies } from '../../__tests__/support/servers/dependencies.ts'
import { copyOf } from '../../src/core/bytes.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { SpareArrays } from '../../src/core/spare-arrays.ts'
import { openS3 } from '../../src/stores/s3/open.ts'
import { BUDGET_BYTES } from '../../src/volume/fetch.ts'
import type { Checks } from './contestants.ts'
import { FileThread } from './file-thread.ts'

const [direction, checks, url = '', directory = ''] = process.argv.slice(2) as ['up' | 'down', Checks, string, string]
/** Of a frame. */
const BLOCK_BYTES = 1024 * 1024
/** As a restore has. */
const THREADS = Math.min(availableParallelism(), 4)

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
  const reads: { readonly key: string; readonly fd: number; readonly offset: number; readonly length: number }[] = []
  for await (const { key, bytes } of from.list('')) {
    const fd = openSync(join(directory, key), 'w')
    for (let offset = 0; offset < bytes; offset += readBytes) {
      reads.push({ key, fd, offset, length: Math.min(readBytes, bytes - offset) })
    }
  }
  const threads = Array.from({ length: THREADS }, () => new FileThread(checks))
  const arrays = new SpareArrays()
  // As many as a restore has in flight, and handed over in pieces as it does.
  await atOnce(Math.min(concurrency, BUDGET_BYTES / readBytes), reads, async ({ key, fd, offset, length }) => {
    const written: Promise<void>[] = []
    let handed = 0
    const moved = (filling: Uint8Array, received: number) => {
      while (handed < received && (received === length || received - handed >= BLOCK_BYTES)) {
        const end = Math.min(handed + BLOCK_BYTES, length)
        const [thread] = threads.toSorted((a, b) => a.waiting - b.waiting) as [FileThread]
        written.push(thread.write({ fd, offset: offset + handed, bytes: copyOf(filling, handed, end) }))
        handed = end
      }
    }
    const bytes = await from.get(key, { range: { offset, length }, moved, array: arrays.take })
    await Promise.all(written)
    if (bytes) arrays.give(bytes)
  })
  for (const thread of threads) await thread.end()
  for (const fd of new Set(reads.map((read) => read.fd))) closeSync(fd)
}

/** SHA-256 on another thread, as saves have it of every frame. */
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
