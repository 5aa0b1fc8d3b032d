import { type Fields, fieldsOf, listOf, millisOf, textOf, textsOf, toJson, ulidOf, wholeOf } from './fields.ts'
import type { Anchor, ManifestMount } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { identityOf, type Provenance } from './provenance.ts'
import { SectionId as Id } from './section-ids.ts'
import { encodeSections, Sections } from './sections.ts'
import { SIGNATURE_LENGTH } from './signature.ts'
import { signatureIn, signObject } from './signed-object.ts'
import { decodeTables, encodeTables, TABLE_SECTIONS } from './tables-codec.ts'
import type { Tree } from './tree.ts'
import { decodeTrees, encodeTrees, TREE_SECTIONS } from './tree-codec.ts'
import type { Version } from './version.ts'

const MOUNTS_MAX = 1000
const ANCHORS: readonly string[] = ['workspace', 'home', 'absolute'] satisfies Anchor[]
const KNOWN: ReadonlySet<number> = new Set([Id.about, Id.mounts, ...TABLE_SECTIONS, ...TREE_SECTIONS, Id.signature])

/**
 * A version object, with the signature (`SIGNATURE_LENGTH` characters) that `sign` makes of the SHA-256, in hex, of all
 * bytes before it, or else the one it has. `FormatError` if it is one that `decodeVersion` would refuse.
 */
export function encodeVersion(version: Version, sign?: (digest: string) => string): Uint8Array<ArrayBuffer> {
  const { mounts, packs, frames } = version.manifest
  const places = mounts.map(({ label, anchor, base }) => ({ label, anchor, base }))
  checkPlaces(places)
  checkCounts(version, mounts)
  const trees = mounts.map(({ tree }) => tree)
  const bytes = encodeSections('V', [
    { id: Id.about, bytes: toJson({ ...aboutOf(version), ...vettedOf(version) }) },
    { id: Id.mounts, bytes: toJson(places) },
    ...encodeTables(packs, frames),
    ...encodeTrees(trees, frames, 'whole'),
  ])
  if (sign) return signObject(bytes, SIGNATURE_LENGTH, sign)
  const { signature } = version
  return signature === '' ? bytes : signObject(bytes, signature.length, () => signature)
}

/**
 * The version, every rule of the format checked; `FormatError` if one is broken. The stat columns of its trees are
 * zero, a size stands only where there is a regular file.
 */
export function decodeVersion(bytes: Uint8Array): Version {
  const version = decodeVersionTables(bytes)
  decodeVersionTrees(version)
  return version
}

/**
 * As `decodeVersion`, but its trees are decoded, and checked, when one of them is looked at first: that throws
 * `FormatError`. Most saves never do, and they are most of the work.
 */
export function decodeVersionTables(bytes: Uint8Array): Version {
  const { summary, places, packs, frames, decode } = tablesOf(bytes)
  // Without a mount nobody would look.
  let trees: Tree[] | undefined = places.length === 0 ? decode() : undefined
  const mounts = places.map((place, mount) => ({
    ...place,
    get tree() {
      trees ??= decode()
      return trees[mount] as Tree
    },
  }))
  return { ...summary, manifest: { mounts, packs, frames } }
}

/** Makes of what `decodeVersionTables` gave what `decodeVersion` would have given; `FormatError` as that. */
export function decodeVersionTrees(version: Version): void {
  checkCounts(version, version.manifest.mounts)
}

function tablesOf(bytes: Uint8Array) {
  const sections = new Sections('V', bytes, KNOWN)
  const summary = summaryOf(sections, bytes)
  const { packs, frames } = decodeTables(sections)
  const places = listOf(sections.json(Id.mounts), 'mounts', MOUNTS_MAX).map(placeOf)
  checkPlaces(places)
  return { summary, places, packs, frames, decode: () => decodeTrees(sections, places.length, frames, 'whole') }
}

/** What a listing shows of a version, without decoding its manifest. */
export function decodeVersionSummary(bytes: Uint8Array): Omit<Version, 'manifest'> {
  return summaryOf(new Sections('V', bytes, KNOWN), bytes)
}

function aboutOf(version: Version) {
  const { ulid, parent, tags, omitted, files, totalBytes } = version
  const provenance = provenanceOf({ ...version.provenance })
  return { ulid, parent, provenance, tags, expiresAt: version.expiresAt ?? null, omitted, files, totalBytes }
}

function vettedOf({ vetted }: Version) {
  return vetted === undefined ? {} : { vetted }
}

function summaryOf(sections: Sections, bytes: Uint8Array): Omit<Version, 'manifest'> {
  const about = fieldsOf(sections.json(Id.about), 'version')
  const { parent, expiresAt } = about
  return {
    ulid: ulidOf(about['ulid'], 'version'),
    parent: parent === '' ? '' : ulidOf(parent, 'parent'),
    provenance: provenanceOf(fieldsOf(about['provenance'], 'provenance')),
    tags: textsOf(about['tags'], 'tags'),
    expiresAt: expiresAt === null ? undefined : millisOf(expiresAt, 'expiry'),
    omitted: textsOf(about['omitted'], 'omitted files'),
    ...(about['vetted'] !== undefined && { vetted: wholeOf(about['vetted'], 'rules for credentials') }),
    signature: sections.has(Id.signature)
      ? signatureIn(bytes, sections.read(Id.signature, sections.rawLength(Id.signature)))
      : '',
    files: wholeOf(about['files'], 'count of files'),
    totalBytes: wholeOf(about['totalBytes'], 'bytes of files'),
  }
}

/** Field by field in both directions, so that nothing else of a job's environment can slip in. */
function provenanceOf(from: Fields): Provenance {
  const text = (name: keyof Provenance) => textOf(from[name], name)
  // Not in versions of the first days.
  const later = (name: keyof Provenance) => textOf(from[name] ?? '', name)
  return {
    createdAt: millisOf(from['createdAt'], 'createdAt'),
    engine: text('engine'),
    os: text('os'),
    arch: text('arch'),
    repository: text('repository'),
    commit: text('commit'),
    ref: text('ref'),
    workflow: text('workflow'),
    workflowRef: later('workflowRef'),
    run: text('run'),
    job: text('job'),
    actor: text('actor'),
    runner: text('runner'),
    runnerImage: later('runnerImage'),
    toolchain: later('toolchain'),
    inputHash: text('inputHash'),
    identity: identityOf(fieldsOf(from['identity'] ?? {}, 'identity')),
  }
}

type Place = Omit<ManifestMount, 'tree'>

function placeOf(value: unknown, index: number): Place {
  const what = `mount ${index}`
  const fields = fieldsOf(value, what)
  const anchor = textOf(fields['anchor'], what)
  if (!ANCHORS.includes(anchor)) throw new FormatError(`${what}: unknown anchor ${JSON.stringify(anchor)}`)
  return { label: textOf(fields['label'], what), anchor: anchor as Anchor, base: textOf(fields['base'], what) }
}

/** Mounts of two machines are paired by label. */
function checkPlaces(places: readonly Place[]): void {
  if (places.length > MOUNTS_MAX) throw new FormatError(`${places.length} mounts; ${MOUNTS_MAX} at most`)
  const labels = new Set(places.map(({ label }) => label))
  if (labels.size !== places.length) throw new FormatError('two mounts with one label')
}

function checkCounts(
  { files, totalBytes }: Pick<Version, 'files' | 'totalBytes'>,
  mounts: readonly ManifestMount[],
): void {
  const count = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
  const bytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
  if (files !== count) throw new FormatError(`${count} files, but ${files} are declared`)
  if (totalBytes !== bytes) throw new FormatError(`files of ${bytes} bytes, but ${totalBytes} are declared`)
}
