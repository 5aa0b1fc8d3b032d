import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { type LocalMount, parsePaths } from '../../src/core/mount.ts'
import { writeMark } from '../../src/workspace/dirty-mark.ts'
import { createWorkspace } from '../../src/workspace/local.ts'
import { processName } from '../../src/workspace/processes.ts'
import { stateFile } from '../../src/workspace/states.ts'
import { recorder, tempDir } from '../support/temp.ts'

const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)

test('recovery waits for the process that is at work on a mount', async () => {
  const root = tempDir()
  const stateDir = join(root, 'states')
  fs.mkdirSync(join(root, 'm'))
  fs.writeFileSync(join(root, 'm/half'), '')
  const place = { workspace: root, home: root, platform: process.platform, named: false }
  const [mount] = parsePaths(['m'], place).mounts as [LocalMount]
  const workspace = createWorkspace({ stateDir, workerUrl, workers: 1, events: recorder() })

  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  await once(other, 'spawn')
  writeMark(stateDir, '999999999-00c0ffee', [{ mount, base: mount.path, paths: ['half'] }])
  fs.writeFileSync(stateFile(stateDir, mount).replace(/state$/, 'lock'), processName(other.pid as number))
  expect(workspace.recover(mount)).toEqual({ removedFiles: 0, removedSiblings: 0 })
  expect(fs.readdirSync(join(root, 'm'))).toEqual(['half'])

  other.kill()
  await once(other, 'exit')
  expect(workspace.recover(mount)).toEqual({ removedFiles: 1, removedSiblings: 0 })
  expect(workspace.occupied(mount)).toBe(false)
  await workspace.close()
  expect(fs.readdirSync(stateDir)).toEqual([])
})
