import { expect, it } from 'vitest'
import { headKey, headPrefix, latestKey, packKey, parseHeadKey, versionKey } from '../../src/core/keys.ts'
import { put } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { realRandom } from '../support/stores/clock.ts'
import { all, LINE, type Subject } from './subject.ts'

/** What the contract says of names and of listings of them. */
export function itKeepsNames(at: () => Subject): void {
  it('lists by a prefix of the name, not only by whole components', async () => {
    const { store, other, asListed } = at()
    const keys = ['linux-1', 'linux-10', 'linux-2', 'Linux-1', ''].map((key) => headKey({ ...LINE, key }))
    const more = [
      latestKey('acme/web', 'trusted', 'npm'),
      versionKey('acme/web', 'trusted', ulid(1, realRandom)),
      packKey('acme/web', 'pr/7', ulid(1, realRandom)),
      headKey({ ...LINE, volume: 'np', key: 'linux-1' }),
    ]
    for (const key of [...keys, ...more]) await put(store, key, Buffer.from(key), 'absent')
    const prefixes = [
      ...[...keys, ...more].flatMap((key) => [key, key.slice(0, -1)]),
      ...['linux-1', 'linux-', 'x', ''].map((key) => headPrefix('acme/web', 'trusted', 'npm', key)),
      '',
      'warm',
      'warmstart/v1/acme/web/trusted',
      'nowhere/at/all',
    ]
    for (const prefix of prefixes) {
      const expected = [...keys, ...more].filter((key) => key.startsWith(prefix)).sort()
      const listed = await all(other, prefix)
      expect(listed.map(({ key }) => key).sort(), prefix).toEqual(expected)
      for (const info of listed) expect(info).toEqual(asListed(await store.stat(info.key)))
    }
    await other.remove(keys.slice(1))
    expect((await all(store, headPrefix('acme/web', 'trusted', 'npm', ''))).map(({ key }) => key)).toEqual([keys[0]])
  })

  it('keeps every name apart that keys make', async () => {
    const { store, other } = at()
    const texts = [
      'a',
      'A',
      'a/b',
      'a~2fb',
      '..',
      '.',
      'é',
      'e\u0301',
      'nul',
      'con',
      'a b',
      'x'.repeat(300),
      'x'.repeat(198),
    ]
    const keys = texts.flatMap((text) => [
      headKey({ ...LINE, key: text }),
      headKey({ ...LINE, volume: text, key: 'k' }),
      headKey({ ...LINE, lane: `ref/heads/${text}`, key: 'k' }),
    ])
    for (const key of keys) await put(store, key, Buffer.from(key), 'absent')
    for (const key of keys) expect(Buffer.from((await other.get(key)) ?? '').toString()).toBe(key)
    const listed = await all(other, 'warmstart/v1/acme/web/')
    expect(listed.map((info) => headKey(parseHeadKey(info.key) ?? { ...LINE, key: '' })).sort()).toEqual(keys.sort())
  })
}
