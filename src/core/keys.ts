import type { Line } from './identity.ts'
import { isLane, type Lane } from './lane.ts'
import { FormatError } from './ports/errors.ts'
import type { ObjectKey } from './ports/store.ts'
import { isUlid } from './ulid.ts'

/*
 * Names of objects, on stores that have names:
 *
 *   warmstart/v1/<namespace>/<lane>/heads/<volume>/<key>   latest/<volume>   versions/<ulid>   packs/<ulid>   collection
 *   journal/<day>/<ulid>           shares/<namespace>       (in `trusted` alone)
 *                                  seen/<store>/<volume>/<key>
 *
 * Every text is escaped by itself and only then joined, so no text can pass for structure. Escaping works byte by byte
 * (UTF-8) and keeps only what every disk and bucket keeps apart: `a-z 0-9 - _`. All else is `~` and two hex digits:
 * upper case too, because disks of macOS and Windows fold it, and dots, because of `.`, `..` and names Windows trims.
 * Texts are expected to be well-formed Unicode.
 */

/** The head of a line. */
export function headKey(line: Line): ObjectKey {
  return `${headsOf(line.namespace, line.lane, line.volume)}/${component(line.key)}`
}

/**
 * What the names of all heads whose key starts with `keyPrefix` start with. No other head's name does, and a longer
 * prefix gives a longer name.
 */
export function headPrefix(namespace: string, lane: Lane, volume: string, keyPrefix: string): string {
  return `${headsOf(namespace, lane, volume)}/${cut(encode(keyPrefix))}`
}

/** What the names of all heads of a namespace start with: one of these. (Other objects' names may, too.) */
export function headPrefixes(namespace: string): readonly string[] {
  const base = `${ROOT}/${namespaceName(namespace)}`
  return [`${base}/trusted/heads/`, `${base}/local/heads/`, `${base}/ref/`, `${base}/pr/`]
}

/** The copy of a volume's newest head, whatever its key. */
export function latestKey(namespace: string, lane: Lane, volume: string): ObjectKey {
  return `${laneRoot(namespace, lane)}/latest/${component(volume)}`
}

/** A version object. Throws `FormatError` for an id that is no ULID: ids come out of stored objects. */
export function versionKey(namespace: string, lane: Lane, ulid: string): ObjectKey {
  return `${laneRoot(namespace, lane)}/versions/${checkedUlid(ulid)}`
}

/** A pack. Throws as `versionKey` does. */
export function packKey(namespace: string, lane: Lane, ulid: string): ObjectKey {
  return `${laneRoot(namespace, lane)}/packs/${checkedUlid(ulid)}`
}

/** In a nearer tier, the copy of a head that lives in `home` (any text that tells that store from others). */
export function seenKey(home: string, line: Line): ObjectKey {
  return `${seenOf(home, line.namespace, line.lane, line.volume)}/${component(line.key)}`
}

/** As `headPrefix`, of those copies. */
export function seenPrefix(home: string, namespace: string, lane: Lane, volume: string, keyPrefix: string): string {
  return `${seenOf(home, namespace, lane, volume)}/${cut(encode(keyPrefix))}`
}

/** What the names of everything in a lane start with. */
export function lanePrefix(namespace: string, lane: Lane): string {
  return `${laneRoot(namespace, lane)}/`
}

/** What a lane's collection remembers. */
export function collectionKey(namespace: string, lane: Lane): ObjectKey {
  return `${laneRoot(namespace, lane)}/collection`
}

/**
 * Where it is remembered that a store honours conditions: in the lane of an object, or in another one of its namespace.
 * `undefined` for a name that is in no lane. No other object's name begins so.
 */
export function probeKey(name: ObjectKey, lane?: Lane): ObjectKey | undefined {
  const reader = openName(name)
  const own = reader?.lane()
  return reader && own && `${laneRoot(reader.namespace, lane ?? own)}/~probe`
}

/** What one step of a job left in the journal of its lane. */
export interface JournalName {
  readonly namespace: string
  readonly lane: Lane
  /** `2026-11-21`. */
  readonly day: string
  readonly ulid: string
}

/** Throws as `versionKey` does. */
export function journalKey({ namespace, lane, day, ulid }: JournalName): ObjectKey {
  return `${journalPrefix(namespace, lane)}${component(day)}/${checkedUlid(ulid)}`
}

/** What the names of a lane's journal start with. */
export function journalPrefix(namespace: string, lane: Lane): string {
  return `${laneRoot(namespace, lane)}/journal/`
}

/** What says that another namespace may read what is trusted in this one: only who may write there can have put it. */
export function shareKey(namespace: string, reader: string): ObjectKey {
  return `${sharesPrefix(namespace)}${component(reader)}`
}

/** What the names of all that a namespace shares start with. */
export function sharesPrefix(namespace: string): string {
  return `${laneRoot(namespace, 'trusted')}/shares/`
}

/** The reader of a `shareKey`; `undefined` for every name that it does not make. */
export function parseShareKey(name: ObjectKey): string | undefined {
  const reader = openName(name)
  if (!reader?.lane() || reader.structure() !== 'shares') return undefined
  const parsed = reader.text()
  return shareKey(reader.namespace, parsed) === name ? parsed : undefined
}

/** What the names of everything in a namespace start with, and those of namespaces below it. */
export function namespacePrefix(namespace: string): string {
  return `${ROOT}/${namespaceName(namespace)}/`
}

/** The inverse of `journalKey`; `undefined` for every name that it does not make. */
export function parseJournalKey(name: ObjectKey): JournalName | undefined {
  const reader = openName(name)
  const lane = reader?.lane()
  if (!reader || !lane || reader.structure() !== 'journal') return undefined
  const parsed = { namespace: reader.namespace, lane, day: reader.text(), ulid: reader.structure() }
  return DAY.test(parsed.day) && isUlid(parsed.ulid) && journalKey(parsed) === name ? parsed : undefined
}

/** The inverse of `headKey`; `undefined` for every name that `headKey` does not make. */
export function parseHeadKey(name: ObjectKey): Line | undefined {
  const reader = openName(name)
  const lane = reader?.lane()
  if (!reader || !lane || reader.structure() !== 'heads') return undefined
  const line = { namespace: reader.namespace, lane, volume: reader.text(), key: reader.text() }
  return headKey(line) === name ? line : undefined
}

/** Is it replaced by condition (heads, latest, leases)? Everything else is written once. */
export function isRecord(name: ObjectKey): boolean {
  const reader = openName(name)
  return reader?.lane() !== undefined && RECORD_KINDS.has(reader.structure())
}

/** Is it a pack or a version? They never change, and who reads them knows their digests: a copy is as good. */
export function isContent(name: ObjectKey): boolean {
  const reader = openName(name)
  return reader?.lane() !== undefined && CONTENT_KINDS.has(reader.structure())
}

const ROOT = 'warmstart/v1'
const LANE_CLASSES: ReadonlySet<string> = new Set(['trusted', 'local', 'pr', 'ref'])
const DAY = /^\d{4}-\d\d-\d\d$/
const RECORD_KINDS: ReadonlySet<string> = new Set(['heads', 'latest', 'leases'])
const CONTENT_KINDS: ReadonlySet<string> = new Set(['packs', 'versions'])
/** Names that Windows gives to devices, in whatever directory. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/
/** A component has at most 200 bytes; one that the next continues ends in `~+`. */
const CONTINUES = '~+'
const PIECE = 200 - CONTINUES.length

function headsOf(namespace: string, lane: Lane, volume: string): string {
  return `${laneRoot(namespace, lane)}/heads/${component(volume)}`
}

function seenOf(home: string, namespace: string, lane: Lane, volume: string): string {
  return `${laneRoot(namespace, lane)}/seen/${component(home)}/${component(volume)}`
}

function laneRoot(namespace: string, lane: Lane): string {
  if (!isLane(lane)) throw new FormatError(`not a lane: ${JSON.stringify(lane)}`)
  const name = lane.startsWith('ref/') ? `ref/${component(lane.slice('ref/'.length))}` : lane
  return `${ROOT}/${namespaceName(namespace)}/${name}`
}

/**
 * A part that reads like a lane's class is escaped, so that a namespace ends where the first class stands, and a
 * store's own policy on `<namespace>/trusted/` cannot be met by a longer namespace.
 */
function namespaceName(namespace: string): string {
  return namespace
    .split('/')
    .map((part) => (LANE_CLASSES.has(part) ? `${hex(part.charCodeAt(0))}${part.slice(1)}` : component(part)))
    .join('/')
}

function checkedUlid(ulid: string): string {
  if (!isUlid(ulid)) throw new FormatError(`not a ULID: ${JSON.stringify(ulid.slice(0, 64))}`)
  return ulid
}

/** A whole text. A lone `~` closes what would be empty or a device: at the end, so that prefixes stay prefixes. */
function component(text: string): string {
  const escaped = encode(text)
  return escaped === '' || DEVICE.test(escaped) ? `${escaped}~` : cut(escaped)
}

function encode(text: string): string {
  return text.replace(/[^a-z0-9_-]+/gu, (run) => Array.from(Buffer.from(run, 'utf8'), hex).join(''))
}

function hex(byte: number): string {
  return `~${byte.toString(16).padStart(2, '0')}`
}

function cut(escaped: string): string {
  const pieces: string[] = []
  for (let at = 0; at < escaped.length; at += PIECE) pieces.push(escaped.slice(at, at + PIECE))
  return pieces.join(`${CONTINUES}/`)
}

function decode(escaped: string): string {
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] !== '~') bytes.push(escaped.charCodeAt(at))
    else if (at < escaped.length - 1) {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16))
      at += 2
    }
  }
  return Buffer.from(bytes).toString('utf8')
}

/** Walks a name from its start; past its end every answer is `''`, which no name contains. */
function openName(name: ObjectKey) {
  if (!name.startsWith(`${ROOT}/`)) return undefined
  const components = name.slice(ROOT.length + 1).split('/')
  let at = 0
  const structure = () => components[at++] ?? ''
  const text = () => {
    let whole = ''
    while (components[at]?.endsWith(CONTINUES)) whole += structure().slice(0, -CONTINUES.length)
    return decode(whole + structure())
  }
  const parts: string[] = []
  while (at < components.length && !LANE_CLASSES.has(components[at] as string)) parts.push(text())
  const lane = (): Lane | undefined => {
    const kind = structure()
    const lane = kind === 'ref' || kind === 'pr' ? `${kind}/${text()}` : kind
    return isLane(lane) ? lane : undefined
  }
  return { namespace: parts.join('/'), lane, structure, text }
}
