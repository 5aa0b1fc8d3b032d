// Run by closed-directories.test.ts as an ordinary user; prints what came of it.
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type LocalMount, parsePaths } from '../../src/core/mount.ts'
import { EntryType, type Tree } from '../../src/core/tree.ts'
import { createWorkspace } from '../../src/workspace/local.ts'
import { scan } from '../../src/workspace/scan.ts'
import { refuseRoot } from './ordinary-user.ts'

refuseRoot()
const [directory] = process.argv.slice(2) as [string]
const root = join(directory, 'ours')
const MODES = {
  'm/none/inner/shut': 0,
  'm/none': 0,
  'm/no-x': 0o600,
  'm/no-r': 0o311,
  'm/write-only': 0o200,
  m: 0o2500,
}
for (const path of [...Object.keys(MODES), 'm/open']) {
  fs.mkdirSync(join(root, path), { recursive: true })
  fs.writeFileSync(join(root, path, 'file'), path)
}
for (const [path, mode] of Object.entries(MODES)) fs.chmodSync(join(root, path), mode)

const sink = { stateDir: root, events: { emit() {} } }
const mount = mountOf('m')
const { tree, leftOut } = await scan(mount, sink)
const afterScan = modesNow()
const stopped = await stop()
const afterStop = modesNow()
const captured = await capture(tree as Tree)
const strange = await scan(mountOf(join(directory, 'strange')), sink)

console.log(
  JSON.stringify({
    paths: tree?.paths(),
    closed: tree?.paths().flatMap((path, entry) => (path === 'none' || path === '' ? [tree.mode[entry]] : [])),
    leftOut,
    afterScan,
    stopped,
    afterStop,
    captured,
    afterCapture: modesNow(),
    strange: { paths: strange.tree?.paths() ?? [], leftOut: strange.leftOut },
  }),
)
for (const path of Object.keys(MODES).reverse()) fs.chmodSync(join(root, path), 0o700)

function mountOf(line: string): LocalMount {
  const place = { workspace: root, home: root, platform: process.platform, named: false }
  return parsePaths([line], place).mounts[0] as LocalMount
}

function modesNow(): Record<string, number> {
  const mode = (path: string) => fs.lstatSync(join(root, path)).mode & 0o7777
  const none = mode('m/none')
  fs.chmodSync(join(root, 'm/none'), 0o700)
  const modes = Object.fromEntries(Object.keys(MODES).map((path) => [path, path === 'm/none' ? none : mode(path)]))
  fs.chmodSync(join(root, 'm/none'), none)
  return modes
}

/** Aborts a scan in the deepest closed directory. */
async function stop(): Promise<string> {
  const controller = new AbortController()
  const selects = (path: string) => {
    if (path === 'none/inner/shut/file') controller.abort()
    // Longer than a turn.
    for (const until = performance.now() + 60; performance.now() < until; );
    return true
  }
  const selection = { everything: false, descends: () => true, selects }
  return await scan({ ...mount, selection }, sink, { signal: controller.signal }).then(
    () => 'not stopped',
    (error: Error) => error.name,
  )
}

/** Reads every file, as a save would; returns what came of each. */
async function capture(tree: Tree): Promise<string[]> {
  const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)
  const workspace = createWorkspace({ ...sink, workerUrl, workers: 1 })
  const tasks = tree.paths().flatMap((_, entry) => (tree.type[entry] === EntryType.file ? [{ mount: 0, entry }] : []))
  const offer = (_: Uint8Array, lengths: Uint32Array) => {
    return { numbers: lengths.map((_, at) => at), pack: new Uint8Array(lengths.length) }
  }
  const chunks = { offer, frame: async () => {} }
  const { files } = await workspace.capture({ mounts: [{ mount, tree }], tasks, level: 3 }, chunks)
  await workspace.close()
  return files.map(({ kind }) => kind)
}
