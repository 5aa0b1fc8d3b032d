import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Job } from '../../support/step-job.ts'
import { FACES } from '../../support/warmstart.ts'

const WITH = { name: 'npm', path: 'tree', key: 'k' }
const ASKING = { ...WITH, environment: 'production', 'share-from': 'acme/base\nacme/none' }

it('a job of an environment takes what a repository shares with it, and its post step saves its own', async () => {
  const job = new Job()
  Object.assign(job.env, { GITHUB_REPOSITORY: 'acme/base' })
  job.write('tree/a', 'shared')
  expect((await job.step('save', WITH)).log).toContain('Saved “k”')
  // A job of the default branch needs no options to share what is its own.
  const { ended } = job.desk.node([join(FACES, 'cli/index.ts'), 'share', 'o/r/@production'], job.env)
  expect(await ended).toMatchObject({ status: 0, stdout: 'o/r/@production may read what is trusted in acme/base.\n' })

  Object.assign(job.env, { GITHUB_REPOSITORY: 'o/r' })
  job.write('tree/a', 'mine')
  const main = await job.step('main', ASKING)
  expect(main.outputs).toMatchObject({ hit: 'exact', 'cache-hit': 'true' })
  expect(main.summary).toContain('in lane trusted of acme/base')
  expect(main.summary).toContain('reads trusted, trusted of acme/base, trusted of acme/none; writes trusted')
  expect(readFileSync(join(job.desk.workspace, 'tree/a'), 'utf8')).toBe('shared')
  const post = await job.step('post', { ...ASKING, 'job-status': 'success' }, main.state)
  expect(post.log).toMatch(/Saved “k” as version \w+ in .*: 1 file/)

  const again = await job.step('restore', ASKING)
  expect(again.log).toContain('in lane trusted, version')
  const plain = await job.step('restore', { ...WITH, 'share-from': 'acme/base' })
  expect(plain.outputs).toMatchObject({ hit: 'miss' })
  expect(plain.log).toContain('::warning::Nothing is read from acme/base: it does not share with o/r;')
})
