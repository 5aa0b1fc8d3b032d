import { expect, it, onTestFinished } from 'vitest'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { ACCOUNT, azureStore, startAzurite } from '../../support/servers/azurite.ts'
import { gcsStore, startFakeGcs } from '../../support/servers/fake-gcs.ts'
import { Desk } from '../../support/warmstart.ts'

/** Makes a store ready and has it looked at; only what is remembered is left. */
async function setUp(env: Readonly<Record<string, string>>, url: string, look: ManagedStore): Promise<void> {
  const desk = new Desk()
  desk.env = { ...desk.env, ...env, WARMSTART_STORE: url }
  const made = await desk.run('store', 'init')
  expect(made, made.stderr).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('it honours conditional writes'),
  })
  const { status, result } = await desk.json('store', 'doctor')
  expect({ status, failed: result['failed'] }, JSON.stringify(result)).toEqual({ status: 0, failed: false })
  const findings = result['findings'] as { check: string; lane?: string; mayWrite?: boolean }[]
  const checks = [
    'list',
    'clock',
    'write',
    'read',
    'conditions',
    'lane',
    'lane',
    'lane',
    'latency',
    'throughput',
    'delete',
  ]
  expect(findings.map(({ check }) => check)).toEqual(checks)
  const left: string[] = []
  for await (const { key } of look.list('')) left.push(key)
  expect(left).toEqual(['warmstart/v1/default/local/~probe'])
}

it('on Cloud Storage', async () => {
  const server = await startFakeGcs()
  onTestFinished(() => server.close())
  await server.bucket('setup')
  const url = `gs://setup/cache?endpoint=${encodeURIComponent(server.origin)}`
  await setUp({}, url, gcsStore(server, 'setup', 'cache/'))
}, 60_000)

it('on Azure', async () => {
  const server = await startAzurite()
  onTestFinished(() => server.close())
  await server.container('setup')
  const url = `azblob://${ACCOUNT}/setup/cache?endpoint=${encodeURIComponent(`${server.origin}/${ACCOUNT}`)}`
  await setUp(server.env, url, azureStore(server, 'setup', 'cache/'))
}, 60_000)
