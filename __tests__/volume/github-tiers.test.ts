import { expect, it } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'
import { DAY, githubDays, HOUR } from '../support/stores/github-days.ts'
import { tiersOf } from '../support/stores/tiers.ts'

/** Jobs on fresh machines, with one nearer store in front of GitHub's cache service. */
function place() {
  const fleet = new Fleet()
  const days = githubDays(fleet)
  const near = createMemoryStore({ clock: days.clock, name: 'near' })
  const job = async <T>(work: (machine: Machine) => Promise<T>) => {
    const machine = days.machine()
    const { store, heads } = machine.context
    const { settle, ...opened } = await tiersOf({ near, home: { store, heads, counts: machine.counts } })
    machine.turnTo(opened)
    const outcome = await work(machine)
    await settle()
    const counts = days.counts(machine)
    await machine.close()
    return { outcome, counts, files: read(machine) }
  }
  const save = (seed: number) =>
    job(async (machine) => {
      const restored = await machine.restore('k')
      write(machine, { 'tree/large': noise(seed, 700_000), [`tree/${seed}`]: 'new' })
      return machine.save('k', { parent: restored.parent ?? 'none' })
    })
  return { days, near, job, save }
}

it('in front of GitHub’s cache service a restore asks for the head, and packs do not expire behind it', async () => {
  const { days, job, save } = place()
  expect((await save(1)).outcome).toMatchObject({ reason: 'saved' })
  for (let day = 1; day <= 9; day += 3) {
    await days.pass(3 * DAY + HOUR)
    const { outcome, counts } = await job((machine) => machine.restore('k'))
    expect(outcome).toMatchObject({ hit: 'exact', writtenFiles: 2 })
    // A look-up and a read; apart from them, once a day, a look-up and a byte of the pack.
    expect(counts).toMatchObject({ requests: 2, upkeepRequests: 2 })
  }
  expect(days.packs()).toHaveLength(1)
}, 20_000)

it('what GitHub has evicted is stored again by a save, though a copy is near', async () => {
  const { days, near, job, save } = place()
  await save(1)
  await days.service.evict(({ key }) => key.includes('/packs/'))
  const { outcome } = await job(async (machine) => {
    const restored = await machine.restore('k')
    expect(restored).toMatchObject({ hit: 'exact' })
    write(machine, { 'tree/more': 'more' })
    return machine.save('k', { parent: restored.parent })
  })
  expect(outcome).toMatchObject({ reason: 'saved' })
  for await (const { key } of near.list('')) await near.remove([key])
  const elsewhere = await job((machine) => machine.restore('k'))
  expect(elsewhere.outcome).toMatchObject({ hit: 'exact', files: 3 })
})
