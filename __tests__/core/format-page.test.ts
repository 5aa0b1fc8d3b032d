import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHUNK_MAX_BYTES, CHUNK_MIN_BYTES, CHUNK_NORMAL_BYTES, WHOLE_FILE_BYTES } from '../../src/core/chunker.ts'
import { HEAD_BYTES } from '../../src/core/head.ts'
import { SectionId } from '../../src/core/section-ids.ts'
import { DEPTH_MAX, ENTRIES_MAX, EXTENTS_MAX, NAME_MAX, PATH_MAX, TARGET_MAX } from '../../src/core/tree-rules.ts'
import { partsOf } from '../support/objects.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/format.md'), 'utf8')
const chapters = Object.fromEntries(page.split(/^##+ /m).map((text) => [text.split('\n', 1)[0], text]))

/** Section numbers in the tables of a chapter. */
function sectionsIn(chapter: string): number[] {
  const rows = (chapters[chapter] as string).split('\n')
  const tables = rows.flatMap((row, i) => (row.startsWith('| section |') ? [i] : []))
  return tables.flatMap((start) => {
    const end = rows.findIndex((row, i) => i > start && !row.startsWith('|'))
    return rows.slice(start + 2, end < 0 ? undefined : end).map((row) => Number(row.split('|')[1]))
  })
}

function golden(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, `../golden/v1/${name}.bin`))
}

describe('docs/format.md', () => {
  it('names the sections that objects have', () => {
    const pack = golden('pack')
    const footer = pack.subarray(pack.indexOf('wstart:F'))
    const ids = (object: Uint8Array) => partsOf(object).map(({ id }) => id)
    expect(sectionsIn('Packs')).toEqual(ids(footer))
    expect(sectionsIn('Versions')).toEqual(ids(golden('version')))
    const notInStates: number[] = [SectionId.mounts, SectionId.signature]
    const inStates = sectionsIn('Versions').filter((id) => !notInStates.includes(id))
    const state = new Set([...inStates, ...sectionsIn('States')])
    expect([...state].sort((a, b) => a - b)).toEqual(ids(golden('state')))
    const all = new Set(['Packs', 'Versions', 'States', 'Sealed objects'].flatMap(sectionsIn))
    expect([...all].sort((a, b) => a - b)).toEqual(Object.values(SectionId))
  })

  it('names the fields that heads have', () => {
    const named = [...(chapters['Heads'] as string).matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field)
    expect(named).toEqual(Object.keys(JSON.parse(golden('head').toString())))
  })

  it('names the fields that JSON sections have, in their order', () => {
    for (const [chapter, object] of [
      ['Versions', 'version'],
      ['States', 'state'],
    ] as const) {
      const about = partsOf(golden(object)).find(({ id }) => id === SectionId.about)?.raw as Uint8Array
      const fields = [
        ...Buffer.from(about)
          .toString()
          .matchAll(/"(\w+)":/g),
      ].map(([, field]) => field)
      const shown = (chapters[chapter] as string).match(/^ {4}.*(\n {5}.*)*/m)?.[0] as string
      expect([...shown.matchAll(/"(\w+)"/g)].map(([, field]) => field)).toEqual(fields)
    }
  })

  it.each([
    ['Chunks', WHOLE_FILE_BYTES],
    ['Chunks', CHUNK_MIN_BYTES],
    ['Chunks', CHUNK_NORMAL_BYTES],
    ['Chunks', CHUNK_MAX_BYTES],
    ['Heads', HEAD_BYTES],
    ['Versions', ENTRIES_MAX],
    ['Versions', EXTENTS_MAX],
    ['Versions', DEPTH_MAX],
    ['Versions', NAME_MAX],
    ['Versions', PATH_MAX],
    ['Versions', TARGET_MAX],
  ])('%s: states the bound %i', (chapter, bound) => {
    expect(chapters[chapter]).toContain(bound.toLocaleString('en-US'))
  })
})
