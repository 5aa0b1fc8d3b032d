import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseKeys } from '../../../src/core/encryption-key.ts'
import { KEYS } from '../../support/encryption-keys.ts'
import { Desk } from '../../support/warmstart.ts'

const TREE = ['--path', 'tree', '--key', 'k']

function filled(): Desk {
  const desk = new Desk()
  mkdirSync(join(desk.workspace, 'tree'))
  writeFileSync(join(desk.workspace, 'tree/a'), 'one')
  return desk
}

function keyFile(desk: Desk, text: string): string {
  const file = join(desk.root, 'keys')
  writeFileSync(file, text)
  return file
}

/** Everything that lies in a directory, as one text. */
function allIn(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

it('a new key is random, and encrypts from then on; it is written nowhere', async () => {
  const desk = filled()
  const { stdout, status } = await desk.run('key', 'new')
  const key = stdout.trimEnd()
  expect(status).toBe(0)
  expect(stdout).toMatch(/^[A-Za-z0-9+/]{43}=\n$/)
  desk.env = { ...desk.env, WARMSTART_ENCRYPTION_KEY: key }
  const saved = await desk.run('save', ...TREE)
  expect(saved.status).toBe(0)
  rmSync(join(desk.workspace, 'tree'), { recursive: true })
  const restored = await desk.json('restore', ...TREE)
  expect(restored.result['hit']).toBe('exact')
  const verified = await desk.run('verify')
  expect(verified.stdout).toContain('1 version checked, 0 damaged.')
  const said = [saved, restored, verified].map((ended) => ended.stdout + ended.stderr).join('')
  const secret = Buffer.from(key, 'base64')
  for (const form of [key, secret.toString('hex'), secret.toString('latin1')]) {
    expect(said + allIn(desk.store) + allIn(join(desk.root, 'state'))).not.toContain(form)
  }
})

it('without its key a version is a miss, is listed, and cannot be verified or replaced', async () => {
  const desk = filled()
  const file = keyFile(desk, `${KEYS.a}\n${KEYS.b}\n`)
  await desk.run('save', ...TREE, '--encryption-key-file', file)
  writeFileSync(join(desk.workspace, 'tree/a'), 'two')
  const saved = await desk.json('save', ...TREE)
  expect(saved.result['reason']).toBe('encrypted')
  expect(saved.stderr).toBe(
    'warning: Nothing was saved under “k”: what it would replace is encrypted, and this job has no encryption key.\n',
  )
  const restored = await desk.json('restore', ...TREE)
  expect(restored.result['hit']).toBe('miss')
  expect(restored.stderr.match(/is encrypted/g)).toHaveLength(1)
  expect((await desk.run('list')).stdout).toContain('1 key')
  const shown = await desk.json('show', 'k')
  expect(shown.result['versions']).toMatchObject([{ unusable: expect.stringContaining('no key is given') }])
  const verified = await desk.run('verify')
  expect(verified.status).toBe(1)
  expect(verified.stdout).toContain('UNCHECKED')
  const opened = await desk.json('show', 'k', '--encryption-key-file', file)
  expect(opened.result['versions']).toMatchObject([{ files: 1, encryptionKey: parseKeys(KEYS.a)?.newest.id }])
  expect(verified.stdout).toContain('0 versions checked, 0 damaged, 1 not checked for want of its key.')
})

it('a key that is none is refused in one sentence that does not repeat it', async () => {
  const desk = filled()
  const bad = await desk.run('save', ...TREE, '--encryption-key-file', keyFile(desk, 'correct horse'))
  expect(bad.status).toBe(2)
  expect(bad.stderr).toMatch(/^error: Encryption key is not 32 bytes .* A passphrase will not do\.\n$/)
  expect(bad.stderr).not.toContain('horse')
  const empty = await desk.run('save', ...TREE, '--encryption-key-file', keyFile(desk, '\n'))
  expect(empty.stderr).toContain('has no key in it')
  const absent = await desk.run('save', ...TREE, '--encryption-key-file', join(desk.root, 'nowhere'))
  expect(absent.stderr).toContain('cannot be read: ENOENT')
})
