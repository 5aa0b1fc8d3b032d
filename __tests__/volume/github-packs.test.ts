import { expect, test } from 'vitest'
import { loadVersion } from '../../src/volume/load-version.ts'
import { Fleet, noise, write } from '../support/fleet.ts'
import { githubDays } from '../support/stores/github-days.ts'

test('a version never lies in more than eight packs, however many saves made it', { timeout: 30_000 }, async () => {
  const fleet = new Fleet()
  const days = githubDays(fleet)
  const machine = days.machine({ directory: fleet.directory })
  write(machine, { 'tree/large': noise(1, 300_000) })
  const counts: number[] = []
  for (let save = 0; save < 24; save++) {
    write(machine, { [`tree/file${save % 15}`]: noise(100 + save, 5_000) })
    expect((await machine.save('k')).reason).toBe('saved')
    const line = { namespace: 'acme/web', lane: machine.lane, volume: machine.volume, key: 'k' }
    const stored = await machine.context.heads.read(line)
    const loaded = stored && (await loadVersion(machine.context, line, stored.head.current))
    if (!loaded || 'reason' in loaded) throw new Error(`save ${save} left no version`)
    counts.push(loaded.version.manifest.packs.length)
  }
  expect(Math.max(...counts), counts.join()).toBeLessThanOrEqual(8)
  await machine.close()
})
