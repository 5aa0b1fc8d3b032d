import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { plant } from '../../support/damage/trees.ts'
import { startFaultProxy } from '../../support/fault-proxy.ts'
import { noise } from '../../support/fleet.ts'
import { ACCOUNT } from '../../support/servers/azurite.ts'
import { freePort } from '../../support/servers/process.ts'
import { SERVICES } from '../../support/servers/services.ts'
import { Desk } from '../../support/warmstart.ts'

/** What a store that is not there may cost a job in all: its restore and its save. */
const MOST_SECONDS = 5
const KEY = ['--name', 'v', '--path', 'tree', '--key', 'k']
const TREE = { a: noise(1, 900_000), b: noise(2, 900_000), c: 'after' }

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AZURE_STORAGE_ACCOUNT: ACCOUNT,
  AZURE_STORAGE_KEY: 'bm90aGluZw==',
}

const URLS = {
  s3: (origin: string) => `s3://bucket?endpoint=${encodeURIComponent(origin)}`,
  gcs: (origin: string) => `gs://bucket?endpoint=${encodeURIComponent(origin)}`,
  azure: (origin: string) => `azblob://${ACCOUNT}/container?endpoint=${encodeURIComponent(`${origin}/${ACCOUNT}`)}`,
}

/** Restores, changes a file and saves, each in a process of its own. */
async function job(desk: Desk) {
  const restored = await desk.json('restore', ...KEY)
  plant(join(desk.workspace, 'tree'), TREE)
  const steps = [restored, await desk.json('save', ...KEY)]
  return {
    statuses: steps.map(({ status }) => status),
    results: steps.map(({ result }) => result['hit'] ?? result['reason']),
    seconds: steps.reduce((sum, { result }) => sum + Number(result['seconds']), 0),
    warnings: steps.map(({ stderr }) => warningsIn(stderr)),
  }
}

function warningsIn(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('warning: '))
}

it.each(Object.entries(URLS))(
  'a job on a store of %s that is not there goes on soon, and says so once a step',
  async (_name, url) => {
    const silent = createServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const ports = { refused: await freePort(), silent: (silent.address() as AddressInfo).port }
    const took = { refused: 0, silent: 0 }
    for (const how of ['refused', 'silent'] as const) {
      const desk = new Desk()
      desk.env = { ...desk.env, ...CREDENTIALS, WARMSTART_STORE: url(`http://127.0.0.1:${ports[how]}`) }
      const { statuses, results, seconds, warnings } = await job(desk)
      expect({ statuses, results }).toEqual({ statuses: [0, 0], results: ['miss', 'store-failed'] })
      expect(warnings).toEqual(
        [0, 1].map(() => [expect.stringMatching(/is down or cannot be reached, and this step goes on without it/)]),
      )
      took[how] = seconds
    }
    expect(took.refused).toBeLessThan(MOST_SECONDS)
    // A refusal takes next to no time: what it took is what the job takes anyway, on a machine as busy as this one.
    expect(took.silent - took.refused).toBeLessThan(MOST_SECONDS - 0.5)
  },
  60_000,
)

describe('a job whose store is killed', () => {
  /** A desk on a real server whose tree is saved there, and what kills the server. */
  async function saved(hit?: (url: string) => boolean) {
    const service = await SERVICES.s3()
    onTestFinished(() => service.close())
    let armed = false
    const kill = () => void service.process.kill('SIGKILL')
    const proxy = await startFaultProxy(service.origin, ({ method, url }) => {
      if (!armed || !hit?.(`${method} ${url}`)) return undefined
      kill()
      return 'reset'
    })
    onTestFinished(() => proxy.close())
    const desk = new Desk()
    const url = (await service.place())(proxy.origin)
    desk.env = { ...desk.env, ...service.env, WARMSTART_STORE: url }
    plant(join(desk.workspace, 'tree'), { a: TREE.a, b: noise(3, 900_000), c: 'before' })
    expect(await desk.json('save', ...KEY)).toMatchObject({ result: { reason: 'saved' } })
    armed = true
    return { desk, service }
  }

  it.each([
    ['in its restore', /GET .*\/packs\//, ['miss', 'store-failed']],
    ['in its save', /PUT .*\/packs\//, ['exact', 'store-failed']],
    ['as it commits', /PUT .*\/heads\//, ['exact', 'store-failed']],
  ])(
    '%s goes on soon',
    async (_when, pattern, wanted) => {
      const { desk } = await saved((line) => pattern.test(line))
      const away = new Desk()
      away.env = { ...desk.env, HOME: away.root, WARMSTART_STATE: join(away.root, 'state') }
      const { statuses, results, seconds, warnings } = await job(away)
      expect({ statuses, results }).toEqual({ statuses: [0, 0], results: wanted })
      expect(
        warnings.map((each) => each.length),
        warnings.flat().join('\n'),
      ).toEqual(wanted[0] === 'miss' ? [1, 1] : [0, 1])
      expect(seconds).toBeLessThan(MOST_SECONDS)
    },
    60_000,
  )

  it('while its command runs says so once', async () => {
    const { desk, service } = await saved()
    const script = `process.kill(${service.process.pid}, 'SIGKILL'); require('fs').writeFileSync('tree/new', 'new')`
    const ran = await desk.json('run', ...KEY, '--', process.execPath, '-e', script)
    expect(ran).toMatchObject({ status: 0, result: { hit: 'exact', save: { reason: 'store-failed' } } })
    expect(warningsIn(ran.stderr)).toHaveLength(1)
  }, 60_000)
})
