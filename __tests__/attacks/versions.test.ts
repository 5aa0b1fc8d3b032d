import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ENTRIES_MAX } from '../../src/core/tree-rules.ts'
import { Outside } from '../support/attacks/outside.ts'
import { Fleet, read } from '../support/fleet.ts'
import { below, DIRECTORY, type Hostile, type HostileEntry, plantHostile, SYMLINK } from '../support/hostile.ts'

// Versions that nobody's encoder would write, their digests right: what each says is refused, and nothing is written.

const FILE: HostileEntry = { depth: 1, name: 'f', content: 'evil' }
const file = (more: Partial<HostileEntry>): Hostile => ({ entries: below({ ...FILE, ...more }) })
const MEBIBYTE = 1024 * 1024

/** A section that says it is much longer than it is. */
function claiming(id: number, length: number): Hostile {
  return {
    ...file({}),
    sections: (sections) =>
      sections.map((section) => (section.id === id ? { id, bytes: new Uint8Array(length) } : section)),
  }
}

test.each<[string, Hostile, RegExp]>([
  ['a device', file({ type: 3 }), /unknown type 3/],
  ['a pipe, in bits that have no meaning', file({ bits: 1 }), /unknown kind/],
  ['a set-user-id bit', file({ bits: 4 }), /unknown kind/],
  [
    'a hard link to a directory',
    { entries: below({ depth: 1, name: 'd', type: DIRECTORY }, { depth: 1, name: 'e', link: 2 }) },
    /no earlier file/,
  ],
  ['a link to itself', { entries: below({ depth: 1, name: 'a', type: DIRECTORY, link: 1 }) }, /no file/],
  ['a NUL in a name', file({ name: 'f\0.txt' }), /is no name/],
  ['a NUL in a link’s target', { entries: below({ depth: 1, name: 'l', type: SYMLINK, target: 'a\0b' }) }, /NUL/],
  ['no name', file({ name: '' }), /is no name/],
  ['a name of a dot', file({ name: '.' }), /is no name/],
  ['the same name twice', { entries: below(FILE, FILE) }, /out of order/],
  [
    'a directory that is 257 deep',
    {
      entries: below(
        ...Array.from({ length: 257 }, (_, i): HostileEntry => ({ depth: i + 1, name: 'd', type: DIRECTORY })),
      ),
    },
    /lies in nothing|deep/,
  ],
  ['an entry that lies in nothing', file({ depth: 3 }), /lies in nothing/],
  ['a tree without a mount', { entries: [FILE] }, /not a mount|trees where/],
  ['two trees for one mount', { entries: [...below(FILE), ...below()] }, /trees where/],
  ['content behind its frame', file({ extents: [{ frame: 0, offset: 3, length: 40 }] }), /behind its frame/],
  ['content of a frame that is not there', file({ extents: [{ frame: 7, offset: 0, length: 4 }] }), /frame 7 of/],
  ['a size beyond exact numbers', { ...file({ size: 2 ** 53 }), about: { totalBytes: 2 ** 53 } }, /./],
  ['more bytes than its files have', { ...file({}), about: { totalBytes: 5 } }, /are declared/],
  ['fewer files than it has', { ...file({}), about: { files: 0 } }, /are declared/],
  ['another version’s id', { ...file({}), about: { ulid: '01M7Z8Y58REAG4MMBWMM3FCE7V' } }, /another version/],
  [
    'two mounts of one label',
    {
      entries: [...below(), ...below()],
      mounts: ['tree', 'tree'].map((label) => ({ label, anchor: 'workspace', base: label })),
    },
    /one label/,
  ],
  [
    'a pack in a lane that is a path',
    {
      ...file({}),
      packs: [
        {
          lane: '../../trusted',
          ulid: '01M7Z8Y58REAG4MMBWMM3FCE7V',
          keyId: '',
          footerOffset: 4,
          footerLength: 1,
          footerSha256: '00'.repeat(32),
        },
      ],
    },
    /lane/,
  ],
  [
    'a pack whose name is a path',
    {
      ...file({}),
      packs: [
        {
          lane: 'local',
          ulid: '../../../../etc/passwd',
          keyId: '',
          footerOffset: 4,
          footerLength: 1,
          footerSha256: '00'.repeat(32),
        },
      ],
    },
    /ULID/i,
  ],
  [
    'a frame behind its pack',
    {
      ...file({}),
      packs: [
        {
          lane: 'local',
          ulid: '01M7Z8Y58REAG4MMBWMM3FCE7V',
          keyId: '',
          footerOffset: 1,
          footerLength: 1,
          footerSha256: '00'.repeat(32),
        },
      ],
    },
    /ends behind the frames/,
  ],
  [
    'a frame of nine megabytes',
    {
      ...file({ extents: [], size: 0 }),
      frames: [{ stored: zstdCompressSync(Buffer.alloc(9 * MEBIBYTE)), rawLength: 9 * MEBIBYTE, codec: 1 }],
    },
    /raw bytes/,
  ],
  ['more entries than a version may have', claiming(32, 2 * (ENTRIES_MAX + 1)), /entries; 5000000 at most/],
  ['columns that do not fit each other', claiming(36, 80 * MEBIBYTE), /bytes where 16 belong/],
  ['names that are longer than they say', claiming(35, 200 * MEBIBYTE), /bytes where 1 belong/],
])('%s', async (_, hostile, message) => {
  const machine = new Fleet().machine()
  const outside = new Outside(machine.workspaceDir)
  await plantHostile(machine, 'k', hostile)
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(machine.told('version-unusable')).toMatchObject([{ detail: expect.stringMatching(message) }])
  expect(read(machine, '.')).toEqual({})
  expect(outside.changes()).toEqual([])
})

test('a frame that gives more than it says stops there, and is damage', async () => {
  const stored = zstdCompressSync(Buffer.alloc(64 * MEBIBYTE))
  const hostile = {
    ...file({ extents: [{ frame: 0, offset: 0, length: MEBIBYTE }] }),
    frames: [{ stored, rawLength: MEBIBYTE, codec: 1 }],
  }
  const machine = new Fleet().machine()
  await plantHostile(machine, 'k', hostile)
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(machine.told('version-unusable')).toHaveLength(1)
  expect(read(machine, '.')).toEqual({})
})

test('a version says where its mounts were; they go where the job says', async () => {
  const machine = new Fleet().machine()
  const outside = new Outside(machine.workspaceDir)
  const anywhere = [{ label: 'tree', anchor: 'absolute', base: outside.directory }]
  await plantHostile(machine, 'k', { ...file({}), mounts: anywhere })
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(read(machine, '.')).toEqual({ 'tree/f': 'evil' })
  expect(outside.changes()).toEqual([])
})

test('a version has more than the paths select: only those are written', async () => {
  const machine = new Fleet().machine({ paths: ['tree/*/lib'], name: 'v' })
  await plantHostile(machine, 'k', {
    entries: below(
      { depth: 1, name: 'a', type: DIRECTORY, mode: 0o755 },
      { depth: 2, name: 'bin', content: 'evil' },
      { depth: 2, name: 'lib', content: 'good' },
    ),
    mounts: [{ label: 'tree/*/lib', anchor: 'workspace', base: 'tree' }],
  })
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(read(machine, '.')).toEqual({ 'tree/a/lib': 'good' })
})
