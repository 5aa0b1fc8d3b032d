import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, onTestFinished, test } from 'vitest'
import type { ReadFiles } from '../../src/workspace/read-tasks.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'
import { tempDir } from '../support/temp.ts'

const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)
/** A name no file can have. */
const impossible: ReadFiles = {
  for: 'read',
  kind: 'files',
  slab: 0,
  paths: `/${'x'.repeat(300)}`,
  expected: {
    size: new Float64Array(1),
    mtimeNs: new BigInt64Array(1),
    ctimeNs: new BigInt64Array(1),
    ino: new BigUint64Array(1),
  },
  pieces: new Map(),
  suspect: new Uint8Array(1),
  readings: 0,
  keys: undefined,
}

test('a failure in a worker keeps its code and path, and the worker goes on', async () => {
  const pool = new WorkerPool(workerUrl, 1)
  onTestFinished(() => pool.close())
  await expect(pool.call(0, impossible)).rejects.toMatchObject({ code: 'ENAMETOOLONG', path: impossible.paths })
  expect(await pool.call(0, { for: 'read', kind: 'release' })).toBeUndefined()
})

test('calls still under way when it is closed fail, as do later ones', async () => {
  const pool = new WorkerPool(workerUrl, 1)
  const call = pool.call(0, { for: 'read', kind: 'release' })
  const failed = expect(call).rejects.toThrow('ended')
  await pool.close()
  await failed
  await expect(pool.call(0, { for: 'read', kind: 'release' })).rejects.toThrow('closed')
})

test('an idle pool keeps no process, and one that is closed ends in order', () => {
  const script = join(tempDir(), 'script.mjs')
  const run = (end: string) => {
    fs.writeFileSync(
      script,
      `import { WorkerPool } from '${new URL('../../src/workspace/workers.ts', import.meta.url)}'
      const pool = new WorkerPool(new URL('${workerUrl}'), 2)
      pool.warm()
      await pool.call(0, { for: 'read', kind: 'release' })
      ${end}
      console.log('the end')`,
    )
    return execFileSync(process.execPath, [script], { encoding: 'utf8', timeout: 10_000 })
  }
  expect(run('')).toBe('the end\n')
  expect(run('await pool.close()')).toBe('the end\n')
})
