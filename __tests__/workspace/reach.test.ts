import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { Reach } from '../../src/workspace/reach.ts'
import { rootOf } from '../../src/workspace/safe-path.ts'
import { tempDir } from '../support/temp.ts'

/** `m/in/deep` with a file in it, and beside the mount a directory that nobody may write to through it. */
function site() {
  const root = toBytePath(tempDir())
  fs.mkdirSync(join(root, 'm/in/deep'), { recursive: true })
  fs.writeFileSync(join(root, 'm/in/deep/file'), 'ours')
  fs.mkdirSync(join(root, 'theirs'))
  fs.writeFileSync(join(root, 'theirs/file'), 'theirs', { mode: 0o600 })
  return { root, at: (path: string) => `${root}/${path}` }
}

/** What an attacker does between a look and a use: the directory is now a link to another. */
function swap(at: (path: string) => string): void {
  fs.renameSync(at('m/in/deep'), at('m/in/away'))
  fs.symlinkSync(at('theirs'), at('m/in/deep'))
}

const linux = process.platform === 'linux'

test.runIf(linux)('a directory that is held is used, not the link that has taken its place', () => {
  const { root, at } = site()
  const reach = new Reach(root)
  expect(reach.stat(at('m/in/deep/file'))?.isFile()).toBe(true)
  swap(at)
  reach.use(at('m/in/deep/new'), (place) => fs.writeFileSync(place, 'x'))
  reach.use(at('m/in/deep/file'), fs.unlinkSync)
  reach.use(at('m/in/deep/dir'), (place) => fs.mkdirSync(place))
  expect(fs.readdirSync(at('m/in/away')).sort()).toEqual(['dir', 'new'])
  expect(fs.readdirSync(at('theirs'))).toEqual(['file'])
  reach.close()
})

test.runIf(linux)('no way leads through a link, wherever below the root it stands', () => {
  const { root, at } = site()
  swap(at)
  const reach = new Reach(root)
  for (const path of ['m/in/deep/file', 'm/in/deep/new']) {
    expect(() => reach.use(at(path), (place) => fs.writeFileSync(place, 'evil'))).toThrow(/ENOTDIR.*\/m\/in\/deep'/)
    expect(reach.stat(at(path))).toBeUndefined()
  }
  expect(fs.readFileSync(at('theirs/file'), 'utf8')).toBe('theirs')
  reach.close()
})

test.runIf(linux)('what is held keeps its mode and time for itself, whatever takes its place', () => {
  const { root, at } = site()
  const reach = new Reach(root)
  reach.hold(at('m/in/deep'), (place) => {
    swap(at)
    fs.chmodSync(place, 0o711)
    fs.utimesSync(place, 1, 1)
  })
  expect(fs.statSync(at('m/in/away')).mode & 0o777).toBe(0o711)
  expect(fs.statSync(at('m/in/away')).mtimeMs).toBe(1000)
  expect(fs.statSync(at('theirs')).mode & 0o777).not.toBe(0o711)
  expect(() => reach.hold(at('m/in/deep'), () => {})).toThrow(/replaced by a link/)
  reach.close()
})

test.each([true, false])('it goes anywhere below its root, in any order, and nowhere else (held: %s)', (holds) => {
  if (holds && !linux) return
  const { root, at } = site()
  const reach = new Reach(root, holds)
  const name = Buffer.from('m/in/deep/\xff\xfe', 'latin1').toString('latin1')
  reach.use(at(name), (place) => fs.writeFileSync(place, 'bytes'))
  const seen = ['m/in/deep/file', 'theirs/file', 'm', name, 'm/in', 'm/in/deep', 'm/inn', 'no/way'].map(
    (path) => reach.stat(at(path)) !== undefined,
  )
  expect(seen).toEqual([true, true, true, true, true, true, false, false])
  expect(reach.stat(root)?.isDirectory()).toBe(true)
  if (holds) expect(() => reach.stat('/elsewhere/file')).toThrow('out of reach')
  reach.close()
})

test('a mount below the root directory is reached from there', () => {
  expect(['/m', '/a/m', '/'].map(rootOf)).toEqual(['/', '/a', '/'])
  const reach = new Reach('/')
  expect(reach.stat('/')?.isDirectory()).toBe(true)
  expect(reach.stat(toBytePath(process.execPath))?.isFile() ?? true).toBe(true)
  expect(reach.stat('/no such thing')).toBeUndefined()
  reach.close()
})

test('errors name the path that was asked for', () => {
  const { root, at } = site()
  const reach = new Reach(root)
  expect(() => reach.use(at('m/none'), (place) => fs.readFileSync(place))).toThrow(
    expect.objectContaining({ path: at('m/none'), message: expect.stringContaining(`'${at('m/none')}'`) }),
  )
  const move = () => reach.use(at('m/none'), (from) => reach.use(at('theirs/to'), (to) => fs.renameSync(from, to)))
  expect(move).toThrow(expect.objectContaining({ path: at('m/none') }))
  reach.close()
})

test.runIf(linux)('nothing stays open', () => {
  const { root, at } = site()
  const open = () => fs.readdirSync('/proc/self/fd').length
  const before = open()
  const reach = new Reach(root)
  for (const path of ['m/in/deep/file', 'theirs/file', 'm/in']) reach.stat(at(path))
  reach.hold(at('m/in'), () => {})
  expect(open()).toBeGreaterThan(before)
  reach.close()
  expect(open()).toBe(before)
})
