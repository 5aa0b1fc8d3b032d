import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { main } from '../../../src/faces/cli/main.ts'
import { Desk } from '../../support/warmstart.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/security/policies.md'), 'utf8')

/** What the page says one writes, and what it says comes of it. */
const printed = [...page.matchAll(/```sh\nwarmstart (store policy .*)\n```\n\n```sh\n([^`]*)\n```/g)].map(
  ([, command = '', output = '']) => ({ command, output }),
)

/** In this process: what only prints needs none of its own. */
async function say(...args: readonly string[]) {
  const said = { stdout: '', stderr: '' }
  const into = (name: keyof typeof said) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text)
      return true
    })
  const spies = [into('stdout'), into('stderr')]
  try {
    return { status: await main(args), ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

describe('store policy', () => {
  it('has its page, with AWS, Google Cloud, Azure and GitLab', () => {
    expect(printed.map(({ command }) => command.match(/s3:|gs:|azblob:|gitlab/g)?.join(' '))).toEqual([
      's3:',
      'gs:',
      'azblob:',
      's3: gitlab',
    ])
  })

  it.each(printed)('prints what its page says: $command', async ({ command, output }) => {
    const { status, stdout, stderr } = await say(...command.replaceAll("'", '').split(' '))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.trimEnd()).toBe(output)
  })

  it('takes only the class that is asked for, and says it as JSON', async () => {
    const at = ['store', 'policy', '--provider', 'aws', '--repository', 'acme/web', '--namespace', 'acme/web/pr']
    const { stdout } = await say(...at, '--lane-class', 'pr', '--json')
    const result = JSON.parse(stdout) as Record<string, unknown>
    const parts = result['parts'] as { documents: { policy: { Statement: { Resource: string[] }[] }; trust: object } }[]
    expect(parts).toHaveLength(1)
    // A part of a namespace that is called like a lane is escaped.
    expect(parts[0]?.documents.policy.Statement[3]?.Resource).toEqual([
      'arn:aws:s3:::BUCKET/warmstart/v1/acme/web/~70r/pr/*',
    ])
    expect(JSON.stringify(parts[0]?.documents.trust)).toContain('"repo:acme/web:pull_request"')
    expect(result['notEnforced']).toHaveLength(1)
  })

  it('lets jobs read what others share, and write nothing there', async () => {
    const at = ['--provider', 'aws', '--repository', 'acme/web', '--share-from', 'acme/base', '--lane-class', 'trusted']
    const { stdout } = await say('store', 'policy', ...at, '--json')
    const { parts } = JSON.parse(stdout) as {
      parts: { documents: { policy: { Statement: { Resource: string[] }[] } } }[]
    }
    const base = 'arn:aws:s3:::BUCKET/warmstart/v1/acme/'
    const [, reads, , writes] = parts[0]?.documents.policy.Statement ?? []
    expect(reads?.Resource).toEqual([`${base}web/trusted/*`, `${base}base/trusted/*`])
    expect(writes?.Resource).toEqual([`${base}web/trusted/*`])
  })

  it.each([
    [['--provider', 'aws'], '--repository has to name'],
    [['--provider', 'aws', '--repository', "acme/web' || true"], '--repository has to name'],
    [['--repository', 'acme/web'], 'Name a bucket with --store, or a cloud with --provider aws, gcs, azure.'],
    [['--provider', 'ibm', '--repository', 'acme/web'], 'is one of aws, gcs, azure'],
    [['--provider', 'aws', '--repository', 'acme/web', '--branch', "x'y"], 'is no branch'],
    [['--provider', 'aws', '--repository', 'acme/web', '--lane-class', 'local'], 'is one of trusted, ref, pr'],
    [['--provider', 'gcs', '--repository', 'acme/web', '--account', 'a b'], 'is the number or the id of none'],
  ])('refuses %j', async (args, said) => {
    const { status, stderr, stdout } = await say('store', 'policy', ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(said)
  })
})

describe('store lifecycle', () => {
  const rules = async (...args: string[]) => {
    const { status, stdout, stderr } = await say('store', 'lifecycle', ...args)
    return { status, stderr, rules: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) }
  }

  it('prints the rules of each cloud for the store’s prefix, and beside them how to apply them', async () => {
    const s3 = await rules('--store', 's3://b/some/where?endpoint=http://127.0.0.1:9&expires=14d')
    expect(s3.rules).toMatchObject({
      Rules: [{ Filter: { Prefix: 'some/where/warmstart/v1/' }, Expiration: { Days: 14 }, Status: 'Enabled' }],
    })
    expect(s3.stderr).toContain('--bucket b --lifecycle-configuration file://lifecycle.json --endpoint-url http')
    expect(s3.stderr).toContain('The store’s URL says expires=14d, as it has to.')
    const gcs = await rules('--store', 'gs://b')
    expect(gcs.rules).toMatchObject({
      rule: [{ action: { type: 'Delete' }, condition: { age: 30, matchesPrefix: ['warmstart/v1/'] } }, {}],
    })
    expect(gcs.stderr).toContain('add expires=30d')
    const azure = await rules('--store', 'azblob://acme/c/p', '--expire', '9d')
    const definition = {
      filters: { prefixMatch: ['c/p/warmstart/v1/'] },
      actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 9 } } },
    }
    expect(azure.rules).toMatchObject({ rules: [{ enabled: true, definition }] })
  })

  it('refuses what has no rules, and days that would remove what is in use', async () => {
    expect(await rules()).toMatchObject({ status: 2, stderr: expect.stringContaining('no rules of its own') })
    for (const days of ['3d', '30', '0d', '1e3d']) {
      const refused = await rules('--store', 's3://b?region=x', '--expire', days)
      expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(`“${days}” is no time`) })
    }
  })
})

describe('store init and doctor, of a directory', () => {
  it('make it, try it, and leave nothing behind', async () => {
    const desk = new Desk()
    const made = await desk.run('store', 'init')
    expect(made, made.stderr).toMatchObject({ status: 0, stdout: expect.stringMatching(/^file:.* is ready\.\n/) })
    expect(existsSync(desk.store)).toBe(true)
    const looked = await desk.run('store', 'doctor')
    expect(looked.status).toBe(0)
    const checks = ['list lane local', 'clock: ', 'write', 'read', 'latency: ', 'throughput: ', 'delete']
    const lines = looked.stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(checks.length)
    for (const [i, check] of checks.entries()) expect(lines[i]).toMatch(new RegExp(`^(ok  |warn)  ${check}`))
    const files = readdirSync(desk.store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toEqual([])
    const { result } = await desk.json('store', 'doctor')
    expect(result).toMatchObject({ command: 'store', action: 'doctor', failed: false })
  })

  it('fail where nothing can be written', async () => {
    const desk = new Desk()
    // A file where the store should be.
    desk.env['WARMSTART_STORE'] = 'file:///dev/null/store'
    const { status, stdout } = await desk.run('store', 'doctor')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^FAIL {2}write: /m)
    expect((await desk.run('store', 'init')).status).toBe(1)
  })
})
