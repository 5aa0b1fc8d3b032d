import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Desk } from '../../support/warmstart.ts'

const TREE = ['--path', 'tree', '--key', 'k']
const BASE = ['--namespace', 'acme/base', '--lane', 'trusted']
const WEB = ['--namespace', 'acme/web']

function filled(text: string): Desk {
  const desk = new Desk()
  mkdirSync(join(desk.workspace, 'tree'))
  writeFileSync(join(desk.workspace, 'tree/a'), text)
  return desk
}

it('an owner shares, a reader asks, and both can be taken back', async () => {
  const desk = filled('shared')
  expect((await desk.run('save', ...TREE, ...BASE)).status).toBe(0)
  const asked = ['restore', ...TREE, ...WEB, '--share-from', 'acme/base']
  const unshared = await desk.json(...asked)
  expect(unshared.result).toMatchObject({ hit: 'miss', matchedNamespace: null })
  expect(unshared.stderr).toContain(
    'Nothing is read from acme/base: it does not share with acme/web; somebody who may write its lane trusted runs “warmstart share acme/web --namespace acme/base --lane trusted”.',
  )
  const shared = await desk.json('share', 'acme/web', ...BASE)
  expect(shared.result).toMatchObject({ command: 'share', namespace: 'acme/base', reader: 'acme/web', shared: true })
  expect(readdirSync(join(desk.store, 'warmstart/v1/acme/base/trusted/shares'))).toEqual(['acme~2fweb'])
  expect((await desk.run('share', ...BASE)).stdout).toBe('acme/web\n')

  writeFileSync(join(desk.workspace, 'tree/a'), 'mine')
  const restored = await desk.json(...asked)
  expect(restored.result).toMatchObject({ hit: 'exact', matchedNamespace: 'acme/base' })
  expect(restored.stderr).toContain('Found “k” in lane trusted of acme/base')
  expect(readFileSync(join(desk.workspace, 'tree/a'), 'utf8')).toBe('shared')

  const taken = ['share', 'acme/web', '--remove', ...BASE]
  expect((await desk.run(...taken)).stdout).toBe('acme/web may no longer read what is trusted in acme/base.\n')
  expect((await desk.json(...asked)).result).toMatchObject({ hit: 'miss' })
})

it.each([
  [
    'by a lane below',
    ['acme/web', '--namespace', 'acme/base'],
    'Only who writes the lane trusted of acme/base may share',
  ],
  ['with itself', ['acme/base', ...BASE], 'acme/base reads itself'],
])('nothing is shared %s', async (_how, options, sentence) => {
  const desk = new Desk()
  const { status, stderr } = await desk.run('share', ...options)
  expect(status).toBe(2)
  expect(stderr).toContain(sentence)
})

it('volumes of an environment are not those of none', async () => {
  const desk = filled('of production')
  const production = ['--environment', 'production']
  await desk.run('save', ...TREE, ...WEB, ...production)
  const look = (...more: string[]) => desk.json('restore', ...TREE, ...WEB, '--lookup-only', ...more)
  expect((await look(...production)).result['hit']).toBe('exact')
  expect((await look()).result['hit']).toBe('miss')
})
