import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NOTHING_ASKED } from '../../../src/faces/asked.ts'
import { configure } from '../../../src/faces/config.ts'
import { type Machine, V1_STORE } from '../../../src/faces/environment.ts'
import { currentJob } from '../../../src/faces/job.ts'
import { KEYS } from '../../support/encryption-keys.ts'
import { Job } from '../../support/step-job.ts'

const WITH = { path: 'tree', key: 'k', 'save-on': 'success' }
const DONE = { ...WITH, 'job-status': 'success' }

function allIn(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

it('keeps the keys out of log, state and summary; the post step reads them again and encrypts', async () => {
  const job = new Job()
  const keys = { 'encryption-key': `${KEYS.a}\n${KEYS.b}` }
  const main = await job.step('main', { ...WITH, ...keys })
  job.write('tree/a', 'a sentence to look for')
  const post = await job.step('post', { ...DONE, ...keys }, main.state)
  expect(post.log).toContain('Saved “k” as version')
  for (const { log, state, summary } of [main, post]) {
    for (const key of [KEYS.a, KEYS.b]) {
      expect(log.split('\n').filter((line) => line.includes(key))).toEqual([`::add-mask::${key}`])
      expect(JSON.stringify(state) + summary).not.toContain(key)
    }
  }
  expect(allIn(job.desk.store)).not.toContain('a sentence to look for')
})

it.each([
  ['none', {}],
  ['another', { 'encryption-key': KEYS.b }],
])('a post step that finds %s saves nothing', async (_, keys) => {
  const job = new Job()
  const main = await job.step('main', { ...WITH, 'encryption-key': KEYS.a })
  job.write('tree/a', 'alpha')
  const post = await job.step('post', { ...DONE, ...keys }, main.state)
  expect(post.log).toContain('the encryption key is not the one that its main step had')
  expect(post.log).not.toContain('Saved')
})

it('neither restores nor saves where versions are archives that nobody encrypts', async () => {
  const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
  const asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['target'], key: 'k', store: V1_STORE }
  const configured = (encryptionKey: string) =>
    configure({ ...asked, encryptionKey }, currentJob(machine), machine, async () => '')
  expect((await configured('')).access.writes).toBe('local')
  const { access } = await configured(KEYS.a)
  expect(access).toMatchObject({ reads: [], writes: undefined, why: expect.stringContaining('encrypt') })
})
