import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { plant } from '../../support/damage/trees.ts'
import { startFaultProxy } from '../../support/fault-proxy.ts'
import { noise } from '../../support/fleet.ts'
import { differences, snapshot } from '../../support/random-tree.ts'
import { startMinio } from '../../support/servers/minio.ts'
import { Desk } from '../../support/warmstart.ts'

const KEY = ['--name', 'v', '--path', 'tree', '--key', 'k']
const FILES = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i % 17}/${i}`, noise(i, 30_000)]))

/** MinIO twenty milliseconds away; desks whose jobs have a directory in front of it, or have not. */
async function place() {
  const minio = await startMinio()
  onTestFinished(() => minio.close())
  await minio.bucket('tiers')
  // What a step leaves in the journal at its end is no part of what it does.
  let asked = 0
  const proxy = await startFaultProxy(minio.origin, ({ url }) => {
    if (!url.includes('/journal/')) asked++
    return { latency: 20 }
  })
  onTestFinished(() => proxy.close())
  const home = `s3://tiers?endpoint=${encodeURIComponent(proxy.origin)}`
  const job = async (desk: Desk, stores: readonly string[], command: 'save' | 'restore') => {
    desk.env = { ...desk.env, ...minio.env, WARMSTART_STORE: stores.join('\n') }
    const before = asked
    const { status, stderr, result } = await desk.json(command, ...KEY)
    expect(status, stderr).toBe(0)
    return { ...result, asked: asked - before, stderr }
  }
  const desk = () => {
    const one = new Desk()
    mkdirSync(join(one.workspace, 'tree'))
    return one
  }
  return { minio, home, job, desk }
}

const near = (desk: Desk) => `${pathToFileURL(join(desk.root, 'near')).href}?budget=1g`
const wipe = (desk: Desk) => {
  for (const what of ['work/tree', 'state']) rmSync(join(desk.root, what), { recursive: true, force: true })
}

it('behind a directory a repeated restore asks S3 once', async () => {
  const { home, job, desk } = await place()
  const writer = desk()
  plant(join(writer.workspace, 'tree'), { ...FILES, large: noise(1000, 40_000_000) })
  expect(await job(writer, [home], 'save')).toMatchObject({ reason: 'saved', files: 301 })
  const runner = desk()
  const stores = [near(runner), home]
  expect(await job(runner, stores, 'restore')).toMatchObject({ hit: 'exact', writtenFiles: 301 })
  for (let again = 0; again < 2; again++) {
    wipe(runner)
    const restored = await job(runner, stores, 'restore')
    expect(restored).toMatchObject({
      hit: 'exact',
      writtenFiles: 301,
      asked: 1,
      stderr: expect.not.stringMatching(/warning|notice/),
    })
    expect(differences(snapshot(join(writer.workspace, 'tree')), snapshot(join(runner.workspace, 'tree')))).toEqual([])
  }
  // What this machine stores it need not fetch, either.
  writeFileSync(join(runner.workspace, 'tree', 'new'), noise(7, 3_000_000))
  expect(await job(runner, stores, 'save')).toMatchObject({ reason: 'saved', files: 302 })
  wipe(runner)
  expect(await job(runner, stores, 'restore')).toMatchObject({ hit: 'exact', writtenFiles: 302, asked: 1 })
}, 120_000)

it('when S3 is killed a job starts from what its machine has seen, says so once a step, and saves nothing', async () => {
  const { minio, home, job, desk } = await place()
  const runner = desk()
  const stores = [near(runner), home]
  plant(join(runner.workspace, 'tree'), FILES)
  expect(await job(runner, stores, 'save')).toMatchObject({ reason: 'saved' })
  const saved = snapshot(join(runner.workspace, 'tree'))
  minio.process.kill('SIGKILL')
  wipe(runner)
  const restored = await job(runner, stores, 'restore')
  expect(restored).toMatchObject({ hit: 'fallback', matchedKey: 'k', writtenFiles: 300 })
  expect(differences(saved, snapshot(join(runner.workspace, 'tree')))).toEqual([])
  writeFileSync(join(runner.workspace, 'tree', 'new'), 'new')
  const after = await job(runner, stores, 'save')
  expect(after).toMatchObject({ reason: 'store-failed' })
  for (const { stderr } of [restored, after]) {
    expect(stderr.match(/^warning: /gm), stderr).toHaveLength(1)
    expect(stderr).toMatch(/What a nearer store has seen of s3:\/\/tiers stands in for it/)
  }
}, 120_000)
