import { describe, expect, it } from 'vitest'
import { HISTORY_LENGTH } from '../../src/core/head.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { json } from '../support/github-service/message.ts'
import type { Machine } from '../support/machine.ts'
import { DAY, type GithubJobOptions, githubDays, packOf } from '../support/stores/github-days.ts'

const MAIN = 'refs/heads/main'
const PULL = 'refs/pull/1/merge'
const PULL_JOB: GithubJobOptions = {
  lane: 'pr/1',
  ref: PULL,
  scopes: [
    [PULL, 'rw'],
    [MAIN, 'r'],
  ],
}
/** Beyond these nothing is linked. */
const LINKED = HISTORY_LENGTH + 1
/** What a collection remembers is an entry, too. */
const MEMORY = /\/collection#/

function place() {
  const fleet = new Fleet()
  const days = githubDays(fleet)
  let edits = 0
  /** Saves a tree that shares nothing with the one before. */
  const save = async (machine: Machine, times = 1) => {
    for (let i = 0; i < times; i++) {
      write(machine, { 'tree/large': noise(++edits, 2000) })
      expect(await machine.save('k')).toMatchObject({ reason: 'saved' })
    }
  }
  return { fleet, days, save }
}

const saved = { reason: 'saved', saved: true }

describe("the end of a save on GitHub's cache service, with a token", () => {
  it('removes heads and packs that nothing links, a day after it saw them', { timeout: 60_000 }, async () => {
    const { days, save } = place()
    const machine = days.machine({ ref: MAIN })
    await save(machine, LINKED + 3)
    const all = days.packs().map(packOf)
    await days.pass(2 * DAY)
    await save(machine)
    expect(days.packs(), 'seen, no more').toHaveLength(LINKED + 4)
    await days.pass(2 * DAY)
    write(machine, { 'tree/large': noise(1000, 2000) })
    // Four were beyond the history when they were seen.
    expect(await machine.save('k')).toMatchObject({ ...saved, objectsRemoved: 8 })
    expect(days.packs()).toHaveLength(LINKED + 1)
    expect(days.heads()).toHaveLength(LINKED + 1)
    expect(
      days
        .packs()
        .map(packOf)
        .filter((pack) => all.slice(0, 4).includes(pack)),
    ).toEqual([])
    expect(machine.told('not-collected')).toEqual([])
    const fresh = days.machine()
    expect(await fresh.restore('k')).toMatchObject({ hit: 'exact' })
    expect(read(fresh)).toEqual(read(machine))
  })

  it('looks once a day, reads no entry twice, and only where a pack was stored', { timeout: 60_000 }, async () => {
    const { days, save } = place()
    const machine = days.machine({ ref: MAIN })
    await save(machine, 3)
    expect(days.rest.counts.list, 'of the memory, of that again, and of the lane; then of the memory').toBe(3 + 2)
    await days.pass(2 * DAY)
    await machine.save('k')
    expect(days.rest.counts.list, 'nothing was stored').toBe(5)
    const before = days.counts(machine).upkeepRequests
    await save(machine)
    // Of this head, the one before and that of the third save it was not known what they say; and the memory was read.
    expect(days.counts(machine).upkeepRequests - before).toBe(2 * 4)
    expect(days.service.entries.filter(({ key }) => MEMORY.test(key))).toHaveLength(2)
  })

  it('sees nothing of other refs, whatever it is called', { timeout: 60_000 }, async () => {
    const { days, save } = place()
    const machine = days.machine({ ref: MAIN })
    await save(machine, 2)
    await days.pass(DAY / 24)
    // A pull request's own program can give its entries any name.
    const forger = days.machine({ ...PULL_JOB, lane: 'trusted' })
    await save(forger, LINKED + 1)
    const forged = days.service.entries.filter(({ scope }) => scope === PULL).length
    for (let i = 0; i < 2; i++) {
      await days.pass(2 * DAY)
      await save(machine)
    }
    expect(days.service.entries.filter(({ scope }) => scope === PULL)).toHaveLength(forged)
    expect(days.heads().filter(({ scope }) => scope === MAIN)).toHaveLength(4)
  })

  it('keeps packs that a pull request uses; one that was lost to it is a miss', { timeout: 60_000 }, async () => {
    const { days, save } = place()
    const machine = days.machine({ ref: MAIN })
    await save(machine)
    const [shared] = days.packs()
    const pull = days.machine(PULL_JOB)
    await pull.restore('k')
    write(pull, { 'tree/own': 'of the pull request' })
    await pull.save('k')
    await save(machine, LINKED)
    for (let day = 0; day < 4; day++) {
      await days.pass(DAY)
      expect(await days.machine(PULL_JOB).restore('k')).toMatchObject({ hit: 'exact', matchedLane: 'pr/1' })
      await save(machine)
    }
    expect(days.packs()).toContain(shared)
    await days.pass(3 * DAY)
    await save(machine)
    expect(days.packs()).not.toContain(shared)

    const late = days.machine(PULL_JOB)
    expect(await late.restore('k')).toMatchObject({ hit: 'miss' })
    expect(late.told('version-unusable')).toMatchObject([{ reason: 'missing' }])
    expect(read(late)).toEqual({})
    write(late, { 'tree/own': 'once more' })
    expect(await late.save('k')).toMatchObject(saved)
    expect(await days.machine(PULL_JOB).restore('k')).toMatchObject({ hit: 'exact', matchedLane: 'pr/1' })
  })

  it('stands whatever the API says, and tells what the token lacks', async () => {
    const { days } = place()
    const machine = days.machine({ ref: MAIN })
    days.rest.forced.push(json(403, { message: 'Resource not accessible by integration' }))
    write(machine, { 'tree/a': 'one' })
    expect(await machine.save('k')).toMatchObject({ ...saved, objectsRemoved: 0 })
    expect(machine.told('not-collected')).toMatchObject([{ isDenied: true, store: 'github:' }])
    expect(machine.told('not-collected')[0]?.detail).toContain('Resource not accessible by integration')
  })

  it('asks the API nothing without one', async () => {
    const { days, save } = place()
    await save(days.machine(), 2)
    expect(days.rest.counts).toEqual({ list: 0, delete: 0 })
  })
})
