import { describe, expect, it } from 'vitest'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'
import { DAY, githubDays, HOUR, packOf } from '../support/stores/github-days.ts'

const NO_RIGHTS = { rights: { namespace: 'acme/web', reads: ['trusted'], writes: undefined } }

/** A persistent machine whose volume lies in two packs, and what is asked of the service from now on. */
async function twoPacks() {
  const fleet = new Fleet()
  const days = githubDays(fleet)
  const { directory } = fleet
  let machine: Machine | undefined
  const job = async () => {
    await machine?.close()
    machine = days.machine({ directory })
    return machine
  }
  const first = await job()
  write(first, { 'tree/large': noise(1, 200_000), 'tree/small': 'small' })
  expect(await first.save('k'), JSON.stringify(first.events)).toMatchObject({ reason: 'saved' })
  write(first, { 'tree/more': noise(2, 100_000) })
  expect((await first.save('k')).reason).toBe('saved')
  expect(days.packs()).toHaveLength(2)
  const touched = () =>
    days.service.counts.ranges.filter(({ name, length }) => name.includes('/packs/') && length === 1)
  return { fleet, days, job, touched }
}

describe('packs on a service where things expire', () => {
  it('stay while a job runs once a day, though it reads none of them', { timeout: 20_000 }, async () => {
    const { days, job, touched } = await twoPacks()
    const { uploads } = days.service.counts
    for (let day = 1; day <= 10; day++) {
      await days.pass(DAY + HOUR)
      const machine = await job()
      const restored = await machine.restore('k')
      expect(restored).toMatchObject({ hit: 'exact', writtenFiles: 0 })
      expect(await machine.save('k', { parent: restored.parent })).toMatchObject({ reason: 'unchanged' })
      expect(touched(), 'one byte of each, once a day').toHaveLength(2 * day)
      await days.pass(HOUR)
      await (await job()).restore('k')
      expect(touched(), 'once a period').toHaveLength(2 * day)
    }
    expect(days.service.counts.uploads, 'nothing is written').toBe(uploads)
    expect(days.packs()).toHaveLength(2)
  })

  it('stay while every day another key names the version they are of', { timeout: 20_000 }, async () => {
    const { days, job, touched } = await twoPacks()
    for (let day = 1; day <= 10; day++) {
      // Never a whole day: each new head is young when the next one follows.
      await days.pass(DAY - HOUR)
      const machine = await job()
      const restored = await machine.restore(`k${day}`, { newestAsLastResort: true })
      expect(restored).toMatchObject({ hit: 'fallback', writtenFiles: 0 })
      const saved = await machine.save(`k${day}`, { parent: restored.parent, startedAt: restored.startedAt })
      expect(saved).toMatchObject({ reason: 'linked', uploadedBytes: expect.any(Number) })
    }
    expect(days.packs()).toHaveLength(2)
    expect(touched(), 'every other day').toHaveLength(2 * 5)
  })

  it('stay while jobs only save, and find nothing to save', { timeout: 20_000 }, async () => {
    const { days, job, touched } = await twoPacks()
    for (let day = 1; day <= 9; day++) {
      await days.pass(DAY)
      expect(await (await job()).save('k')).toMatchObject({ reason: 'unchanged' })
      await days.pass(HOUR)
      expect(await (await job()).save('k')).toMatchObject({ reason: 'unchanged' })
    }
    expect(days.packs()).toHaveLength(2)
    expect(touched()).toHaveLength(18)
  })

  it('are not read for it where they are read anyway, and what is read for it is counted apart', async () => {
    const { days, touched } = await twoPacks()
    await days.pass(2 * DAY)
    const fresh = days.machine()
    expect(await fresh.restore('k')).toMatchObject({ hit: 'exact', writtenFiles: 3 })
    expect(await fresh.save('k')).toMatchObject({ reason: 'unchanged' })
    expect(touched()).toEqual([])
    expect(days.counts(fresh).upkeepRequests).toBe(0)
  })

  it('are kept by jobs that may write, and by no other', async () => {
    const { days, job, touched } = await twoPacks()
    await days.pass(2 * DAY)
    await (await job()).save('k', { dryRun: true })
    expect(touched()).toEqual([])
    const writer = await job()
    await writer.restore('k')
    expect(touched()).toHaveLength(2)
    // What was asked for is the head; the packs were looked up and read for upkeep.
    expect(days.counts(writer)).toMatchObject({ serviceCalls: 1, ranges: 1, requests: 2, upkeepRequests: 4 })
    await days.pass(2 * DAY)
    const reader = await job()
    await reader.restore('k', NO_RIGHTS)
    expect(await reader.save('k', NO_RIGHTS)).toMatchObject({ reason: 'read-only' })
    expect(touched()).toHaveLength(2)
    expect(days.counts(reader).upkeepRequests).toBe(0)
  })

  it('that have gone all the same are found out, and their content is stored again', async () => {
    const { days, job } = await twoPacks()
    const [lost] = days.packs()
    await days.service.evict((entry) => entry === lost)
    await days.pass(2 * DAY)
    const machine = await job()
    expect(await machine.restore('k')).toMatchObject({ hit: 'exact', writtenFiles: 0 })
    expect(await machine.save('k')).toMatchObject({ reason: 'saved' })
    const fresh = days.machine()
    expect(await fresh.restore('k')).toMatchObject({ hit: 'exact' })
    expect(read(fresh)).toEqual(read(machine))
    expect(days.packs().map(packOf)).not.toContain(lost && packOf(lost))
  })

  it('that have gone are found out by a save alone, too', async () => {
    const { days, job } = await twoPacks()
    const [, lost] = days.packs()
    await days.service.evict((entry) => entry === lost)
    await days.pass(2 * DAY)
    expect(await (await job()).save('k')).toMatchObject({ reason: 'saved' })
    expect(await days.machine().restore('k')).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  })
})
