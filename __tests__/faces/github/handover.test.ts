import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { NOTHING_ASKED } from '../../../src/faces/asked.ts'
import { configure } from '../../../src/faces/config.ts'
import type { Machine } from '../../../src/faces/environment.ts'
import { handOver, takeOver } from '../../../src/faces/github/handover.ts'
import { currentJob } from '../../../src/faces/job.ts'
import { NO_FORK } from '../../../src/faces/requests.ts'
import { tempDir } from '../../support/temp.ts'

afterEach(() => vi.unstubAllEnvs())

it('gives the post step all but the token, which it reads again', async () => {
  const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
  const asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['target'], key: 'k', adopt: true, token: 's3cret' }
  const config = await configure(asked, currentJob(machine), machine, async () => '')
  const file = join(tempDir(), 'state')
  writeFileSync(file, '')
  vi.stubEnv('GITHUB_STATE', file)
  handOver({ config, fork: NO_FORK, exact: true })
  const [, value = ''] = /^warmstart<<(?<end>\S+)\n(.*)\n\k<end>/s.exec(readFileSync(file, 'utf8'))?.slice(1) ?? []
  expect(value).not.toContain('s3cret')

  vi.stubEnv('STATE_warmstart', value)
  vi.stubEnv('INPUT_TOKEN', 'fresh')
  expect(takeOver()).toEqual({ config: { ...config, token: 'fresh' }, fork: {}, exact: true })
})

it('is nothing where the main step left nothing', () => {
  vi.stubEnv('STATE_warmstart', '')
  expect(takeOver()).toBeUndefined()
})
