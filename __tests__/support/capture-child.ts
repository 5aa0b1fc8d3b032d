// Run by capture-changes.test.ts as an ordinary user; prints what came of it.
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { capture } from '../../src/workspace/capture.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'
import { KeepingSink, mountAt, scanned, tasksOf } from './capture-sink.ts'
import { refuseRoot } from './ordinary-user.ts'
import { randomBytes } from './random-bytes.ts'

refuseRoot()
const [directory] = process.argv.slice(2) as [string]
const ours = join(directory, 'ours')
fs.mkdirSync(ours)
const large = randomBytes('large', 5 * 1024 * 1024)
const MODES = { executable: 0o111, large: 0, none: 0, 'write-only': 0o4200 }
for (const [name, mode] of Object.entries(MODES)) {
  fs.writeFileSync(join(ours, name), name === 'large' ? large : name)
  fs.chmodSync(join(ours, name), mode)
}
const modesNow = () => Object.fromEntries(fs.readdirSync(ours).map((name) => [name, modeOf(name)]))
const modeOf = (name: string) => fs.lstatSync(join(ours, name)).mode & 0o7777

const pool = new WorkerPool(new URL('../../src/workspace/worker.ts', import.meta.url), 2, 1)
const mounts = await Promise.all(
  [ours, join(directory, 'strange')].map(async (path) => {
    const mount = mountAt(path)
    return { mount, tree: await scanned(mount, ours) }
  }),
)
const tasks = mounts.flatMap(({ tree }, mount) => tasksOf(tree).map((task) => ({ ...task, mount })))
const sink = new KeepingSink()
const { files } = await capture(pool, { mounts, tasks, level: 3 }, sink, { emit() {} }, {})
const again = await Promise.all([mountAt(ours)].map(async (mount) => ({ mount, tree: await scanned(mount, ours) })))
const parts = [0, 1, 2, 3].map((task) => ({
  mount: 0,
  entry: task + 1,
  pieces: Array.from({ length: task === 1 ? 20 : 1 }, (_, i) => ({
    offset: i * 200_000,
    length: task === 1 ? 200_000 : 2,
  })),
}))
const pieces = await capture(pool, { mounts: again, tasks: parts, level: 3 }, sink, { emit() {} }, {})
await pool.close()

console.log(
  JSON.stringify({
    kinds: files.map(({ kind }) => kind),
    contents: files.slice(0, 4).map((file) => {
      const content = sink.contentOf(file)
      return content.equals(large) ? 'large' : content.toString()
    }),
    pieces: pieces.files.map(({ kind }) => kind),
    modes: modesNow(),
    // What was captured is what lies there now: the next save need not read it again.
    stamped: files
      .slice(0, 4)
      .map(
        (file, i) =>
          file.kind === 'read' &&
          (file.stat?.ctimeNs ?? again[0]?.tree.ctimeNs[i + 1]) === again[0]?.tree.ctimeNs[i + 1],
      ),
  }),
)
