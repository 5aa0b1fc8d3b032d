// Writes a whole golden store: what every later release must restore, with what it must restore there. Until the first
// tag it is a draft and follows the code; from then on it is never written again.
//
//   node scripts/node24.mjs scripts/golden-store.ts
//   node scripts/node24.mjs scripts/golden-store.ts encrypted
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEYS } from '../__tests__/support/encryption-keys.ts'
import { type GoldenVersion, plainSnapshot } from '../__tests__/support/golden-store.ts'
import { Machine, systemClock } from '../__tests__/support/machine.ts'
import { removeTree } from '../__tests__/support/random-tree.ts'
import { createDirectoryStore } from '../src/stores/directory.ts'

const isEncrypted = process.argv[2] === 'encrypted'
const golden = join(import.meta.dirname, `../__tests__/golden/store-v1${isEncrypted ? '-encrypted' : ''}`)
fs.rmSync(golden, { recursive: true, force: true })
const directory = join(golden, 'store')
const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
const machineDirectory = fs.mkdtempSync(join(tmpdir(), 'warmstart-'))
const paths = ['files=tree', 'one=single/file']
const options = { store, directory: machineDirectory, name: 'golden', paths, lane: 'trusted' }
const machine = new Machine({ ...options, ...(isEncrypted && { encryptionKeys: [KEYS.a] }) })
const tree = join(machine.workspaceDir, 'tree')
const versions: GoldenVersion[] = []

for (const path of ['tree/bin', 'tree/deep/er', 'tree/empty directory', 'tree/shut', 'single']) {
  fs.mkdirSync(join(machine.workspaceDir, path), { recursive: true })
}
write('single/file', 'a mount that is one file', 1)
write('tree/bin/run', '#!/bin/sh\necho warm\n', 2, 0o755)
fs.linkSync(`${tree}/bin/run`, `${tree}/bin/walk`)
write('tree/deep/er/text', 'hello, warm world\n'.repeat(500), 3)
write('tree/deep/er/ünï 日本', 'a name that is not ASCII', 4)
write('tree/deep/er/empty', '', 5)
write('tree/deep/noise', noise(1, 150_000), 6)
write('tree/old', 'only in the first version', 0)
write('tree/unreadable', 'nobody may read this', 7, 0o000)
write('tree/shut/inner', 'in a directory that may not be written', 8, 0o444)
fs.writeFileSync(`${tree}/sparse`, 'begin')
fs.truncateSync(`${tree}/sparse`, 500_000)
write('tree/sparse', 'end', 9, 0o644, 'a')
fs.symlinkSync('../bin/run', `${tree}/deep/link`)
fs.symlinkSync('nowhere', `${tree}/dangling`)
fs.chmodSync(`${tree}/shut`, 0o555)
await save('key one')

write('tree/deep/er/text', 'hello, warmer world\n'.repeat(500), 10)
write('tree/new', 'only from the second version on', 11)
fs.unlinkSync(`${tree}/old`)
await save('key one')

machine.lane = 'ref/heads/feature/Warm.1'
fs.chmodSync(`${tree}/bin/run`, 0o700)
write('tree/deep/noise', noise(1, 75_000), 12)
await save('Key/two: ~ ü 100%')

await machine.close()
fs.rmSync(join(directory, 'tmp'), { recursive: true })
fs.writeFileSync(join(golden, 'expected.json'), `${JSON.stringify(versions, undefined, 1)}\n`)
removeTree(machineDirectory)

function write(path: string, content: string | Uint8Array, minute: number, mode = 0o644, flag = 'w'): void {
  const at = join(machine.workspaceDir, path)
  fs.writeFileSync(at, content, { flag })
  fs.chmodSync(at, mode)
  fs.utimesSync(at, 1_700_000_000 + minute * 60.25, 1_700_000_000 + minute * 60.25)
}

async function save(key: string): Promise<void> {
  const { reason, version } = await machine.save(key)
  if (reason !== 'saved' || !version) throw new Error(reason)
  const places = ['tree', 'single'].map((place) => [place, plainSnapshot(machine.at(place))])
  versions.push({ lane: machine.lane, key, version, places: Object.fromEntries(places) })
}

/** The same for the same seed. */
function noise(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}
