import { describe, expect, it } from 'vitest'
import type { Lane } from '../../src/core/lane.ts'
import { createEntries } from '../../src/stores/github/entries.ts'
import { createGithubHeads } from '../../src/stores/github/heads.ts'
import { createGithubStore } from '../../src/stores/github/store.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import { GithubService } from '../support/github-service/index.ts'
import type { MachineOptions } from '../support/machine.ts'
import { KEY_A, KEY_B, trustIn } from '../support/signing.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'

// On GitHub's cache service nothing is written again: every commit is a new entry of a head and its version.

function site() {
  const service = new GithubService()
  const { fetch, resultsUrl, token } = service
  const fleet = new Fleet()
  const machine = (lane: Lane = 'trusted', more: Partial<MachineOptions> = {}) => {
    const entries = createEntries({ fetch, resultsUrl, token, clock: realClock, random: realRandom })
    const store = createGithubStore({ entries, clock: realClock })
    return fleet.machine({ store, heads: createGithubHeads({ entries }), lane, ...more })
  }
  const spoilHeads = () => service.replace(({ key }) => key.includes('/heads/'), Buffer.from('nothing of a head'))
  return { service, machine, spoilHeads }
}

describe('signatures', () => {
  it('are good in an entry, sealed or not, and what nobody signed is passed over and replaced', async () => {
    for (const more of [{}, { encryptionKeys: [KEYS.a] }]) {
      const { machine } = site()
      const trust = trustIn({ sign: KEY_A })
      const plain = machine('trusted', more)
      write(plain, { 'tree/a': 'planted' })
      await plain.save('k')
      const maker = machine('trusted', { ...more, trust })
      expect((await maker.restore('k')).hit).toBe('miss')
      write(maker, { 'tree/a': 'signed' })
      expect((await maker.save('k', { saveIf: 'missing' })).reason).toBe('saved')
      // What this run has written, it knows without asking: that has a signature, too.
      expect((await maker.restore('k')).hit).toBe('exact')
      const reader = machine('trusted', { ...more, trust: trustIn({ verify: [KEY_A] }) })
      expect((await reader.restore('k')).hit).toBe('exact')
      expect(read(reader)).toEqual({ a: 'signed' })
      const other = machine('trusted', { ...more, trust: trustIn({ verify: [KEY_B] }) })
      expect((await other.restore('k')).hit).toBe('miss')
    }
  })
})

describe('a save onto a head that is damaged', () => {
  it('takes it for none, says so, and is found again', async () => {
    const { machine, spoilHeads } = site()
    const [first, second, third] = [machine(), machine(), machine()]
    write(first, { 'tree/a': 'old' })
    expect((await first.save('k')).reason).toBe('saved')
    expect(await spoilHeads()).toBe(1)
    write(second, { 'tree/a': 'new' })
    expect((await second.save('k')).reason).toBe('saved')
    const said = second.told('store-failed')
    expect(new Set(said.map((event) => JSON.stringify(event))).size).toBe(1)
    expect(said[0]).toMatchObject({ kind: 'corrupt', doing: 'looking up' })
    expect((await third.restore('k')).hit).toBe('exact')
    expect(read(third)).toEqual({ a: 'new' })
    expect(third.told('store-failed')).toEqual([])
  })

  it('goes on if it is that of the lane the job started from', async () => {
    const { machine, spoilHeads } = site()
    const [trusted, pull] = [machine(), machine('pr/7')]
    write(trusted, { 'tree/a': 'old' })
    await trusted.save('k')
    const { parent } = await pull.restore('k')
    await spoilHeads()
    write(pull, { 'tree/a': 'new' })
    // The next step is a process of its own, which remembers no head.
    const next = machine('pr/7')
    write(next, { 'tree/a': 'new' })
    expect((await next.save('k', { parent })).reason).toBe('saved')
    expect(next.told('store-failed')[0]).toMatchObject({ kind: 'corrupt' })
  })
})

describe('a job that may write and not read', () => {
  const rights = { namespace: 'default', reads: [], writes: 'trusted' }

  it('saves', async () => {
    const { service, machine } = site()
    service.switches.readDenied = true
    for (const content of ['old', 'new']) {
      const job = machine()
      write(job, { 'tree/a': content })
      expect((await job.save('k', { rights, parent: 'none' })).reason).toBe('saved')
      expect(job.told('store-failed')).toEqual([])
    }
    service.switches.readDenied = false
    const after = machine()
    await after.restore('k')
    expect(read(after)).toEqual({ a: 'new' })
  })

  it('is told of every other refusal', async () => {
    const { service, machine } = site()
    service.switches.readDenied = true
    const job = machine()
    write(job, { 'tree/a': 'new' })
    // Had it been meant to read, this would be news.
    expect((await job.save('k', { parent: 'none' })).reason).toBe('store-failed')
    expect(job.told('store-failed')).toMatchObject([{ kind: 'denied', doing: 'saving' }])
    service.switches.writeDenied = true
    expect((await job.save('k', { rights, parent: 'none' })).reason).toBe('store-failed')
    expect(job.told('store-failed')).toMatchObject([{ kind: 'denied', doing: 'saving' }])
  })
})
