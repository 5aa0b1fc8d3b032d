import * as fs from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { below, DIRECTORY, type Hostile, type HostileEntry, SYMLINK } from '../hostile.ts'

export interface Extraction {
  readonly cve: string
  /** What it did where it worked. */
  readonly did: string
  /** The same attempt on a directory outside the workspace. */
  readonly hostile: (outside: string) => Hostile
  /** What the refusal says, or why the version is harmless. */
  readonly ends: RegExp | string
  /** The system on which the names mean something else. */
  readonly on?: 'darwin' | 'win32'
  /** What lies in the workspace before. */
  readonly there?: (workspace: string) => void
}

const EVIL = { content: 'evil' }

/** One row a published attack; `docs/security/attacks.md` has the same rows. */
export const EXTRACTIONS: readonly Extraction[] = [
  {
    cve: 'CVE-2018-1002200 and its like (Zip Slip)',
    did: 'a name that climbs out of the directory',
    hostile: () => tree({ depth: 1, name: '../outside/secret', ...EVIL }),
    ends: /is no name/,
  },
  {
    cve: 'CVE-2007-4559 (Python tarfile)',
    did: 'a directory called ..',
    hostile: () =>
      tree(directory('..'), { depth: 2, name: 'outside', type: DIRECTORY }, { depth: 3, name: 'secret', ...EVIL }),
    ends: /is no name/,
  },
  {
    cve: 'CVE-2016-6321 (GNU tar)',
    did: 'a name with .. behind a harmless beginning',
    hostile: () => tree(directory('a'), { depth: 2, name: '../../outside', ...EVIL }),
    ends: /is no name/,
  },
  {
    cve: 'CVE-2021-32804 (node-tar)',
    did: 'an absolute name that stays one after its first slash is taken off',
    hostile: (outside) => tree({ depth: 1, name: `///${outside}/secret`, ...EVIL }),
    ends: /is no name/,
  },
  {
    cve: 'CVE-2021-32803 (node-tar)',
    did: 'a directory, then a link of its name, then a file in it',
    hostile: (outside) => tree(directory('d'), link('d', outside), { depth: 2, name: 'secret', ...EVIL }),
    ends: /below what is no directory|out of order/,
  },
  {
    cve: 'CVE-2015-1197 (GNU cpio)',
    did: 'a link out, then a file below the link',
    hostile: (outside) => tree(link('l', outside), { depth: 2, name: 'secret', ...EVIL }),
    ends: /below what is no directory/,
  },
  {
    cve: 'CVE-2025-11001 (7-Zip)',
    did: 'a link to an absolute directory, then a directory and a file through it',
    hostile: (outside) =>
      tree(link('l', outside), { depth: 2, name: 'dir', type: DIRECTORY }, { depth: 3, name: 'x', ...EVIL }),
    ends: /below what is no directory/,
  },
  {
    cve: 'CVE-2025-4517 (Python tarfile)',
    did: 'links so long that a resolved path is not what it seems, then a file through them',
    hostile: () => {
      const name = 'd'.repeat(247)
      const steps = Array.from({ length: 16 }, (_, i): HostileEntry => ({ depth: i + 1, name, type: DIRECTORY }))
      return tree(
        ...steps,
        { depth: 17, name: 'l', type: SYMLINK, target: '../'.repeat(20) },
        { depth: 18, name: 'x', ...EVIL },
      )
    },
    ends: /below what is no directory|a path of/,
  },
  {
    cve: 'CVE-2018-12015 (Perl Archive::Tar)',
    did: 'a link, then a file of the same name, written through it',
    hostile: (outside) => tree(link('f', `${outside}/secret`), { depth: 1, name: 'f', ...EVIL }),
    ends: /out of order/,
  },
  {
    cve: 'CVE-2018-20834 (node-tar)',
    did: 'a hard link to a link, then a file of the same name',
    hostile: (outside) => tree(link('a', `${outside}/secret`), { depth: 1, name: 'b', link: 2 }),
    ends: /no earlier file/,
  },
  {
    cve: 'CVE-2016-5418 (libarchive)',
    did: 'a hard link that has content, written into what it is linked to',
    hostile: () => tree({ depth: 1, name: 'a', link: 1, ...EVIL }, { depth: 1, name: 'b', link: 2, content: 'more' }),
    ends: 'content of a further name cannot be written down: only a first name has a size and extents',
  },
  {
    cve: 'CVE-2026-23745 (node-tar)',
    did: 'a hard link to an absolute path, and a link to one, neither cleaned',
    hostile: () => tree({ depth: 1, name: 'a', link: 0xffff_ffff }),
    ends: /hard link out of its tree/,
  },
  {
    cve: 'CVE-2026-24842 (node-tar)',
    did: 'a hard link whose target is checked against one directory and made against another',
    hostile: () => ({
      entries: [...below({ depth: 1, name: 'a', ...EVIL }), ...below({ depth: 1, name: 'b', link: 3 })],
      mounts: ['tree', 'other'].map((label) => ({ label, anchor: 'workspace', base: label })),
    }),
    ends: /hard link out of its tree/,
  },
  {
    cve: 'CVE-2024-12905 and CVE-2025-48387 (tar-fs)',
    did: 'a link out, kept, and a hard link to what it points to',
    hostile: (outside) => tree(link('a', outside), { depth: 1, name: 'b', link: 2 }),
    ends: /no earlier file/,
  },
  {
    cve: 'CVE-2020-12265 (decompress)',
    did: 'a link out of the directory that later files were written through',
    hostile: (outside) => tree({ depth: 1, name: 'f', ...EVIL }, link('l', outside)),
    ends: 'the link is made as it is, last, and nothing follows it',
  },
  {
    cve: 'CVE-2021-31566 (libarchive)',
    did: 'modes and times of a link, set on what it points to',
    hostile: (outside) => tree({ ...link('l', `${outside}/secret`), mode: 0o777, mtimeNs: 1n }),
    ends: 'a link has a time of its own and no mode',
  },
  {
    cve: 'CVE-2019-9674 (zip bombs of overlapping files)',
    did: 'many files made of the same few stored bytes',
    hostile: () => {
      const rawLength = 8 * 1024 * 1024
      const stored = zstdCompressSync(Buffer.alloc(rawLength, 'x'))
      const extents = Array.from({ length: 130 }, () => ({ frame: 0, offset: 0, length: rawLength }))
      return { ...tree({ depth: 1, name: 'f', extents }), frames: [{ stored, rawLength, codec: 1 }] }
    },
    ends: /more than 10000 to one/,
  },
  {
    cve: 'CVE-2018-15664 (docker cp)',
    did: 'a directory swapped for a link while files are put into it',
    hostile: () => tree(directory('d'), { depth: 2, name: 'secret', ...EVIL }),
    there: (workspace) => {
      fs.mkdirSync(join(workspace, 'tree'))
      fs.symlinkSync('../../outside', join(workspace, 'tree/d'))
    },
    ends: 'the link that stands there goes, what it points to stays; the race itself is in reach.test.ts',
  },
  {
    cve: 'CVE-2026-23950 (node-tar)',
    did: 'ß and ss, one name on APFS: a link and the file written through it',
    hostile: (outside) => tree(...sorted(link('stra\xc3\x9fe', outside), directory('strasse'))),
    ends: 'two names on Linux',
    on: 'darwin',
  },
  {
    cve: 'CVE-2021-37712 (node-tar)',
    did: 'one name composed and decomposed: a directory and a link',
    hostile: (outside) => tree(...sorted(link('\xc3\xa9', outside), directory('e\xcc\x81'))),
    ends: 'two names on Linux',
    on: 'darwin',
  },
  {
    cve: 'CVE-2021-21300 (git)',
    did: 'a link and a directory whose names differ in case',
    hostile: (outside) => tree(...sorted(link('a', outside), directory('A'))),
    ends: 'two names on Linux',
    on: 'darwin',
  },
  {
    cve: 'CVE-2021-37701 (node-tar)',
    did: 'backslashes as separators',
    hostile: () => tree({ depth: 1, name: '..\\outside\\secret', ...EVIL }),
    ends: 'a name with backslashes on Linux',
    on: 'win32',
  },
  {
    cve: 'CVE-2021-37713 (node-tar)',
    did: 'a path relative to a drive, C:..',
    hostile: () => tree(directory('C:..'), { depth: 2, name: 'secret', ...EVIL }),
    ends: 'a name with a colon on Linux',
    on: 'win32',
  },
  {
    cve: 'CVE-2025-8088 (WinRAR)',
    did: 'an alternate stream whose name climbs out',
    hostile: () => tree({ depth: 1, name: 'a:..\\..\\evil', ...EVIL }),
    ends: 'a name with a colon on Linux',
    on: 'win32',
  },
  {
    cve: 'CVE-2019-1353 (git)',
    did: '.git by a name that Windows gives it, with a stream or a space',
    hostile: () => tree(directory('.git '), { depth: 2, name: 'config', ...EVIL }),
    ends: 'a name with a space on Linux',
    on: 'win32',
  },
]

function tree(...entries: readonly HostileEntry[]): Hostile {
  return { entries: below(...entries) }
}

function directory(name: string): HostileEntry {
  return { depth: 1, name, type: DIRECTORY, mode: 0o755 }
}

function link(name: string, target: string): HostileEntry {
  return { depth: 1, name, type: SYMLINK, mode: 0o777, target }
}

function sorted(...entries: readonly HostileEntry[]): HostileEntry[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** How a row ends, as the page says it. */
export function ending({ ends, on }: Extraction): string {
  const here = typeof ends === 'string' ? `nothing outside changes: ${ends}` : 'the version is refused'
  return on ? `${here}; refused on ${on === 'darwin' ? 'macOS and Windows' : 'Windows'}` : here
}
