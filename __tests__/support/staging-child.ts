// Run by stage-permissions.test.ts as an ordinary user; prints what came of it.
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { refuseRoot } from './ordinary-user.ts'
import { differences, removeTree, type Spec, snapshot, specs, writeTree } from './random-tree.ts'
import { Bench, fresh, mountAt, Pack, plannedFor, rememberHashes, treeAt, treeOf, wrongStats } from './staged.ts'

refuseRoot()
const [directory] = process.argv.slice(2) as [string]
const root = join(directory, 'ours')
fs.mkdirSync(root)
await using bench = new Bench(root)
let runs = 0

/** Whatever lay there becomes whatever a version holds, modes, links, holes and all. */
const random = await fc.check(
  fc.asyncProperty(specs, fc.option(specs, { nil: undefined }), async (change, before) => {
    const place = join(root, `run${runs++}`)
    fs.mkdirSync(place)
    const [model, target] = [join(place, 'model'), join(place, 'target')]
    // Parts of what lay there are right already.
    const wanted = { ...change, children: { ...before?.children, ...change.children } }
    if (!made(model, wanted) || (before && !made(target, before))) {
      removeTree(place)
      fc.pre(false)
    }
    const pack = new Pack(100_000)
    const tree = await treeAt(pack, model)
    rememberHashes(tree, model)
    const mount = mountAt(target)
    const staged = before ? await plannedFor(mount, tree) : fresh(mount, tree)
    await bench.restore(pack, [staged])
    const words = (await wrongStats(staged)).map((path) => `${path}: its stats were not taken over`)
    words.push(...differences(snapshot(model), snapshot(target)))
    const left = fs.readdirSync(place)
    removeTree(place)
    if (words.length > 0 || left.length !== 2) throw new Error([...words, ...left].join('\n'))
  }),
  { numRuns: 40, interruptAfterTimeLimit: 6000, markInterruptAsFailure: false },
)

/** A tree that plain calls cannot make (a second name for a file in a closed directory) is no test. */
function made(path: string, spec: Spec): boolean {
  try {
    writeTree(path, spec)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return false
    throw error
  }
}

/** A module directory as Go leaves it: read-only, and new files must go in. */
async function readOnly(fail: boolean) {
  const place = join(root, fail ? 'failing' : 'working')
  fs.mkdirSync(join(place, 'm/mod/inner'), { recursive: true })
  fs.writeFileSync(join(place, 'm/mod/inner/old'), 'old')
  fs.chmodSync(join(place, 'm/mod/inner'), 0o500)
  fs.chmodSync(join(place, 'm/mod'), 0o2555)
  fs.chmodSync(join(place, 'm'), 0o555)
  const mount = mountAt(join(place, 'm'))
  const pack = new Pack()
  const tree = treeOf(pack, {
    '': { mode: 0o555 },
    mod: { mode: 0o555 },
    'mod/inner': { mode: 0o500 },
    'mod/inner/dir': { mode: 0o500 },
    'mod/inner/dir/x': { content: 'x', mode: 0o400 },
    'mod/inner/new': { content: 'new', mode: 0o444 },
  })
  const staged = { ...(await plannedFor(mount, tree)), restamp: [] }
  const before = snapshot(mount.path)
  if (fail) {
    const staging = await bench.stage([staged])
    await staging.abort()
  } else {
    await bench.restore(pack, [staged])
  }
  const after = snapshot(mount.path)
  return {
    words: differences(before, after),
    mod: fs.lstatSync(join(place, 'm/mod')).mode & 0o7777,
    left: fs.readdirSync(place),
  }
}

/** A directory that may not be written holds the mount, which stands there, empty. */
async function closedParent() {
  const place = join(root, 'closed')
  fs.mkdirSync(join(place, 'm'), { recursive: true })
  fs.chmodSync(place, 0o555)
  const pack = new Pack()
  const tree = treeOf(pack, { '': undefined, file: { content: 'content' }, link: { target: 'file' } })
  await bench.restore(pack, [fresh(mountAt(join(place, 'm')), tree)])
  return { file: fs.readFileSync(join(place, 'm/link'), 'utf8'), left: fs.readdirSync(join(place, 'm')) }
}

async function denied() {
  const place = join(root, 'denied')
  fs.mkdirSync(place)
  fs.chmodSync(place, 0o555)
  const pack = new Pack()
  const tree = treeOf(pack, { '': undefined, file: { content: 'content' } })
  const error = await bench.restore(pack, [fresh(mountAt(join(place, 'a/m')), tree)]).then(
    () => undefined,
    (reason: NodeJS.ErrnoException) => reason,
  )
  return { code: error?.code, left: fs.readdirSync(place) }
}

console.log(
  JSON.stringify({
    random: random.failed ? `${fc.defaultReportMessage(random)}\n${(random.errorInstance as Error).stack}` : 'good',
    runs: random.numRuns,
    readOnly: await readOnly(false),
    aborted: await readOnly(true),
    closedParent: await closedParent(),
    denied: await denied(),
  }),
)
removeTree(root)
