import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { KEY_A, KEY_B } from '../../support/signing.ts'
import { Job } from '../../support/step-job.ts'

const RULE = 'lane=trusted workflow=.github/workflows/ci.yml repository=o/r environment=prod'
const WITH = { name: 'npm', path: 'tree', key: 'k', 'verify-keys': KEY_A.verify, 'require-writer': RULE }
const SIGNING = { ...WITH, 'signing-key': KEY_A.secret }
const PLANTED = 'planted-value-of-the-environment'

let close = () => {}
afterEach(() => close())

/** What stands for GitHub's issuer of identity tokens: counts what it gave. */
async function issuer() {
  const asked: (string | undefined)[] = []
  const claims = Buffer.from(JSON.stringify({ iss: 'https://issuer.example', environment: 'prod', email: PLANTED }))
  const token = `e30.${claims.toString('base64url')}.c2VjcmV0LXNpZ25hdHVyZQ`
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.end(JSON.stringify({ value: request.headers.authorization === 'Bearer asking' ? token : '' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => server.close()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`
  return { asked, token, env: { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'asking' } }
}

function allIn(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

it('the post step signs with the job’s identity; a job with the other half takes it; no secret is left anywhere', async () => {
  const { asked, token, env } = await issuer()
  const job = new Job()
  const workflow = { GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/ci.yml@refs/heads/main', SOME_TOKEN: PLANTED }
  Object.assign(job.env, env, workflow)
  const main = await job.step('main', SIGNING)
  job.write('tree/a', 'alpha')
  const post = await job.step('post', { ...SIGNING, 'job-status': 'success' }, main.state)
  expect(post.log).toContain('Saved “k” as version')
  expect(asked).toEqual(['/token?api-version=2.0&audience=warmstart'])

  const reader = await job.step('restore', WITH)
  expect(reader.outputs).toMatchObject({ hit: 'exact' })
  const stranger = await job.step('restore', { ...WITH, 'verify-keys': KEY_B.verify })
  expect(stranger.outputs).toMatchObject({ hit: 'miss' })
  expect(stranger.log).toContain(`is signed with the key ${KEY_A.id}, which is none of verify-keys`)
  expect(stranger.summary).toContain('none of verify-keys')
  const other = await job.step('restore', { ...WITH, 'require-writer': 'environment=staging' })
  expect(other.outputs).toMatchObject({ hit: 'miss' })
  expect(asked).toHaveLength(1)

  for (const { log, state, summary } of [main, post, reader, stranger, other]) {
    const lines = log.split('\n').filter((line) => line.includes(KEY_A.secret.slice(-20)) || line.includes(token))
    expect(lines.every((line) => line.startsWith('::add-mask::'))).toBe(true)
    expect(JSON.stringify(state) + summary).not.toContain(KEY_A.secret.slice(-20))
  }
  const shown = await job.desk.json('show', 'k', '--namespace', 'o/r', '--lane', 'trusted')
  expect(shown.result['versions']).toMatchObject([
    { signer: KEY_A.id, identity: { iss: 'https://issuer.example', environment: 'prod' } },
  ])
  const left = allIn(job.desk.store) + allIn(join(job.desk.root, 'state')) + shown.stdout
  expect(left).toContain(KEY_A.id)
  for (const secret of [KEY_A.secret.slice(-20), token, 'c2VjcmV0LXNpZ25hdHVyZQ', PLANTED]) {
    expect(left).not.toContain(secret)
  }
}, 60_000)

it('fails the step for a key that is none, and says nothing of it', async () => {
  const { status, log } = await new Job().step('main', { ...WITH, 'signing-key': 'hunter2-hunter2' })
  expect(status).toBe(1)
  const said = log.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  expect(said.join('\n')).toContain('::error::The signing key is none')
  expect(said.join('\n')).not.toContain('hunter2')
})
