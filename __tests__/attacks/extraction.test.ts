import { expect, test } from 'vitest'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { checkCollisions } from '../../src/workspace/collisions.ts'
import { checkPath } from '../../src/workspace/safe-path.ts'
import { EXTRACTIONS } from '../support/attacks/extractions.ts'
import { Outside } from '../support/attacks/outside.ts'
import { Fleet, read } from '../support/fleet.ts'
import { hostileObjects, plantHostile } from '../support/hostile.ts'

// Each published attack on something that unpacks archives, as a version would have to make it.

test.each(EXTRACTIONS)('$cve: $did', async ({ hostile, ends, there }) => {
  const machine = new Fleet().machine()
  const outside = new Outside(machine.workspaceDir)
  there?.(machine.workspaceDir)
  await plantHostile(machine, 'k', hostile(outside.directory))
  const before = read(machine)
  const { hit } = await machine.restore('k')
  expect(outside.changes()).toEqual([])
  const said = [...machine.told('version-unusable'), ...machine.told('target-failed')].map(({ detail }) => detail)
  if (typeof ends === 'string') {
    expect(said).toEqual([])
    expect(hit).toBe('exact')
  } else {
    expect(said).toEqual([expect.stringMatching(ends)])
    expect(hit).toBe('miss')
    expect(read(machine)).toEqual(before)
  }
})

const elsewhere = EXTRACTIONS.flatMap(({ cve, did, hostile, on }) => (on ? [{ cve, did, hostile, on }] : []))

test.each(elsewhere)('$cve is refused on $on', ({ hostile, on }) => {
  const { version } = hostileObjects(hostile('/outside'), 'local')
  const tree = decodeVersion(version).manifest.mounts[0]?.tree ?? expect.fail()
  const check = () => {
    checkCollisions(tree, on)
    for (const path of tree.paths()) checkPath(path, on)
  }
  expect(check).toThrow(on === 'darwin' ? 'are one name on this system' : 'cannot be a file name on Windows')
})
