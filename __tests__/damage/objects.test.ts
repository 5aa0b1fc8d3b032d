import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { boundsOf, damagesOf } from '../support/damage/damages.ts'
import { type Kind, overwrite, type Seen, twoVersions } from '../support/damage/site.ts'
import { differences, snapshot } from '../support/random-tree.ts'

const NEW: Seen = { hit: 'exact', tree: 'new', said: false }
const OLD: Seen = { hit: 'fallback', tree: 'old', said: true }
const NONE: Seen = { hit: 'miss', tree: 'untouched', said: true }

/** All that may come of damage to each object, and all of it must, from some damage. */
it.each<[string, Kind, 0 | 1, readonly Seen[]]>([
  ['the new version', 'versions', 1, [OLD]],
  ['the version before', 'versions', 0, [NEW]],
  ['the new pack', 'packs', 1, [OLD, NEW]],
  ['the pack that both need', 'packs', 0, [NONE, NEW]],
  ['the head', 'heads', 1, [OLD]],
  ['the head before', 'heads', 0, [NEW]],
])('damage to %s ends as a whole version or as a miss', async (_, kind, which, allowed) => {
  const site = await twoVersions()
  const file = site.file(kind, which)
  expect(await site.restore('nothing')).toEqual(NEW)
  // What a restore never reads is looked at less closely.
  const damages = damagesOf(file.bytes, file.bounds, kind === 'packs' ? 5000 : 40)
  // Without its newest state a record is what it was before.
  if (kind === 'heads') damages.shift()
  const tried = allowed[0] === NEW ? damages.filter((_, i) => i % 8 === 0) : damages
  const seen = new Set<string>()
  for (const [i, { what, bytes }] of tried.entries()) {
    overwrite(file, bytes)
    for (const onto of i % 8 === 0 ? (['nothing', 'other files'] as const) : (['nothing'] as const)) {
      const found = await site.restore(onto)
      expect(allowed, `${what}, onto ${onto}`).toContainEqual(found)
      seen.add(JSON.stringify(found))
    }
    overwrite(file, file.bytes)
  }
  expect(seen).toEqual(new Set(allowed.map((each) => JSON.stringify(each))))
})

it('damage to what names the newest version leaves the one before as the last resort', async () => {
  const site = await twoVersions()
  const lastResort = () => site.restore('nothing', 'another key', { newestAsLastResort: true })
  expect(await lastResort()).toEqual({ hit: 'fallback', tree: 'new', said: false })
  const file = site.file('latest', 1)
  for (const { what, bytes } of damagesOf(file.bytes, file.bounds, 40)) {
    overwrite(file, bytes)
    expect(await lastResort(), what).toEqual({ hit: 'fallback', tree: 'old', said: bytes !== undefined })
  }
})

it('whatever is damaged in what a machine remembers, its next save stores what is there', async () => {
  const { maker, reader, restore } = await twoVersions()
  const remembered = fs.readdirSync(maker.stateDir).filter((name) => /\.(state|json)$/.test(name))
  expect(remembered).toHaveLength(2)
  for (const name of remembered) {
    const path = join(maker.stateDir, name)
    const bytes = fs.readFileSync(path)
    const bounds = name.endsWith('.state') ? boundsOf(bytes) : [0]
    for (const [i, damage] of damagesOf(bytes, bounds, 1000)
      .filter((_, number) => number % 8 === 0)
      .entries()) {
      overwrite({ path, bytes, bounds }, damage.bytes)
      fs.writeFileSync(maker.at('tree/a/file'), `${name} ${i}`)
      expect((await maker.save('k')).reason, damage.what).toBe('saved')
      expect((await restore('nothing')).hit).toBe('exact')
      expect(differences(snapshot(maker.at('tree')), snapshot(reader.at('tree'))), damage.what).toEqual([])
    }
  }
})
