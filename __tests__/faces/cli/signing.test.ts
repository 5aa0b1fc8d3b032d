import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Desk } from '../../support/warmstart.ts'

it('a key from the command line signs, the other half verifies, and show tells', async () => {
  const desk = new Desk()
  mkdirSync(join(desk.workspace, 'tree'))
  writeFileSync(join(desk.workspace, 'tree/a'), 'one')
  const [secret = '', verify = '', id = ''] = (await desk.run('key', 'signing')).stdout.trimEnd().split('\n')
  const [, other = ''] = (await desk.run('key', 'signing')).stdout.split('\n')
  const file = join(desk.root, 'signing.key')
  writeFileSync(file, `${secret}\n`)
  const at = ['--path', 'tree', '--key', 'k']
  const saved = await desk.run('save', ...at, '--signing-key-file', file)
  expect(saved.status).toBe(0)

  rmSync(join(desk.workspace, 'tree'), { recursive: true })
  expect((await desk.json('restore', ...at, '--verify-key', other)).result['hit']).toBe('miss')
  const good = await desk.json('restore', ...at, '--verify-key', other, '--verify-key', verify)
  expect(good.result['hit']).toBe('exact')
  const strict = await desk.json('restore', ...at, '--verify-key', verify, '--require-writer', 'lane=trusted')
  expect(strict.result['hit']).toBe('miss')
  expect(strict.stderr).toMatch(/is not trusted: no line of require-writer fits lane=local signer=[0-9a-f]{16}/)

  const shown = (await desk.json('show', 'k')).result['versions']
  expect(shown).toMatchObject([{ signer: id, signatures: 'not checked', identity: {}, os: 'Linux', toolchain: '' }])
  const checked = await desk.run('show', 'k', '--verify-key', verify)
  expect(checked.stdout).toMatch(new RegExp(`signer: +${id}\nsignatures: +good\n`))
  for (const name of [
    'createdAt',
    'workflowRef',
    'runnerImage',
    'toolchain',
    'inputHash',
    'identity',
    'parent',
    'engine',
  ]) {
    expect(checked.stdout).toMatch(new RegExp(`^${name}: +\\S`, 'm'))
  }
  const everything = [saved, good, strict, checked].map(({ stdout, stderr }) => stdout + stderr).join('')
  expect(everything).not.toContain(secret.slice(-20))

  const verified = await desk.json('verify', '--verify-key', other)
  expect(verified.status).toBe(1)
  expect(verified.result['versions']).toMatchObject([
    { faults: [`its head: it is signed with the key ${id}, which is none of verify-keys`, expect.any(String)] },
  ])
  expect((await desk.run('verify', '--verify-key', verify)).status).toBe(0)
}, 60_000)
