import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  distrust,
  headMessage,
  parseSigningKey,
  parseVerifyKeys,
  SIGNATURE_LENGTH,
  signerOf,
  signingPair,
  versionMessage,
} from '../../src/core/signature.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** RFC 8032, section 7.1: tests 1 to 3. */
const PUBLISHED = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

const [mine, other] = [signingPair(Buffer.alloc(32, 1)), signingPair(Buffer.alloc(32, 2))]
const signer = parseSigningKey(mine.secret)
const keys = parseVerifyKeys([mine.verify])
const message = Buffer.from('a message')
const signature = signer.sign(message)

describe('a signature', () => {
  it.each(PUBLISHED)('is that of RFC 8032 for seed $seed', ({ seed, publicKey, message, signature }) => {
    const pair = signingPair(hex(seed))
    expect(pair.verify).toBe(`warmstart-verify-${hex(publicKey).toString('base64url')}`)
    const made = parseSigningKey(pair.secret).sign(hex(message))
    expect(made).toBe(`${pair.id}.${hex(signature).toString('base64url')}`)
    expect(distrust(parseVerifyKeys([pair.verify]), made, hex(message))).toBeUndefined()
  })

  it('is text of one length that names its key, and anybody can check it with the public half', () => {
    expect(signature).toHaveLength(SIGNATURE_LENGTH)
    expect(signerOf(signature)).toBe(mine.id)
    const x = mine.verify.slice('warmstart-verify-'.length)
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(verify(null, message, key, Buffer.from(signature.slice(17), 'base64url'))).toBe(true)
  })

  it('is refused for what it is', () => {
    expect(distrust(keys, signature, message)).toBeUndefined()
    expect(distrust(keys, '', message)).toBe('unsigned')
    expect(distrust(keys, parseSigningKey(other.secret).sign(message), message)).toBe('unknown-signer')
    expect(distrust(keys, signature, Buffer.from('another'))).toBe('wrong-signature')
    expect(distrust(keys, 'words', message)).toBe('wrong-signature')
    // The other's signature under my name.
    const forged = mine.id + parseSigningKey(other.secret).sign(message).slice(16)
    expect(distrust(keys, forged, message)).toBe('wrong-signature')
  })

  it('has one spelling: any other character anywhere is refused', () => {
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ']
    fc.assert(
      fc.property(fc.nat(SIGNATURE_LENGTH - 1), fc.constantFrom(...characters), (at, character) => {
        fc.pre(signature[at] !== character)
        const changed = signature.slice(0, at) + character + signature.slice(at + 1)
        expect(distrust(keys, changed, message)).toBeDefined()
      }),
      { numRuns: 500 },
    )
    for (const character of characters) {
      const last = signature.slice(0, -1) + character
      if (last !== signature) expect(distrust(keys, last, message)).toBe('wrong-signature')
    }
  })

  it('is for one place: no two places have one message', () => {
    const parts = fc
      .array(fc.constantFrom('a', 'b', '"', ',', '\n', '","', '\\'), { maxLength: 4 })
      .map((p) => p.join(''))
    const lines = fc.record({ namespace: parts, lane: parts, volume: parts, key: parts })
    fc.assert(
      fc.property(lines, lines, parts, parts, (a, b, x, y) => {
        const same = (['namespace', 'lane', 'volume', 'key'] as const).every((name) => a[name] === b[name])
        expect(Buffer.compare(headMessage(a, x), headMessage(b, y)) === 0).toBe(same && x === y)
      }),
      { numRuns: 500 },
    )
    const line = { namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' }
    const shifted = [
      { ...line, volume: 'v,k', key: 'l' },
      { ...line, volume: 'v', key: 'k,l' },
      { ...line, volume: 'v","k', key: 'l' },
      { ...line, volume: 'v', key: 'k","l' },
    ]
    expect(new Set(shifted.map((one) => String(headMessage(one, '')))).size).toBe(4)
    const messages = [
      headMessage(line, ''),
      versionMessage(line, '00'),
      versionMessage({ ...line, lane: 'local' }, '00'),
      versionMessage(line, '01'),
    ]
    expect(new Set(messages.map(String)).size).toBe(4)
    expect(String(versionMessage({ ...line, key: 'other' } as never, '00'))).toBe(String(messages[1]))
  })
})

describe('keys', () => {
  it('are read as they are printed, and with space around them', () => {
    expect(parseSigningKey(` ${mine.secret}\n`).id).toBe(mine.id)
    expect([...parseVerifyKeys([mine.verify, other.verify]).keys()]).toEqual([mine.id, other.id])
    expect(parseVerifyKeys([]).size).toBe(0)
  })

  it.each([
    ['nothing', ''],
    ['a password', 'correct horse battery staple'],
    ['half a key', mine.secret.slice(0, -4)],
    ['more than a key', `${mine.secret}AAAA`],
    ['a key in another spelling', mine.secret.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))],
    ['the public half', mine.verify],
  ])('are refused without a word of what they are: %s', (_, text) => {
    let said = ''
    try {
      parseSigningKey(text)
    } catch (error) {
      expect((error as Error).name).toBe('UserError')
      said = (error as Error).message
    }
    expect(said).toMatch(/^The signing key is none; /)
    if (text !== '') expect(said).not.toContain(text.slice(-8))
  })

  it('to verify with are refused by their number, and a secret among them is not quoted', () => {
    expect(() => parseVerifyKeys([mine.verify, 'x'])).toThrow(/^Key 2 of verify-keys is none; /)
    expect(() => parseVerifyKeys([mine.secret])).toThrow(/^Key 1 of verify-keys is a signing key, which is a secret/)
    expect(() => parseVerifyKeys([mine.secret])).not.toThrow(mine.secret.slice(20))
  })
})
