import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sameBytes, toHex } from '../../src/core/bytes.ts'
import { sha256, sha256Hex } from '../../src/core/digest.ts'
import { decodeFrame } from '../../src/core/frame.ts'
import { decodeHead } from '../../src/core/head-codec.ts'
import { decodeHeadEntry } from '../../src/core/head-entry.ts'
import { decodeFooter } from '../../src/core/pack.ts'
import { decodeState } from '../../src/core/state-codec.ts'
import { EntryType, HOLE } from '../../src/core/tree.ts'
import { decodeVersion, decodeVersionSummary } from '../../src/core/version-codec.ts'
import { asJson, plainFooter, plainState, plainVersion } from '../support/golden.ts'

const golden = join(import.meta.dirname, '../golden')
const read = new Set<string>()

describe('what v1 wrote', () => {
  const objects = { version: load('v1/version'), head: load('v1/head'), state: load('v1/state'), pack: load('v1/pack') }
  const version = decodeVersion(objects.version.bytes)
  const [packRow] = version.manifest.packs
  const pack = objects.pack.bytes

  it('is read: a version', () => {
    expect(JSON.parse(asJson(plainVersion(version)))).toEqual(objects.version.content)
    const { manifest: _, ...summary } = version
    expect(decodeVersionSummary(objects.version.bytes)).toEqual(summary)
  })

  it('is read: a head, which names that version', () => {
    const head = decodeHead(objects.head.bytes)
    expect(head).toEqual(objects.head.content)
    expect(head.current).toEqual({
      lane: 'trusted',
      ulid: version.ulid,
      bytes: objects.version.bytes.length,
      sha256: sha256Hex(objects.version.bytes),
    })
  })

  it('is read: that head with its version', () => {
    const { bytes, content } = load('v1/head-entry')
    const { head, versionAt } = decodeHeadEntry(bytes)
    expect({ head, versionAt }).toEqual({ head: objects.head.content, ...content })
    expect(sameBytes(bytes.subarray(versionAt), objects.version.bytes)).toBe(true)
  })

  it('is read: a state', () => {
    expect(JSON.parse(asJson(plainState(decodeState(objects.state.bytes))))).toEqual(objects.state.content)
  })

  it('is read: a pack, whose footer is where the version says', () => {
    const at = packRow?.footerOffset as number
    const footer = pack.subarray(at, at + (packRow?.footerLength as number))
    expect(at + footer.length).toBe(pack.length)
    expect(sameBytes(sha256(footer), packRow?.footerSha256 as Uint8Array)).toBe(true)
    const { contents, ...table } = objects.pack.content
    const decoded = decodeFooter(footer)
    expect(JSON.parse(asJson(plainFooter(decoded)))).toEqual(table)
    decoded.lengths.forEach((length, chunk) => {
      const start = decoded.offset[chunk] as number
      const raw = frame(decoded.frame[chunk] as number).subarray(start, start + length)
      expect(Buffer.from(raw).toString('latin1')).toBe(contents[chunk])
      expect(toHex(sha256(raw))).toBe(table.chunks[chunk].id)
    })
  })

  it('holds the content of every file that is not sparse', () => {
    const { contents } = objects.pack.content
    const [hello, script, noise] = contents as [string, string, string]
    const [mount, single] = version.manifest.mounts.map(({ tree }) =>
      Object.fromEntries(
        tree.paths().flatMap((path, entry) => {
          if (tree.type[entry] !== EntryType.file || path === 'sparse') return []
          const first = tree.firstExtent[tree.source(entry)] as number
          const count = tree.extentCount[tree.source(entry)] as number
          const pieces = Array.from({ length: count }, (_, i) => {
            expect(tree.frame[first + i]).not.toBe(HOLE)
            const offset = tree.offset[first + i] as number
            return frame(tree.frame[first + i] as number).subarray(
              offset,
              offset + (tree.extentLength[first + i] as number),
            )
          })
          return [[path, Buffer.concat(pieces).toString('latin1')]]
        }),
      ),
    )
    expect(mount).toEqual({
      'bin/run': script,
      'bin/walk': script,
      'copy.txt': hello,
      empty: '',
      'hello.txt': hello,
      '\xfc\n\xff': noise.slice(100, 300),
    })
    expect(single).toEqual({ '': hello })
  })

  function frame(number: number): Uint8Array {
    const row = version.manifest.frames.row(number)
    const stored = pack.subarray(row.offset, row.offset + row.storedLength)
    expect(sameBytes(sha256(stored), row.sha256)).toBe(true)
    return decodeFrame(stored, row.codec, row.rawLength)
  }
})

describe('the directory of golden objects', () => {
  it('holds nothing that is not read here', () => {
    const files = readdirSync(join(golden, 'v1'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'README.md')
      .map((entry) => join(entry.parentPath, entry.name))
    expect(files.sort()).toEqual([...read].sort())
  })
})

/** An object, and what it must be read as. */
function load(name: string) {
  const [bytes, json] = ['bin', 'json'].map((extension) => {
    const path = join(golden, `${name}.${extension}`)
    read.add(path)
    return readFileSync(path)
  }) as [Buffer, Buffer]
  return { bytes, content: JSON.parse(json.toString()) }
}
