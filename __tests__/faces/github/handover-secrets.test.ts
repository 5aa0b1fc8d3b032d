import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { NOTHING_ASKED } from '../../../src/faces/asked.ts'
import { configure } from '../../../src/faces/config.ts'
import type { Machine } from '../../../src/faces/environment.ts'
import { handOver, takeOver } from '../../../src/faces/github/handover.ts'
import { currentJob } from '../../../src/faces/job.ts'
import { NO_FORK } from '../../../src/faces/requests.ts'
import { KEY_A, KEY_B } from '../../support/signing.ts'
import { tempDir } from '../../support/temp.ts'

afterEach(() => vi.unstubAllEnvs())

/** What the main step writes down, and puts into the post step's environment. */
async function handedOver(signingKey: string): Promise<string> {
  const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
  const more = { verifyKeys: [KEY_B.verify], requireWriter: [`signer=${KEY_B.id}`] }
  const asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['target'], key: 'k', signingKey, ...more }
  const config = await configure(asked, currentJob(machine), machine, async () => '')
  const file = join(tempDir(), 'state')
  writeFileSync(file, '')
  vi.stubEnv('GITHUB_STATE', file)
  handOver({ config, fork: NO_FORK, exact: true })
  const text = readFileSync(file, 'utf8')
  const [, value = ''] = /^warmstart<<(?<end>\S+)\n(.*)\n\k<end>/s.exec(text)?.slice(1) ?? []
  vi.stubEnv('STATE_warmstart', value)
  return text
}

it('the signing key is in no file; the post step reads it anew, hides it, and keeps whom to trust', async () => {
  const text = await handedOver(KEY_A.secret)
  expect(text).not.toContain(KEY_A.secret.slice(-30))
  vi.stubEnv('INPUT_SIGNING-KEY', KEY_A.secret)
  const written: string[] = []
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0)
  const { config } = takeOver() ?? {}
  stdout.mockRestore()
  expect(config).toMatchObject({
    signingKey: KEY_A.secret,
    verifyKeys: [KEY_B.verify],
    requireWriter: [`signer=${KEY_B.id}`],
  })
  expect(config?.access.writes).toBe('local')
  expect(written.join('')).toContain(`::add-mask::${KEY_A.secret}`)
})

it.each([
  ['another', KEY_A.secret, KEY_B.secret],
  ['none', KEY_A.secret, ''],
  ['one where there was none', '', KEY_A.secret],
])('a post step that finds %s saves nothing', async (_, before, after) => {
  await handedOver(before)
  vi.stubEnv('INPUT_SIGNING-KEY', after)
  const { access } = takeOver()?.config ?? {}
  expect(access?.writes).toBeUndefined()
  expect(access?.why).toContain('the signing key is not the one that its main step had')
})
