import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/digest.ts'
import type { Head } from '../../src/core/head.ts'
import { decodeHead, encodeHead } from '../../src/core/head-codec.ts'
import type { Line } from '../../src/core/identity.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { SectionId } from '../../src/core/section-ids.ts'
import { parseSigningKey, parseVerifyKeys, signingPair, versionMessage } from '../../src/core/signature.ts'
import { headDistrust, signHead, type Trust, versionDistrust } from '../../src/core/trust.ts'
import { decodeVersion, encodeVersion } from '../../src/core/version-codec.ts'
import { parseWriterRules } from '../../src/core/writer-rule.ts'
import { versions } from '../support/manifests.ts'
import { partsOf, patched, withSections } from '../support/objects.ts'

const pair = signingPair(Buffer.alloc(32, 7))
const signer = parseSigningKey(pair.secret)
const trust: Trust = { signer: undefined, keys: parseVerifyKeys([pair.verify]), writers: [] }
const line: Line = { namespace: 'acme/web', lane: 'trusted', volume: 'npm', key: 'k-1' }
const ref = { lane: 'trusted', ulid: '01BX5ZZKBKACTAV9WEVGEMMVRZ', bytes: 12, sha256: 'ab'.repeat(32) }
const head: Head = {
  commit: 'c2',
  from: 'c1',
  key: 'k-1',
  current: ref,
  history: [{ ...ref, ulid: '01BX5ZZKBKACTAV9WEVGEMMVRY', committedAt: 5 }],
  startedAt: 6,
  committedAt: 7.5,
  touchedAt: 8,
  writer: { repository: 'acme/web', run: '1', actor: 'octocat' },
  signature: '',
}
const others: [string, Line][] = [
  ['namespace', { ...line, namespace: 'acme/api' }],
  ['lane', { ...line, lane: 'ref/heads/x' }],
  ['volume', { ...line, volume: 'yarn' }],
]

describe('a signed head', () => {
  const bytes = encodeHead(signHead(signer, line, head))

  it('is trusted as it was stored, on its line and on no other', () => {
    const read = decodeHead(bytes)
    expect(headDistrust(trust, line, read)).toBeUndefined()
    for (const [, other] of [...others, ['key', { ...line, key: 'k-2' }] as const]) {
      expect(headDistrust(trust, other, read)).toBe('wrong-signature')
    }
    expect(headDistrust(trust, line, decodeHead(encodeHead(head)))).toBe('unsigned')
  })

  it('is not trusted after any byte has changed, its sum made right again', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        expect(isRefused(() => headDistrust(trust, line, decodeHead(resummed(bytes, at, by))))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is trusted with fields that it lists as optional, and not when one of them changes', () => {
    const { signature: _, sum: _sum, ...fields } = JSON.parse(Buffer.from(bytes).toString())
    const text = (mood: string) => JSON.stringify({ ...fields, optional: ['mood'], mood })
    const signature = signer.sign(Buffer.from(`warmstart head 1\n["acme/web","trusted","npm","k-1"]\n${text('fine')}`))
    const stored = (mood: string) => withSum(`${text(mood).slice(0, -1)},"signature":"${signature}"}`)
    expect(headDistrust(trust, line, decodeHead(stored('fine')))).toBeUndefined()
    expect(headDistrust(trust, line, decodeHead(stored('grim')))).toBe('wrong-signature')
  })
})

describe('a signed version', () => {
  const [version] = fc.sample(versions, { numRuns: 1, seed: 5 })
  if (!version) throw new Error('no sample')
  const bytes = encodeVersion(version, (digest) => signer.sign(versionMessage(line, digest)))
  const judge = (object: Uint8Array, where: Line = line, by: Trust = trust) =>
    versionDistrust(by, where, decodeVersion(object), object)

  it('is trusted where it was signed for, under whatever key', () => {
    expect(judge(bytes)).toBeUndefined()
    expect(judge(bytes, { ...line, key: 'k-2' })).toBeUndefined()
    for (const [, other] of others) expect(judge(bytes, other)).toMatch(/^its signature is wrong/)
    expect(judge(encodeVersion({ ...version, signature: '' }))).toBe('it is not signed')
  })

  it('says the same with and without its signature, and comes back with it', () => {
    const { signature, ...rest } = decodeVersion(bytes)
    expect(rest).toEqual({ ...decodeVersion(encodeVersion({ ...version, signature: '' })), signature: undefined })
    expect(encodeVersion({ ...rest, signature })).toEqual(bytes)
  })

  it('is not trusted after any byte has changed, its sum made right again', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 33), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = patched(bytes, (body) => {
          body[at] = (body[at] as number) ^ by
        })
        expect(isRefused(() => judge(changed))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps nobody else’s provenance: a section of another version makes the signature wrong', () => {
    const mine = { ...version, provenance: { ...version.provenance, actor: 'mallory' } }
    const other = encodeVersion(mine, () => decodeVersion(bytes).signature)
    expect(judge(other)).toMatch(/^its signature is wrong/)
  })

  it('has its signature at the very end', () => {
    const text = Buffer.from(decodeVersion(bytes).signature)
    const last = partsOf(bytes).at(-1)
    expect([last?.id, String(Buffer.from(last?.raw ?? []))]).toEqual([SectionId.signature, String(text)])
    expect(Buffer.from(bytes.subarray(bytes.length - 32 - text.length, -32)).equals(text)).toBe(true)
    const packed = withSections('V', bytes, ({ id, raw }) =>
      id === SectionId.signature ? Buffer.from('a'.repeat(150)) : raw,
    )
    expect(() => decodeVersion(packed), 'stored compressed').toThrow('not at the end')
    const odd = withSections('V', bytes, ({ id, raw }) => (id === SectionId.signature ? Buffer.from('"') : raw))
    expect(() => decodeVersion(odd)).toThrow(FormatError)
  })

  it('has to fit require-writer as well', () => {
    const asked = (...lines: string[]) => judge(bytes, line, { ...trust, writers: parseWriterRules(lines) })
    expect(asked('lane=trusted')).toBeUndefined()
    expect(asked(`signer=${pair.id}`)).toBeUndefined()
    expect(asked('actor=nobody-at-all')).toMatch(/^no line of require-writer fits lane=trusted signer=[0-9a-f]{16}/)
  })
})

function isRefused(judge: () => unknown): boolean {
  try {
    return judge() !== undefined
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError)
    return true
  }
}

/** The head with a byte before its sum changed, or (further on) one of its sum. */
function resummed(bytes: Uint8Array, at: number, by: number): Uint8Array {
  const text = Buffer.from(bytes)
  text[at] = (text[at] as number) ^ by
  const end = text.length - ',"sum":"'.length - 64 - '"}'.length
  return at < end ? withSum(Buffer.concat([text.subarray(0, end), Buffer.from('}')])) : text
}

function withSum(text: string | Buffer): Uint8Array {
  const bytes = Buffer.from(text as string)
  return Buffer.concat([bytes.subarray(0, -1), Buffer.from(`,"sum":"${sha256Hex(bytes)}"}`)])
}
