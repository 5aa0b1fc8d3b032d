import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import fc from 'fast-check'
import { type BytePath, joinBytes, toFsPath } from '../../src/core/bytes.ts'

/** What a random tree is made of; paths come from nesting. */
export type Spec =
  | { readonly kind: 'file'; readonly content: Content; readonly mode: number; readonly mtimeMicros: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'hard'; readonly pick: number }
  | { readonly kind: 'directory'; readonly children: Readonly<Record<BytePath, Spec>>; readonly mode: number }

type Content = { readonly seed: number; readonly length: number; readonly holeAt: number; readonly holeLength: number }

const oddNames = fc
  .oneof(
    fc.constantFrom(
      'a',
      'b',
      'c',
      'a.b',
      'a-b',
      'B',
      '-rf',
      ' ',
      'new\nline',
      '::warning::x',
      '~',
      '#',
      '!x',
      '*',
      '[q]',
      '\\',
      'ü',
      '日本',
      '.hidden',
      '..a',
      'x'.repeat(255),
    ),
    // Bytes that are no UTF-8.
    fc.constantFrom('\xff\xfe', 'half\xc3', '\x01\x7f'),
    fc.string({ minLength: 1, maxLength: 6 }),
  )
  .map((name) => Buffer.from(name, [...name].some((letter) => letter > '\xff') ? 'utf8' : 'latin1').toString('latin1'))
  .filter(
    (name) =>
      name !== '.' && name !== '..' && !/[/\0]/.test(name) && name.length <= 255 && !name.includes('warmstart-'),
  )

const content = fc.record({
  seed: fc.nat(1000),
  length: fc.oneof(
    { weight: 6, arbitrary: fc.nat(300) },
    { weight: 2, arbitrary: fc.nat(70_000) },
    { weight: 1, arbitrary: fc.nat(900_000) },
  ),
  holeAt: fc.nat(100_000),
  holeLength: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2_000_000) }),
})
const fileMode = fc.constantFrom(0o644, 0o755, 0o600, 0o444, 0o400, 0o000, 0o200, 0o777, 0o111)
const directoryMode = fc.constantFrom(0o755, 0o700, 0o555, 0o500, 0o777, 0o300, 0o000)
const mtimeMicros = fc.integer({ min: 0, max: 4_000_000_000_000_000 })

/** A random directory with everything a volume can hold. */
export const specs: fc.Arbitrary<Spec & { kind: 'directory' }> = fc.letrec<{
  directory: Spec & { kind: 'directory' }
  node: Spec
}>((tie) => ({
  directory: fc.record({
    kind: fc.constant('directory' as const),
    children: fc.dictionary(oddNames, tie('node'), { maxKeys: 6, noNullPrototype: true }),
    mode: directoryMode,
  }),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('file' as const), content, mode: fileMode, mtimeMicros }),
    fc.record({
      kind: fc.constant('link' as const),
      target: fc.constantFrom('a', '../x', '/etc/passwd', 'no\xffwhere', '.'),
    }),
    fc.record({ kind: fc.constant('hard' as const), pick: fc.nat(20) }),
    tie('directory'),
  ),
})).directory

/** Makes `spec` at `path`, which must not exist. Modes and times are set last, deepest first. */
export function writeTree(path: BytePath, spec: Spec): void {
  const directories: { at: string | Buffer; mode: number }[] = []
  writeNode(path, spec, [], directories)
  for (const { at, mode } of directories.reverse()) fs.chmodSync(at, mode)
}

function writeNode(
  path: BytePath,
  spec: Spec,
  files: BytePath[],
  directories: { at: string | Buffer; mode: number }[],
): void {
  const at = toFsPath(path)
  if (spec.kind === 'directory') {
    fs.mkdirSync(at, 0o700)
    directories.push({ at, mode: spec.mode })
    for (const [name, child] of Object.entries(spec.children))
      writeNode(joinBytes(path, name), child, files, directories)
  } else if (spec.kind === 'link') {
    fs.symlinkSync(Buffer.from(spec.target, 'latin1'), at)
  } else if (spec.kind === 'hard') {
    const existing = files[spec.pick % Math.max(files.length, 1)]
    if (existing !== undefined) fs.linkSync(toFsPath(existing), at)
  } else {
    writeFile(at, spec)
    files.push(path)
  }
}

export function writeFile(
  at: string | Buffer,
  { content: { seed, length, holeAt, holeLength }, mode, mtimeMicros: micros }: Spec & { kind: 'file' },
): void {
  const fd = fs.openSync(at, 'w', 0o600)
  const bytes = bytesOf(seed, length)
  const before = Math.min(holeAt, length)
  fs.writeSync(fd, bytes, 0, before, 0)
  fs.ftruncateSync(fd, before + holeLength)
  fs.writeSync(fd, bytes, before, length - before, before + holeLength)
  fs.fchmodSync(fd, mode)
  fs.futimesSync(fd, micros / 1e6, micros / 1e6)
  fs.closeSync(fd)
}

/** Bytes that repeat for some seeds and compress for others. */
function bytesOf(seed: number, length: number): Buffer {
  const block = createHash('sha512').update(`${seed}`).digest()
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += block.length) {
    if (seed % 3 === 0) block.writeUInt32LE(at, 0)
    else if (seed % 3 === 1) createHash('sha512').update(block).digest().copy(block)
    block.copy(bytes, at)
  }
  return bytes
}

/** What must come back, a line for each path with its time: made with plain calls, knowing nothing of volumes. */
export type Snapshot = Map<string, { readonly what: string; readonly mtimeNs: bigint }>

export function snapshot(root: BytePath): Snapshot {
  const lines: Snapshot = new Map()
  const groups = new Map<string, string>()
  const visit = (path: BytePath, shown: string) => {
    const at = toFsPath(path)
    const stat = fs.lstatSync(at, { bigint: true })
    const mode = (Number(stat.mode) & 0o777).toString(8)
    if (stat.isSymbolicLink())
      lines.set(shown, { what: `link ${JSON.stringify(fs.readlinkSync(at, { encoding: 'latin1' }))}`, mtimeNs: 0n })
    else if (stat.isDirectory()) {
      lines.set(shown, { what: `directory ${mode}`, mtimeNs: 0n })
      for (const name of opened(at, Number(stat.mode), 0o500, () =>
        fs.readdirSync(at, { encoding: 'latin1' }),
      ).sort()) {
        opened(at, Number(stat.mode), 0o500, () => visit(joinBytes(path, name), `${shown}/${JSON.stringify(name)}`))
      }
    } else {
      const inode = `${stat.dev}:${stat.ino}`
      if (!groups.has(inode)) groups.set(inode, shown)
      const bytes = opened(at, Number(stat.mode), 0o400, () => fs.readFileSync(at))
      const content = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
      const group = stat.nlink > 1n ? groups.get(inode) : ''
      lines.set(shown, { what: `file ${mode} ${stat.size} ${content} ${group}`, mtimeNs: stat.mtimeNs })
    }
  }
  visit(root, '')
  return lines
}

/** How two snapshots differ, in words; empty if what must be equal is. Node rounds a time down by less than 1 µs. */
export function differences(expected: Snapshot, got: Snapshot): string[] {
  const words: string[] = []
  for (const [path, { what, mtimeNs }] of expected) {
    const other = got.get(path)
    if (other?.what !== what) words.push(`${path}: ${other?.what ?? 'nothing'} instead of ${what}`)
    else if (mtimeNs - other.mtimeNs < 0n || mtimeNs - other.mtimeNs >= 1000n)
      words.push(`${path}: stamp ${other.mtimeNs} instead of ${mtimeNs}`)
  }
  for (const [path, { what }] of got) if (!expected.has(path)) words.push(`${path}: ${what} instead of nothing`)
  return words
}

/** Runs `look` while the owner may read; the mode is as before afterwards. */
function opened<T>(at: string | Buffer, mode: number, needed: number, look: () => T): T {
  if ((mode & needed) === needed) return look()
  fs.chmodSync(at, (mode & 0o777) | needed)
  try {
    return look()
  } finally {
    fs.chmodSync(at, mode & 0o777)
  }
}

/** Removes a tree whatever its modes are. */
export function removeTree(path: BytePath): void {
  const at = toFsPath(path)
  const stat = fs.lstatSync(at, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    fs.unlinkSync(at)
    return
  }
  fs.chmodSync(at, 0o700)
  for (const name of fs.readdirSync(at, { encoding: 'latin1' })) removeTree(joinBytes(path, name))
  fs.rmdirSync(at)
}
