import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkNamer } from '../../src/core/digest.ts'
import { encryptionKey, keyedGearTable, packKeyOf, parseKeys, versionKeyOf } from '../../src/core/encryption-key.ts'
import { UserError } from '../../src/core/ports/errors.ts'
import { KEYS } from '../support/encryption-keys.ts'

const path = join(import.meta.dirname, '../golden/sealing-v1.json')
const golden: readonly Readonly<Record<string, string>>[] = JSON.parse(readFileSync(path, 'utf8'))

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** RFC 5869 with SHA-256, from its text and not from the platform. */
function hkdf(input: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  const prk = createHmac('sha256', salt).update(input).digest()
  let block = Buffer.alloc(0)
  let output = Buffer.alloc(0)
  for (let count = 1; output.length < length; count++) {
    block = createHmac('sha256', prk).update(block).update(info).update(Uint8Array.of(count)).digest()
    output = Buffer.concat([output, block])
  }
  return output.subarray(0, length)
}

describe('published vectors', () => {
  it('HMAC-SHA-256: what chunks are named by (RFC 4231, cases 1, 2 and 6)', () => {
    const cases = [
      [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
      [
        Buffer.from('Jefe'),
        'what do ya want for nothing?',
        '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      ],
      [
        Buffer.alloc(131, 0xaa),
        'Test Using Larger Than Block-Size Key - Hash Key First',
        '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      ],
    ] as const
    for (const [key, data, mac] of cases) expect(chunkNamer(key)(Buffer.from(data))).toBe(mac)
  })

  it('HMAC-SHA-256 of chunks of any length, one after the other, as node:crypto makes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.uint8Array({ maxLength: 3000 })), (key, chunks) => {
        const name = chunkNamer(key)
        for (const chunk of chunks) expect(name(chunk)).toBe(createHmac('sha256', key).update(chunk).digest('hex'))
      }),
    )
  })

  it('HKDF-SHA-256: what the tests below compare with (RFC 5869, cases 1 and 3)', () => {
    const input = Buffer.alloc(22, 0x0b)
    const salt = Buffer.from('000102030405060708090a0b0c', 'hex')
    const info = Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex')
    expect(hex(hkdf(input, salt, info, 42))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    )
    expect(hex(hkdf(input, Buffer.alloc(0), Buffer.alloc(0), 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    )
  })
})

describe('what is derived from a key', () => {
  it.each(golden)('is what format v1 says: $id', (vector) => {
    const secret = Buffer.from(vector['secret'] ?? '', 'hex')
    const key = encryptionKey(secret)
    const derived = (info: string) => hex(hkdf(secret, Buffer.from('warmstart v1'), Buffer.from(info), 32))
    const { id = '', ulid = '' } = vector
    expect(key.id).toBe(id)
    expect(id).toBe(derived('key id').slice(0, 16))
    expect(hex(key.chunks.ids)).toBe(vector['chunkIds'])
    expect(vector['chunkIds']).toBe(derived('chunk ids'))
    expect(hex(key.chunks.gear)).toBe(vector['gear'])
    expect(vector['gear']).toBe(derived('gear'))
    expect(hex(packKeyOf(key, ulid))).toBe(vector['packKey'])
    expect(vector['packKey']).toBe(derived(`pack ${id} ${ulid}`))
    expect(hex(versionKeyOf(key, ulid))).toBe(vector['versionKey'])
    expect(vector['versionKey']).toBe(derived(`version ${id} ${ulid}`))
    const table = keyedGearTable(key.chunks.gear)
    expect([...table].slice(0, 3).map(String)).toEqual(vector['gearTable'])
    expect(table).toHaveLength(256)
    expect(new Set(table).size).toBe(256)
  })

  it('is another for every key, pack and version', () => {
    const [a, b] = [KEYS.a, KEYS.b].map((text) => parseKeys(text)?.newest)
    if (!a || !b) throw new Error('no keys')
    const ulids = ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAW']
    const all = [a, b].flatMap((key) => [
      hex(key.secret),
      hex(key.chunks.ids),
      hex(key.chunks.gear),
      ...ulids.flatMap((ulid) => [hex(packKeyOf(key, ulid)), hex(versionKeyOf(key, ulid))]),
    ])
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('keys as text', () => {
  it('are base64 of either alphabet, padded or not, or hex', () => {
    const secret = Buffer.from(golden[0]?.['secret'] ?? '', 'hex')
    const forms = [
      secret.toString('base64'),
      secret.toString('base64').replace('=', ''),
      secret.toString('base64url'),
      secret.toString('hex'),
      secret.toString('hex').toUpperCase(),
      `\n  ${secret.toString('hex')}\r\n\n`,
    ]
    for (const form of forms) expect(hex(parseKeys(form)?.newest.secret ?? Buffer.alloc(0))).toBe(hex(secret))
  })

  it('stand one a line, the newest first', () => {
    const ring = parseKeys(`${KEYS.b}\n${KEYS.a}\r\n${KEYS.c}\n`)
    expect(ring?.newest.id).toBe(parseKeys(KEYS.b)?.newest.id)
    expect([...(ring?.byId.keys() ?? [])]).toEqual([KEYS.b, KEYS.a, KEYS.c].map((text) => parseKeys(text)?.newest.id))
  })

  it('may be none', () => {
    expect(parseKeys('')).toBeUndefined()
    expect(parseKeys(' \n\r\n')).toBeUndefined()
  })

  it.each([
    ['a passphrase', 'correct horse battery staple', 'not 32 bytes'],
    [
      'too short',
      Buffer.from(golden[0]?.['secret'] ?? '', 'hex')
        .subarray(0, 31)
        .toString('base64'),
      'not 32 bytes',
    ],
    ['too long', `${golden[0]?.['secret']}00`, 'not 32 bytes'],
    ['text in base64', Buffer.from('correct horse battery staple 123').toString('base64'), 'not random'],
    ['all zeros', '0'.repeat(64), 'not random'],
    ['few bytes again and again', '0123456789abcdef'.repeat(4), 'not random'],
  ])('%s is refused, in a sentence that does not repeat it', (_, text, why) => {
    let message = ''
    try {
      parseKeys(text)
    } catch (error) {
      expect(error).toBeInstanceOf(UserError)
      message = (error as Error).message
    }
    expect(message).toContain(why)
    expect(message).toContain('warmstart key new')
    expect(message).not.toContain(text.slice(0, 6))
  })

  it('are counted where one of several is wrong', () => {
    expect(() => parseKeys(`${KEYS.a}\nnonsense`)).toThrow('Encryption key 2 is not 32 bytes')
  })
})
