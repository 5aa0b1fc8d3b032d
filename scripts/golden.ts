// Writes the golden objects of format v1: what every later release must be able to read, with what it must read there.
// Until the first tag they are a draft and follow the code; from then on they are never written again.
//
//   node scripts/node24.mjs scripts/golden.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asJson, plainFooter, plainState, plainVersion } from '../__tests__/support/golden.ts'
import { sha256, sha256Hex } from '../src/core/digest.ts'
import { encodeFrame } from '../src/core/frame.ts'
import type { Head } from '../src/core/head.ts'
import { decodeHead, encodeHead } from '../src/core/head-codec.ts'
import { encodeHeadEntry } from '../src/core/head-entry.ts'
import { FrameTable, type PackRow } from '../src/core/manifest.ts'
import { encodeFooter, type FooterFrame } from '../src/core/pack.ts'
import { parseSigningKey, signingPair, versionMessage } from '../src/core/signature.ts'
import type { State } from '../src/core/state.ts'
import { encodeState } from '../src/core/state-codec.ts'
import { EntryType, HOLE, NONE, Tree } from '../src/core/tree.ts'
import { signHead } from '../src/core/trust.ts'
import type { Version } from '../src/core/version.ts'
import { decodeVersion, encodeVersion } from '../src/core/version-codec.ts'

const directory = join(import.meta.dirname, '../__tests__/golden/v1')

const PACK = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const VERSION = '01BX5ZZKBKACTAV9WEVGEMMVRZ'
const PARENT = '01BX5ZZKBKACTAV9WEVGEMMVRY'
const AT = 1_700_000_000_000

// ---- pack: one frame that compresses, one that does not ------------------------------------------------------------

const hello = Buffer.from('hello, warm world\n'.repeat(40))
const script = Buffer.from('#!/bin/sh\necho warm\n'.repeat(30))
const noise = noiseOf(3000)
const chunks = [
  [hello, script],
  [noise.subarray(0, 2000), noise.subarray(2000)],
]
const parts = chunks.map((frame) => ({ frame, ...encodeFrame(Buffer.concat(frame), 3) }))
const footer = {
  keyId: '',
  frames: parts.map(
    ({ frame, stored, codec }, number): FooterFrame => ({
      offset: sum(parts.slice(0, number).map(({ stored }) => stored.length)),
      storedLength: stored.length,
      rawLength: sum(frame.map(({ length }) => length)),
      codec,
      sha256: sha256(stored),
    }),
  ),
  ids: Buffer.concat(chunks.flat().map(sha256)),
  lengths: Uint32Array.from(chunks.flat(), ({ length }) => length),
  frame: Uint32Array.of(0, 0, 1, 1),
  offset: Uint32Array.of(0, hello.length, 0, 2000),
}
const footerBytes = encodeFooter(footer)
const pack = Buffer.concat([...parts.map(({ stored }) => stored), footerBytes])

// ---- version: two mounts, every type of entry, odd names, odd times -------------------------------------------------

const frames = new FrameTable()
for (const [number, row] of footer.frames.entries()) frames.push({ ...row, pack: 0, number })
const packs: PackRow[] = [
  {
    lane: 'trusted',
    ulid: PACK,
    keyId: '',
    footerOffset: pack.length - footerBytes.length,
    footerLength: footerBytes.length,
    footerSha256: sha256(footerBytes),
  },
]

const tree = new Tree()
const root = add('', EntryType.directory, NONE, 0o755, 1_700_000_000_123_456_789n)
const bin = add('bin', EntryType.directory, root, 0o555, -1n)
const run = add('run', EntryType.file, bin, 0o755, 499_162_500_000_000_000n, [[0, hello.length, script.length]])
const walk = add('walk', EntryType.file, bin, 0o755, 499_162_500_000_000_000n)
tree.link[run] = run
tree.link[walk] = run
tree.size[walk] = tree.size[run] as number
add('copy.txt', EntryType.file, root, 0o644, 1n, [[0, 0, hello.length]])
add('empty', EntryType.file, root, 0, 2n ** 62n)
add('hello.txt', EntryType.file, root, 0o644, 2n, [[0, 0, hello.length]])
tree.implied[add('implied', EntryType.directory, root, 0o700, 3n)] = 1
add('latest', EntryType.symlink, root, 0o777, 4n)
tree.target.set(tree.length - 1, 'bin/\xff')
// Two holes make it larger than 32 bits can say.
add('sparse', EntryType.file, root, 0o600, 1_699_999_999_999_999_999n, [
  [1, 0, 2000],
  [HOLE, 0, 0xffff_ffff],
  [HOLE, 0, 0xffff_ffff],
  [1, 2000, 1000],
])
add('\xfc\n\xff', EntryType.file, root, 0o644, -(2n ** 63n), [[1, 100, 200]])

const file = new Tree()
file.push('', EntryType.file, NONE)
file.mode[0] = 0o600
file.mtimeNs[0] = 1_600_000_000_000_000_001n
file.size[0] = hello.length
file.pushExtent(0, 0, hello.length)
file.extentCount[0] = 1

const version: Version = {
  ulid: VERSION,
  parent: PARENT,
  provenance: {
    createdAt: AT,
    engine: '0.0.0',
    os: 'Linux',
    arch: 'x64',
    repository: 'octo/warm',
    commit: '0'.repeat(40),
    ref: 'refs/heads/main',
    workflow: 'ci',
    workflowRef: 'octo/warm/.github/workflows/ci.yml@refs/heads/main',
    run: '17',
    job: 'build',
    actor: 'octocat',
    runner: 'self-hosted',
    runnerImage: 'ubuntu24 20261101.1',
    toolchain: 'node 24.1.0',
    inputHash: 'ab'.repeat(32),
    identity: { iss: 'https://token.actions.githubusercontent.com', sub: 'repo:octo/warm:ref:refs/heads/main' },
  },
  manifest: {
    mounts: [
      { label: 'node_modules', anchor: 'workspace', base: 'node_modules', tree },
      { label: '~/.tool/ü.lock', anchor: 'home', base: '.tool/ü.lock', tree: file },
    ],
    packs,
    frames,
  },
  tags: ['nightly'],
  expiresAt: undefined,
  omitted: ['node_modules/.socket'],
  signature: '',
  files: tree.fileCount() + file.fileCount(),
  totalBytes: tree.totalBytes() + file.totalBytes(),
}
// The seed of the first test in RFC 8032.
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
const signer = parseSigningKey(signingPair(seed).secret)
const line = { namespace: 'octo/warm', lane: 'trusted', volume: 'node_modules', key: 'npm-Linux-ü' }
const versionBytes = encodeVersion(version, (digest) => signer.sign(versionMessage(line, digest)))

// ---- head and state --------------------------------------------------------------------------------------------------

const head: Head = signHead(signer, line, {
  commit: '6d2a0000000000000000000000000001',
  from: '6d2a0000000000000000000000000000',
  key: 'npm-Linux-ü',
  current: { lane: 'trusted', ulid: VERSION, bytes: versionBytes.length, sha256: sha256Hex(versionBytes) },
  history: [
    { lane: 'ref/heads/feature/x', ulid: PARENT, bytes: 1234, sha256: 'cd'.repeat(32), committedAt: AT - 1000 },
  ],
  startedAt: AT - 500,
  committedAt: AT + 0.5,
  touchedAt: AT + 0.5,
  writer: { repository: 'octo/warm', run: '17', actor: 'octocat' },
  signature: '',
})

for (let entry = 0; entry < tree.length; entry++) {
  tree.ctimeNs[entry] = 1_700_000_001_000_000_000n + BigInt(entry)
  tree.ino[entry] = 2n ** 64n - 1n - BigInt(entry)
  tree.dev[entry] = 2049n
}
const state: State = {
  store: 'file:///cache',
  namespace: 'octo/warm',
  lane: 'trusted',
  volume: 'node_modules',
  key: 'npm-Linux-ü',
  version: { lane: 'trusted', ulid: VERSION },
  fork: {
    job: '17/1/build',
    key: 'npm-Linux-ü',
    parent: { lane: 'trusted', key: 'npm-', version: PARENT },
    startedAt: AT - 500,
  },
  stampNs: 1_700_000_002_000_000_001n,
  broken: [PARENT],
  tree,
  packs,
  frames,
  ids: Uint8Array.from({ length: tree.extents * 32 }, (_, i) => i >> 5),
}

mkdirSync(directory, { recursive: true })
write('pack', pack, { ...plainFooter(footer), contents: chunks.flat().map((chunk) => chunk.toString('latin1')) })
write('version', versionBytes, plainVersion(decodeVersion(versionBytes)))
write('head', encodeHead(head), decodeHead(encodeHead(head)))
write('head-entry', Buffer.concat(encodeHeadEntry(head, versionBytes)), { versionAt: 16 + encodeHead(head).length })
write('state', encodeState(state), plainState(state))

function add(
  name: string,
  type: EntryType,
  parent: number,
  mode: number,
  mtimeNs: bigint,
  extents: number[][] = [],
): number {
  const entry = tree.push(name, type, parent)
  tree.mode[entry] = mode
  tree.mtimeNs[entry] = mtimeNs
  tree.size[entry] = sum(extents.map(([, , length]) => length as number))
  tree.firstExtent[entry] = tree.extents
  tree.extentCount[entry] = extents.length
  for (const [frame, offset, length] of extents as [number, number, number][]) tree.pushExtent(frame, offset, length)
  return entry
}

/** Bytes that do not compress and are the same everywhere. */
function noiseOf(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => sha256(Buffer.from(`noise ${i}`)))
  return Buffer.concat(blocks).subarray(0, length)
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0)
}

function write(name: string, bytes: Uint8Array, content: unknown): void {
  writeFileSync(join(directory, `${name}.bin`), bytes)
  writeFileSync(join(directory, `${name}.json`), asJson(content))
}
