import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headKey, packKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { put, type Tag } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { asStoreCall } from '../../src/stores/files.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'

const HOUR = 60 * 60 * 1000
const line = { namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' }
const pack = () => packKey('n', 'trusted', ulid(Date.now(), realRandom))

let directory: string
let remove: () => Promise<void>
beforeEach(async () => {
  const temporary = await temporaryDirectory('in memory')
  directory = join(temporary.path, 'store')
  remove = temporary.remove
})
afterEach(() => remove())

const open = (clock = realClock) => createDirectoryStore({ directory, clock, random: realRandom })
const child = (script: string, ...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, '../support/stores', script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })

describe('a directory store', () => {
  it('makes its directory with the first write, not with a read', async () => {
    const store = open()
    await store.get(pack())
    await store.get(headKey(line))
    await store.now()
    await store.remove([pack(), headKey(line)])
    await expect(fs.stat(directory)).rejects.toMatchObject({ code: 'ENOENT' })
    await put(store, pack(), Buffer.of(1), 'absent')
    expect((await fs.readdir(directory)).sort()).toEqual(['tmp', 'warmstart'])
  })

  it("tells the file system's time where it may write, else the clock's", async () => {
    const store = open({ ...realClock, now: () => 12 })
    expect(await store.now()).toBe(12)
    await put(store, pack(), Buffer.of(1), 'absent')
    expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(60_000)
    expect(await fs.readdir(join(directory, 'tmp'))).toEqual([])
  })

  it('takes no key that leaves its directory or meets its own names', async () => {
    const store = open()
    for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '', 'tmp/x', 'a\\b', 'C:x', 'a/.hidden', 'a/~n1']) {
      const unsupported = { name: 'StoreError', kind: 'unsupported' }
      await expect(store.get(key), key).rejects.toMatchObject(unsupported)
      await expect(put(store, key, Buffer.of(1), 'none'), key).rejects.toMatchObject(unsupported)
      await expect(store.remove([key]), key).rejects.toMatchObject(unsupported)
    }
  })

  it('does not replace a file on condition of what it holds', async () => {
    const key = pack()
    await put(open(), key, Buffer.of(1), 'absent')
    const tag = (await open().stat(key))?.tag as Tag
    await expect(put(open(), key, Buffer.of(2), { tag })).rejects.toMatchObject({ kind: 'unsupported' })
    expect(await fs.readdir(join(directory, 'tmp'))).toEqual([])
  })

  it('does not list what other programs left in it', async () => {
    const store = open()
    const key = pack()
    await put(store, key, Buffer.of(1), 'absent')
    await put(store, headKey(line), Buffer.of(1), 'absent')
    for (const name of ['.DS_Store', '.nfs00000001', 'Thumbs db', '~n0000000000000001']) {
      await fs.writeFile(join(directory, dirname(key), name), 'x')
    }
    await fs.writeFile(join(directory, headKey(line), '.nfs00000002'), 'x')
    const listed: string[] = []
    for await (const info of store.list('')) listed.push(info.key)
    expect(listed.sort()).toEqual([headKey(line), key].sort())
  })

  it('sweeps, with its first write, what writers dead for a day left', async () => {
    await put(open(), pack(), Buffer.of(1), 'absent')
    const tmp = join(directory, 'tmp')
    for (const [name, age] of Object.entries({ dead: 25 * HOUR, 'dead-claim': 25 * HOUR, alive: 23 * HOUR })) {
      if (name.endsWith('claim')) await fs.mkdir(join(tmp, name))
      else await fs.writeFile(join(tmp, name), 'x')
      const then = new Date(Date.now() - age)
      await fs.utimes(join(tmp, name), then, then)
    }
    const store = open()
    await store.get(pack())
    expect(await fs.readdir(tmp)).toHaveLength(3)
    await put(store, pack(), Buffer.of(1), 'absent')
    expect(await fs.readdir(tmp)).toEqual(['alive'])
  })

  it('names the store and what went wrong', async () => {
    const call = (code: string) =>
      asStoreCall('s', 'k', () => Promise.reject(Object.assign(new Error(`${code}: oh`), { code })))
    for (const [code, kind] of Object.entries({
      ENOSPC: 'full',
      EDQUOT: 'full',
      EACCES: 'denied',
      EPERM: 'denied',
      EROFS: 'denied',
      ENAMETOOLONG: 'unsupported',
      EIO: 'unavailable',
      ESTALE: 'unavailable',
    })) {
      await expect(call(code)).rejects.toMatchObject({
        name: 'StoreError',
        kind,
        store: 's',
        key: 'k',
        cause: { code },
      })
    }
    await expect(call('ERR_INVALID_ARG_TYPE')).rejects.not.toBeInstanceOf(StoreError)

    await fs.writeFile(directory, 'no directory at all')
    expect(await open().get(pack())).toBeUndefined()
    expect(await open().get(headKey(line))).toBeUndefined()
    await expect(put(open(), pack(), Buffer.of(1), 'absent')).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

describe('processes on one directory store', () => {
  it('lose no update of eight that advance one head', { timeout: 60_000 }, async () => {
    const outputs = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const writer = child('advance-child.ts', directory, '50')
        let output = ''
        writer.stdout.on('data', (data) => {
          output += data
        })
        expect(await once(writer, 'close')).toEqual([0, null])
        return output
      }),
    )
    const commits = outputs.flatMap((output) => output.trim().split('\n'))
    const numbers = commits.map((commit) => Number(commit.split(' ')[1])).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))

    const heads = createHeadStore({ store: open() })
    const current = await heads.read(line)
    expect(current?.head.committedAt).toBe(400)
    expect(commits).toContain(`${current?.head.commit} 400`)
    expect(await fs.readdir(join(directory, 'tmp'))).toEqual([])
  })

  it('show nothing of a writer that was killed', async () => {
    const writer = child('write-child.ts', directory)
    expect(String((await once(writer.stdout, 'data'))[0])).toBe('written\n')
    expect(await fs.readdir(join(directory, 'tmp'))).toHaveLength(1)
    writer.kill('SIGKILL')
    await once(writer, 'close')
    for await (const info of open().list('')) expect(info).toBeUndefined()
    await put(open(), pack(), Buffer.of(1), 'absent')
  })

  it.runIf(process.platform !== 'win32')('are told when they may not write', async () => {
    await fs.mkdir(directory)
    await fs.chmod(dirname(directory), 0o755) // else an ordinary user would not even get here
    for (const [mode, answer] of [
      [0o777, 'written\n'],
      [0o555, 'denied\n'],
    ] as const) {
      await fs.chmod(directory, mode)
      const writer = child('write-child.ts', directory, 'ordinary')
      expect(String((await once(writer.stdout, 'data'))[0])).toBe(answer)
      writer.kill()
      await once(writer, 'close')
      await fs.rm(join(directory, 'tmp'), { recursive: true, force: true })
    }
  })
})
