import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeMemory, encodeMemory } from '../../src/core/collection-memory.ts'
import { sha256 } from '../../src/core/digest.ts'
import { encryptionKey, parseKeys } from '../../src/core/encryption-key.ts'
import { decodeFrame, encodeFrame } from '../../src/core/frame.ts'
import { decodeHead } from '../../src/core/head-codec.ts'
import { decodeHeadEntry } from '../../src/core/head-entry.ts'
import { decodeJournal, encodeJournal } from '../../src/core/journal.ts'
import { isRecord, parseHeadKey, parseJournalKey } from '../../src/core/keys.ts'
import { isLane } from '../../src/core/lane.ts'
import type { Codec } from '../../src/core/manifest.ts'
import { parsePaths } from '../../src/core/mount.ts'
import { decodeFooter } from '../../src/core/pack.ts'
import { openVersion, sealOf, sealVersion } from '../../src/core/sealed-object.ts'
import { credentialIn } from '../../src/core/secrets/files.ts'
import { tokenIn } from '../../src/core/secrets/tokens.ts'
import { parseVerifyKeys } from '../../src/core/signature.ts'
import { decodeState } from '../../src/core/state-codec.ts'
import { decodeVersion, decodeVersionSummary } from '../../src/core/version-codec.ts'
import { parseWriterRules } from '../../src/core/writer-rule.ts'
import { parseStoreUrl } from '../../src/stores/store-url.ts'
import { answers, takeListing, takeService } from './answers.ts'
import { type Change, headChange, inSections, JSON_WORDS, memoryChange } from './changes.ts'

/** Something that is given bytes from outside: it takes them, or says in an error of ours what is wrong. */
export interface Target {
  readonly name: string
  readonly seeds: () => Uint8Array[]
  readonly take: (bytes: Uint8Array) => unknown
  /** Words of its language. */
  readonly words?: readonly string[]
  /** Another way from one input to the next: into sections, behind sums. */
  readonly change?: Change
}

const golden = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../golden/v1', name)))
const text = (...texts: readonly string[]) => texts.map((one) => new Uint8Array(Buffer.from(one)))
const lines = (bytes: Uint8Array) => Buffer.from(bytes).toString().split('\n')
const read = (bytes: Uint8Array) => Buffer.from(bytes).toString()

const PATH_WORDS = [
  '**',
  '*',
  '?',
  '[',
  ']',
  '!',
  '~',
  '/',
  '\\',
  '..',
  '.',
  '{a,b}',
  'a=',
  '\n',
  '+(a|aa)',
  '[!-',
  '***',
]

const KEY = encryptionKey(sha256(Buffer.from('fuzz')))
const SEALED_ULID = '01M7Z8Y58REAG4MMBWMM3FCE7V'

export const TARGETS: readonly Target[] = [
  { name: 'version', seeds: () => [golden('version.bin')], take: decodeVersion, change: inSections('V') },
  {
    name: 'version-summary',
    seeds: () => [golden('version.bin')],
    take: decodeVersionSummary,
    change: inSections('V'),
  },
  { name: 'footer', seeds: () => [footer()], take: decodeFooter, change: inSections('F') },
  { name: 'state', seeds: () => [golden('state.bin')], take: decodeState, change: inSections('S') },
  {
    name: 'sealed-version',
    seeds: () => [sealVersion(KEY, SEALED_ULID, golden('version.bin'), [])],
    take: (bytes) => [sealOf('V', bytes), decodeVersion(openVersion(KEY, SEALED_ULID, bytes))],
    change: inSections('V'),
  },
  { name: 'frame', seeds: frames, take: takeFrame },
  { name: 'head', seeds: () => [golden('head.bin')], take: decodeHead, words: JSON_WORDS, change: headChange(0) },
  {
    name: 'head-entry',
    seeds: () => [golden('head-entry.bin')],
    take: decodeHeadEntry,
    words: JSON_WORDS,
    change: headChange(16),
  },
  { name: 'journal', seeds: journals, take: decodeJournal, words: JSON_WORDS },
  { name: 'collection-memory', seeds: memories, take: decodeMemory, change: memoryChange },
  {
    name: 'names',
    seeds: () =>
      text(
        'warmstart/v1/acme/web/trusted/heads/npm/key',
        'warmstart/v1/a/ref/heads~2fmain/heads/v/k~2e~+/x',
        'warmstart/v1/a/trusted/journal/2026-11-21/01M7Z8Y58REAG4MMBWMM3FCE7V',
        'pr/7',
        'ref/heads/a',
      ),
    take: (bytes) => [
      parseHeadKey(read(bytes)),
      parseJournalKey(read(bytes)),
      isRecord(read(bytes)),
      isLane(read(bytes)),
    ],
    words: ['~+', '~', '~2f', '/', 'heads', 'trusted', 'ref', 'pr', '..', '\ud800'],
  },
  {
    name: 'store-url',
    seeds: () =>
      text('s3://bucket/prefix?region=eu&endpoint=http://127.0.0.1:9000', 'gs://b/p', 'azblob://a.b/c?x=%41'),
    take: (bytes) => parseStoreUrl(read(bytes), ['region', 'endpoint'], 's3://bucket'),
    words: ['%', '%ff', '?', '&', '=', '//', '@', ':', '#', '[::1]'],
  },
  {
    name: 'patterns',
    seeds: () =>
      text('node_modules\n!**/*.log', '~/.cargo/registry\nname=packages/*/dist', 'C:\\a\\[b]\\**', '!a\n?[a-z]*'),
    take: takePatterns,
    words: PATH_WORDS,
  },
  {
    name: 'keys-and-rules',
    seeds: () =>
      text(
        'ab'.repeat(32),
        Buffer.alloc(32, 7).toString('base64'),
        'lane=trusted\nrepository=o/*',
        'signer=0123456789abcdef',
      ),
    take: takeKeys,
    words: ['=', '*', '\n', 'lane', 'workflow', '-----BEGIN PUBLIC KEY-----'],
  },
  {
    name: 'secrets',
    seeds: () =>
      text(
        '//registry.npmjs.org/:_authToken=npm_abcdefghijklmnopqrstuvwxyz0123456789',
        '{"auths":{"x":{"auth":"dXNlcjpwYXNzd29yZA=="}}}',
        'machine a login b password c',
        '[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
        '<server><password>{x}</password></server>',
        'TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123456789',
      ),
    take: takeSecrets,
    words: ['=', ':', '"', "'", ' ', '\t', '\n', '<!--', '-->', '<', '>', '_', 'password', 'token', '-----BEGIN'],
  },
  {
    name: 'github-service',
    seeds: () =>
      answers(
        '{"ok":true,"signed_upload_url":"https://b/c","signed_download_url":"https://b/c","matched_key":"k"}',
        '{"code":"already_exists","msg":"x"}',
        '<html>',
      ),
    take: takeService,
    words: JSON_WORDS,
  },
  {
    name: 'github-listing',
    seeds: () =>
      answers(
        '{"actions_caches":[{"key":"k#1","size_in_bytes":5,"created_at":"2026-01-01T00:00:00Z","last_accessed_at":"2026-01-01T00:00:00Z"}]}',
        '{"message":"rate limit"}',
      ),
    take: takeListing,
    words: JSON_WORDS,
  },
]

/** The footer at the end of the golden pack. */
function footer(): Uint8Array {
  const pack = golden('pack.bin')
  const at = Buffer.from(pack).lastIndexOf('wstart:F')
  return pack.subarray(at)
}

/** Bytes 0 to 3: the raw length; 4 to 7: how much of it is wanted; 8: the codec. */
function frames(): Uint8Array[] {
  const mixed = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `${i * i}`).join())
  const raws = [Buffer.alloc(1000, 'ab'), Buffer.from('short'), Buffer.alloc(100_000), mixed]
  return raws.flatMap((raw) => {
    const { stored, codec } = encodeFrame(raw, 3)
    return [raw.length, raw.length >> 2].map((wanted) => {
      const header = Buffer.alloc(9)
      header.writeUInt32LE(raw.length)
      header.writeUInt32LE(wanted, 4)
      header[8] = codec
      return Buffer.concat([header, stored])
    })
  })
}

function takeFrame(bytes: Uint8Array): unknown {
  if (bytes.length < 9) return undefined
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  const rawLength = header.getUint32(0, true)
  const wanted = header.getUint32(4, true)
  const raw = decodeFrame(bytes.subarray(9), bytes[8] as Codec, rawLength, undefined, wanted)
  if (raw.length < Math.min(wanted, rawLength)) throw new Error('less than was wanted')
  return raw
}

function journals(): Uint8Array[] {
  const texts = { why: '', volume: 'npm', key: 'k', matchedKey: '', version: '', digest: '', from: '', store: 'file:' }
  const author = { repository: 'o/r', run: '1', job: 'b', actor: 'a', runner: 'r', engine: 'e' }
  const record = { time: 1_795_000_000_000, event: 'hit', bytes: 7, ...texts, ...author } as const
  return [encodeJournal([record]), encodeJournal([record, { ...record, event: 'denied', why: 'secrets' }])]
}

function memories(): Uint8Array[] {
  const [version, pack] = ['01M7Z8Y58REAG4MMBWMM3FCE7V', '01M7Z8Y57F6K1REA1GHYM9PHC5']
  const contents = new Map([['trusted/x', { linked: [version], packs: [{ lane: 'trusted', ulid: pack }] }]])
  return [
    encodeMemory({ unlinked: new Map([[version, 5]]), contents }),
    encodeMemory({ unlinked: new Map(), contents: new Map() }),
  ]
}

function takePatterns(bytes: Uint8Array): void {
  for (const platform of ['linux', 'win32'] as const) {
    const place = platform === 'linux' ? { workspace: '/w', home: '/h' } : { workspace: 'D:\\w', home: 'C:\\h' }
    const { mounts } = parsePaths(lines(bytes).slice(0, 20), { ...place, platform, named: true })
    for (const { selection } of mounts) {
      for (const path of ['', 'a', 'a/b/c', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.log']) {
        selection.selects(path, false)
        selection.descends(path)
      }
    }
  }
}

/** Taken if one of the three readers takes it. */
function takeKeys(bytes: Uint8Array): void {
  const all = [() => parseKeys(read(bytes)), () => parseVerifyKeys(lines(bytes)), () => parseWriterRules(lines(bytes))]
  const said: unknown[] = []
  for (const one of all) {
    try {
      one()
    } catch (error) {
      if ((error as Error).name !== 'UserError') throw error
      said.push(error)
    }
  }
  if (said.length === all.length) throw said[0]
}

const FILES = [
  '.npmrc',
  'config.json',
  '.netrc',
  'credentials',
  '.env',
  'id_rsa',
  'settings.xml',
  '.pypirc',
  'credentials.toml',
  '.git-credentials',
  'gradle.properties',
  'auth.json',
  'NuGet.Config',
]
const DIRECTORIES = ['', '.docker', '.aws', '.ssh', '.m2', '.cargo', '.config/gcloud']

function takeSecrets(bytes: Uint8Array): void {
  for (const name of FILES) for (const directory of DIRECTORIES) credentialIn(name, directory, bytes)
  tokenIn(bytes)
}
