// Writes what is derived from a key, and what is sealed with it, as format v1 has it. Until the first tag it is a draft and
// follows the code; from then on it is never written again.
//
//   node scripts/node24.mjs scripts/golden-sealing.ts
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KEYS } from '../__tests__/support/encryption-keys.ts'
import { toHex } from '../src/core/bytes.ts'
import { chunkNamer } from '../src/core/digest.ts'
import { keyedGearTable, packKeyOf, parseKeys, versionKeyOf } from '../src/core/encryption-key.ts'
import { encodeFrame } from '../src/core/frame.ts'
import { sealFooter, sealVersion } from '../src/core/sealed-object.ts'

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const CONTENT = 'hello, warm world'

const vectors = Object.values(KEYS).map((text) => {
  const key = parseKeys(text)?.newest
  if (!key) throw new Error('no key')
  const pack = { key: packKeyOf(key, ULID), ulid: ULID }
  const content = Buffer.from(CONTENT)
  return {
    text,
    secret: toHex(key.secret),
    id: key.id,
    chunkIds: toHex(key.chunks.ids),
    gear: toHex(key.chunks.gear),
    gearTable: [...keyedGearTable(key.chunks.gear)].slice(0, 3).map(String),
    ulid: ULID,
    packKey: toHex(pack.key),
    versionKey: toHex(versionKeyOf(key, ULID)),
    content: CONTENT,
    chunkId: chunkNamer(key.chunks.ids)(content),
    frames: [0, 7].map((number) => toHex(encodeFrame(content, 3, { ...pack, number }).stored)),
    footer: toHex(sealFooter(key.id, pack, content)),
    version: toHex(sealVersion(key, ULID, content, [])),
  }
})
const path = join(import.meta.dirname, '../__tests__/golden/sealing-v1.json')
writeFileSync(path, `${JSON.stringify(vectors, undefined, 1)}\n`)
