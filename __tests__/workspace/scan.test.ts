import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { FrameTable } from '../../src/core/manifest.ts'
import { type LocalMount, parsePaths, type Selection } from '../../src/core/mount.ts'
import { EntryType, NONE, type Tree } from '../../src/core/tree.ts'
import { checkTree } from '../../src/core/tree-rules.ts'
import { scan } from '../../src/workspace/scan.ts'
import { settle } from '../../src/workspace/settle.ts'
import { recorder, tempDir } from '../support/temp.ts'

const silent = { emit() {} }

function mountOf(root: string, ...lines: string[]): LocalMount {
  return parsePaths(lines, { workspace: root, home: root, platform: process.platform, named: false })
    .mounts[0] as LocalMount
}

const look = (mount: LocalMount, options = {}, stateDir = '/nowhere') =>
  scan(mount, { stateDir, events: silent }, options)

/** Paths in order; a directory ends in a slash, one that is only on the way in `/?`. */
function list(tree: Tree | undefined): string[] {
  return (tree?.paths() ?? []).map((path, entry) => {
    return path + (tree?.type[entry] === EntryType.directory ? '/' : '') + (tree?.implied[entry] === 1 ? '?' : '')
  })
}

function fill(root: string, ...files: string[]): void {
  for (const file of files) {
    fs.mkdirSync(join(root, file, '..'), { recursive: true })
    if (file.endsWith('/')) fs.mkdirSync(join(root, file), { recursive: true })
    else fs.writeFileSync(join(root, file), file)
  }
}

describe('what is there', () => {
  test('walk order: by bytes, each directory followed by what lies below it', async () => {
    const root = tempDir()
    fill(root, 'm/a/z', 'm/a.b', 'm/a-b/x', 'm/B', 'm/b/', 'm/é', 'm/z', 'm/aa')
    const { tree, leftOut } = await look(mountOf(root, 'm'))
    const é = toBytePath('é')
    expect(list(tree)).toEqual(['/', 'B', 'a/', 'a/z', 'a-b/', 'a-b/x', 'a.b', 'aa', 'b/', 'z', é])
    expect(leftOut).toEqual([])
    expect(tree?.fileCount()).toBe(7)
  })

  test('every column is what find prints', { skip: process.platform !== 'linux' }, async () => {
    const root = tempDir()
    const odd = Buffer.from('m/d/\xff\xfe \n\x01é', 'latin1')
    fill(root, 'm/d/e/f', 'm/empty', 'm/d/g', 'm/quo\'te"', 'm/ sp ace ')
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), odd]), 'odd')
    fs.linkSync(join(root, 'm/d/g'), join(root, 'm/hard'))
    fs.linkSync(join(root, 'm/d/g'), join(root, 'm/d/hard'))
    fs.linkSync(join(root, 'm/empty'), join(root, 'outside'))
    fs.symlinkSync('d/e', join(root, 'm/to-directory'))
    fs.symlinkSync(Buffer.from('nowhere/\xff', 'latin1'), join(root, 'm/dangling'))
    fs.symlinkSync('loop', join(root, 'm/loop'))
    fs.utimesSync(join(root, 'm/d/e/f'), 1234567890.123456, 987654321.987654)
    fs.utimesSync(join(root, 'm/empty'), new Date(-1500), new Date(-1500))
    fs.chmodSync(join(root, 'm/d/g'), 0o4751)
    fs.chmodSync(join(root, 'm/d/e'), 0o500)
    const { tree } = await look(mountOf(root, 'm'))
    expect(tree).toBeDefined()

    const format = '%P\\0%y\\0%m\\0%s\\0%T@\\0%C@\\0%i\\0%D\\0%l\\0'
    const fields = execFileSync('find', ['m', '-printf', format], { cwd: root, encoding: 'latin1' }).split('\0')
    const found = new Map<string, unknown[]>()
    for (let at = 0; at + 9 <= fields.length; at += 9) {
      const [path, type, mode, size, mtime, ctime, ino, dev, target] = fields.slice(at, at + 9) as string[]
      found.set(path as string, [
        type,
        Number.parseInt(mode as string, 8) & 0o777,
        type === 'f' ? Number(size) : 0,
        nanoseconds(mtime as string),
        nanoseconds(ctime as string),
        BigInt(ino as string),
        BigInt(dev as string),
        target || undefined,
      ])
    }
    const columns = tree as Tree
    const paths = columns.paths()
    const scanned = new Map(
      paths.map((path, entry) => [
        path,
        [
          'fdl'[columns.type[entry] as number],
          columns.mode[entry],
          columns.size[entry],
          columns.mtimeNs[entry],
          columns.ctimeNs[entry],
          columns.ino[entry],
          columns.dev[entry],
          columns.target.get(entry),
        ],
      ]),
    )
    expect(scanned).toEqual(found)
    expect(found.size).toBe(14)
    expect(paths).toContain('d/\xff\xfe \n\x01é')
    expect(tree?.target.get(paths.indexOf('dangling'))).toBe('nowhere/\xff')

    const group = ['d/g', 'd/hard', 'hard'].map((path) => tree?.link[paths.indexOf(path)])
    expect(group).toEqual([paths.indexOf('d/g'), paths.indexOf('d/g'), paths.indexOf('d/g')])
    expect(tree?.link[paths.indexOf('empty')]).toBe(NONE)
    expect(tree?.link.slice(0, tree.length).filter((link) => link !== NONE)).toHaveLength(3)
  })

  test('a deep and a wide directory', async () => {
    const root = tempDir()
    const deep = join(root, 'm', ...new Array(100).fill('d'))
    fs.mkdirSync(deep, { recursive: true })
    for (let file = 0; file < 500; file++) fs.writeFileSync(join(deep, `${file}`), '')
    const { tree } = await look(mountOf(root, 'm'))
    expect(tree?.length).toBe(601)
    expect(tree?.path(tree.length - 1)).toBe(`${'d/'.repeat(100)}99`)
  })

  test('what lies deeper than the format goes is named and left out', async () => {
    const root = tempDir()
    fs.mkdirSync(join(root, 'm', ...new Array(256).fill('d'), 'e'), { recursive: true })
    fill(root, 'm/f')
    const { tree, leftOut } = await look(mountOf(root, 'm'))
    expect(tree?.length).toBe(258)
    expect(leftOut).toEqual([{ path: `${'d/'.repeat(256)}e`, reason: 'special' }])
    if (tree) expect(checkTree(tree, new FrameTable(), 'known')[256]).toBe(256)
  })

  test('a mount that is a file, a link, or nothing', async () => {
    const root = tempDir()
    fill(root, 'file', 'there/x')
    fs.symlinkSync('file', join(root, 'to-file'))
    fs.symlinkSync('nothing', join(root, 'dangling'))
    fs.symlinkSync('there', join(root, 'to-directory'))
    const file = (await look(mountOf(root, 'file'))).tree
    expect([list(file), file?.size[0]]).toEqual([[''], 4])
    expect((await look(mountOf(root, 'to-file'))).tree?.target.get(0)).toBe('file')
    expect((await look(mountOf(root, 'dangling'))).tree?.target.get(0)).toBe('nothing')
    expect(list((await look(mountOf(root, 'to-directory'))).tree)).toEqual(['/', 'x'])
    for (const line of ['absent', 'file/below']) {
      expect(await look(mountOf(root, line))).toMatchObject({ tree: undefined, leftOut: [] })
    }
    expect((await look(mountOf(root, 'file/'))).tree).toBeUndefined()
  })

  test('sockets and pipes are named and left out', { skip: process.platform === 'win32' }, async () => {
    const root = tempDir()
    fill(root, 'm/file')
    execFileSync('mkfifo', [join(root, 'm/pipe'), join(root, 'm/ignored')])
    const server = createServer().listen(join(root, 'm/socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    const { tree, leftOut } = await look(mountOf(root, 'm', '!m/ignored'))
    server.close()
    expect(list(tree)).toEqual(['/', 'file'])
    expect(leftOut).toEqual([
      { path: 'pipe', reason: 'special' },
      { path: 'socket', reason: 'special' },
    ])
  })
})

describe('what is asked for', () => {
  test('directories on the way are implied, and only if something is below', async () => {
    const root = tempDir()
    fill(root, 'm/a/x.js', 'm/a/y.ts', 'm/b/c/d/z.ts', 'm/e/', 'm/f.js', 'm/g/h/')
    expect(list((await look(mountOf(root, 'm/**/*.js'))).tree)).toEqual(['/?', 'a/?', 'a/x.js', 'f.js'])
    expect(list((await look(mountOf(root, 'm/*/h'))).tree)).toEqual(['/?', 'g/?', 'g/h/'])
    expect((await look(mountOf(root, 'm/**/*.none'))).tree).toBeUndefined()
    // What takes the place of a directory that was taken back is not implied.
    expect(list((await look(mountOf(root, 'm/*.js', 'm/b/c'))).tree)).toEqual([
      '/?',
      'b/?',
      'b/c/',
      'b/c/d/',
      'b/c/d/z.ts',
      'f.js',
    ])
  })

  test('exclusions of directories and files, taken in again', async () => {
    const root = tempDir()
    fill(root, 'm/a/x', 'm/a/keep/y', 'm/a/keep/z.log', 'm/b/x', 'm/b/x.log')
    const mount = mountOf(root, 'm', '!m/a', 'm/a/keep', '!**/*.log')
    expect(list((await look(mount)).tree)).toEqual(['/', 'a/?', 'a/keep/', 'a/keep/y', 'b/', 'b/x'])
  })

  test('other places are left out with all below them, and so is what is ours', async () => {
    const root = tempDir()
    fill(
      root,
      'm/a/x',
      'm/b/c/x',
      'm/bc',
      'm/.f.warmstart-12-00c0ffee1',
      'm/t.warmstart-12-00c0ffee/x',
      'm/warmstart-1-a',
    )
    const without = [`${root}/m/b`, `${root}/m/a/x`, `${root}/other`, `${root}/mm`].map(toBytePath)
    const { tree, leftOut } = await look(mountOf(root, 'm'), { without })
    expect(list(tree)).toEqual(['/', 'a/', 'bc', 'warmstart-1-a'])
    expect(leftOut).toEqual([])
    fs.symlinkSync('m', join(root, 'link'))
    const linked = await look(mountOf(root, 'link'), { without: [toBytePath(`${root}/link/b`)] })
    expect(list(linked.tree)).toEqual(['/', 'a/', 'a/x', 'bc', 'warmstart-1-a'])
  })
})

describe('while it runs', () => {
  test('what vanishes between listing and looking is named', async () => {
    const root = tempDir()
    fill(root, 'm/a', 'm/b', 'm/c/x', 'm/d')
    const gone = during(mountOf(root, 'm'), {
      selects: (path) => {
        if (path === 'a') fs.rmSync(join(root, 'm/b'))
        // Looked at as a directory, and then it is none.
        if (path === 'c') fs.rmSync(join(root, 'm/c'), { recursive: true })
        return true
      },
    })
    const { tree, leftOut } = await look(gone)
    expect(list(tree)).toEqual(['/', 'a', 'd'])
    expect(leftOut).toEqual([
      { path: 'b', reason: 'vanished' },
      { path: 'c', reason: 'vanished' },
    ])
  })

  test('it shows progress, and stops when it is told to', async () => {
    const root = tempDir()
    fill(root, ...new Array(300).fill(0).map((_, file) => `m/${file}`))
    const slow = during(mountOf(root, 'm'), { selects: () => spin(1) })
    const { events, emit } = recorder()
    const started = performance.now()
    await scan(slow, { stateDir: root, events: { emit } })
    expect(events.length).toBeGreaterThan(0)
    expect(events.length).toBeLessThanOrEqual((performance.now() - started) / 100)
    expect(events[0]).toMatchObject({ type: 'progress', phase: 'scan' })

    const controller = new AbortController()
    let asked = 0
    const counted = during(mountOf(root, 'm'), {
      selects: () => {
        if (++asked === 1) setTimeout(() => controller.abort(), 0)
        return spin(1)
      },
    })
    await expect(look(counted, { signal: controller.signal })).rejects.toThrow(/abort/)
    expect(asked).toBeLessThan(250)
    await expect(look(counted, { signal: controller.signal })).rejects.toThrow(/abort/)
  })

  test.each([
    ['beside the state', (root: string) => root],
    ['beside the mount', () => '/nowhere'],
  ])('the stamp is before every later change and not before earlier ones: %s', async (_, stateDir) => {
    const root = tempDir()
    fill(root, 'm/a')
    const mount = mountOf(root, 'm')
    const ctime = (file: string) => fs.statSync(join(root, 'm', file), { bigint: true }).ctimeNs
    const stamp = await settle(mount, stateDir(root), ctime('a'))
    expect(stamp).toBeGreaterThan(ctime('a'))
    const { startedNs } = await look(mount, {}, stateDir(root))
    expect(startedNs).toBeGreaterThan(ctime('a'))
    fill(root, 'm/b')
    expect(ctime('b')).toBeGreaterThanOrEqual(startedNs)
    expect(fs.readdirSync(root)).toEqual(['m'])
    await sleep(1)
  })

  test('a wrong clock is not waited for longer than three seconds', async () => {
    const root = tempDir()
    fill(root, 'm/a')
    const started = performance.now()
    const ahead = BigInt(Date.now() + 3600_000) * 1_000_000n
    expect(await settle(mountOf(root, 'm'), root, ahead)).toBeLessThan(ahead)
    expect(performance.now() - started).toBeGreaterThan(2900)
    expect(performance.now() - started).toBeLessThan(4000)
  })
})

/** The mount with a selection of our own: the walk calls it between its steps. */
function during(mount: LocalMount, selection: Pick<Selection, 'selects'>): LocalMount {
  return { ...mount, selection: { everything: false, descends: () => true, ...selection } }
}

function spin(millis: number): true {
  for (const until = performance.now() + millis; performance.now() < until; );
  return true
}

/** `find` prints the seconds and, always counted upwards from them, the nanoseconds. */
function nanoseconds(stamp: string): bigint {
  const [, seconds, fraction] = /^(-?\d+)\.(\d{9})/.exec(stamp) as unknown as [string, string, string]
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction)
}
