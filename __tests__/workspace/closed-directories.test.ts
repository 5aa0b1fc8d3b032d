import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { tempDir } from '../support/temp.ts'

const child = new URL('../support/closed-child.ts', import.meta.url)
const modes = {
  'm/none/inner/shut': 0,
  'm/none': 0,
  'm/no-x': 0o600,
  'm/no-r': 0o311,
  'm/write-only': 0o200,
  m: 0o2500,
}

test('directories that shut out their owner are looked into, read from and left as they were', {
  skip: process.platform === 'win32',
}, () => {
  const root = tempDir()
  const isRoot = process.getuid?.() === 0
  for (const directory of isRoot ? ['shut', 'listed'] : []) {
    fs.mkdirSync(join(root, 'strange', directory), { recursive: true })
    fs.writeFileSync(join(root, 'strange', directory, 'file'), '')
    fs.chmodSync(join(root, 'strange', directory), directory === 'shut' ? 0o700 : 0o704)
  }
  expect(asOrdinaryUser(child, root)).toEqual({
    paths: [
      ...['', 'file', 'no-r', 'no-r/file', 'no-x', 'no-x/file'],
      ...['none', 'none/file', 'none/inner', 'none/inner/shut', 'none/inner/shut/file'],
      ...['open', 'open/file', 'write-only', 'write-only/file'],
    ],
    closed: [0o500, 0],
    leftOut: [],
    afterScan: modes,
    stopped: 'AbortError',
    afterStop: modes,
    captured: new Array(7).fill('read'),
    afterCapture: modes,
    // Of another user: what cannot be listed, and what can be listed but not looked at, is named.
    strange: isRoot
      ? {
          paths: ['', 'listed'],
          leftOut: [
            { path: 'listed/file', reason: 'unreadable' },
            { path: 'shut', reason: 'unreadable' },
          ],
        }
      : { paths: [], leftOut: [] },
  })
})
