import { expect, test } from 'vitest'
import { Fleet, read, write } from '../support/fleet.ts'
import { ORIGIN } from '../support/provenance.ts'
import { KEY_A, KEY_B, trustIn } from '../support/signing.ts'

const MAIN = 'acme/web/.github/workflows/main.yml@refs/heads/main'
const OTHER = 'acme/web/.github/workflows/nightly.yml@refs/heads/main'
const RULE = 'lane=trusted workflow=.github/workflows/main.yml repository=acme/web'
const from = (workflowRef: string) => ({ provenance: { ...ORIGIN, repository: 'acme/web', workflowRef } })
const writer = trustIn({ sign: KEY_A })

/** `k` in the trusted lane, saved by workflows one after the other; each leaves its number in the tree. */
async function savedBy(...workflows: string[]) {
  const fleet = new Fleet()
  const maker = fleet.machine({ lane: 'trusted', trust: writer })
  const versions: string[] = []
  for (const [number, workflow] of workflows.entries()) {
    write(maker, { 'tree/a': `${number}` })
    versions.push((await maker.save('k', from(workflow))).version as string)
  }
  const machine = (...writers: string[]) =>
    fleet.machine({ lane: 'trusted', trust: trustIn({ verify: [KEY_A], writers }) })
  return { fleet, versions, machine }
}

test('a version is there for those whose rule it fits', async () => {
  const { versions, machine } = await savedBy(MAIN)
  expect(await machine(RULE).restore('k')).toMatchObject({ hit: 'exact', version: versions[0] })
  const strict = machine('repository=acme/api', 'workflow=.github/workflows/nightly.yml')
  expect(await strict.restore('k')).toMatchObject({ hit: 'miss' })
  expect(strict.told('version-unusable')).toEqual([
    {
      type: 'version-unusable',
      version: versions[0],
      reason: 'untrusted',
      detail: expect.stringContaining(
        'no line of require-writer fits lane=trusted signer=' +
          `${writer.signer?.id} repository=acme/web workflow=.github/workflows/main.yml`,
      ),
    },
  ])
})

test('where the newest does not fit, the one before it may; it counts as a fallback', async () => {
  const { versions, machine } = await savedBy(MAIN, OTHER)
  const strict = machine(RULE)
  expect(await strict.restore('k')).toMatchObject({ hit: 'fallback', version: versions[0] })
  expect(read(strict)).toEqual({ a: '0' })
})

test('a version that does not fit hides none that does, of a lane or key further on', async () => {
  const { fleet, versions, machine } = await savedBy(MAIN)
  const other = fleet.machine({ lane: 'trusted', trust: writer })
  write(other, { 'tree/a': 'not this' })
  await other.save('k-2', from(OTHER))
  const strict = machine(RULE)
  expect(await strict.restore('k-2', { restoreKeys: ['k'] })).toMatchObject({ hit: 'miss' })
  // Another prefix leads to another head.
  const found = await strict.restore('k-2', { restoreKeys: ['k-2', 'k'] })
  expect(found.hit).toBe('miss')
  const branch = fleet.machine({ lane: 'ref/heads/x', trust: writer })
  write(branch, { 'tree/a': 'not this either' })
  await branch.save('k', from(MAIN))
  const reader = fleet.machine({ lane: 'ref/heads/x', trust: trustIn({ verify: [KEY_A], writers: [RULE] }) })
  expect(await reader.restore('k')).toMatchObject({ hit: 'exact', version: versions[0], matchedLane: 'trusted' })
})

test('a look-up finds only what a restore would take', async () => {
  const { versions, machine } = await savedBy(MAIN)
  expect(await machine(RULE).restore('k', { how: 'look-up' })).toMatchObject({ hit: 'exact', version: versions[0] })
  expect(await machine('actor=x').restore('k', { how: 'look-up' })).toMatchObject({ hit: 'miss' })
})

test('what does not fit is not built on: its content is stored anew', async () => {
  const { fleet } = await savedBy(OTHER)
  const strict = fleet.machine({ lane: 'trusted', trust: trustIn({ sign: KEY_A, writers: [RULE] }) })
  write(strict, { 'tree/a': '0' })
  expect(await strict.save('k', { ...from(MAIN), parent: 'none' })).toMatchObject({ reason: 'saved', newBytes: 1 })
  expect(strict.told('version-unusable')).toMatchObject([{ reason: 'untrusted' }])
  const reader = fleet.machine({ lane: 'trusted', trust: trustIn({ verify: [KEY_A], writers: [RULE] }) })
  expect(await reader.restore('k')).toMatchObject({ hit: 'exact' })
})

test('a machine that remembers the tree from a time without rules saves it under them', async () => {
  const { fleet } = await savedBy(OTHER)
  const machine = fleet.machine({ lane: 'trusted', trust: writer })
  await machine.restore('k')
  const strict = { ...machine.context, trust: trustIn({ sign: KEY_A, writers: [RULE] }) }
  Object.assign(machine, { context: strict })
  expect(await machine.save('k', from(MAIN))).toMatchObject({ reason: 'saved', newBytes: 1 })
})

test('the signer can be asked for by name', async () => {
  const { fleet, machine } = await savedBy(MAIN)
  expect((await machine(`signer=${writer.signer?.id}`).restore('k')).hit).toBe('exact')
  const both = trustIn({ verify: [KEY_A, KEY_B], writers: [`signer=${trustIn({ sign: KEY_B }).signer?.id}`] })
  expect((await fleet.machine({ lane: 'trusted', trust: both }).restore('k')).hit).toBe('miss')
})
