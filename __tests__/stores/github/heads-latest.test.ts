import { describe, expect, it } from 'vitest'
import type { StoredHead } from '../../../src/core/ports/heads.ts'
import { jobSite, latestKeyIn, versionIn } from '../../support/stores/github-heads.ts'
import { lineOf } from '../../support/stores/heads.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const MINUTE = 60_000

describe('latest', () => {
  it('is the newest among the keys with a prefix, and of none else', async () => {
    const { job, run } = jobSite()
    const writer = job()
    for (const key of ['deps-1', 'deps-2', 'other', 'Deps-3', 'de']) await run(writer.save(lineOf(key), bytes(key)))
    await run(writer.save(lineOf('deps-9', { volume: 'npm2' }), bytes('x')))
    await run(writer.save(lineOf('deps-9', { lane: 'pr/1' }), bytes('x')))
    const reader = job()
    expect(await run(latestKeyIn(reader, 'deps-'))).toBe('deps-2')
    expect(await run(latestKeyIn(reader, 'deps-1'))).toBe('deps-1')
    expect(await run(latestKeyIn(reader, ''))).toBe('de')
    expect(await run(latestKeyIn(reader, 'D'))).toBe('Deps-3')
    expect(await run(latestKeyIn(reader, 'none'))).toBeUndefined()
    expect(await run(latestKeyIn(reader, '', 'np'))).toBeUndefined()
  })

  it('costs one lookup and one range, the version included', async () => {
    const { job, run } = jobSite()
    await run(job().save(lineOf('deps-1'), bytes('one')))
    const reader = job()
    const found = (await run(reader.heads.latest('acme/web', 'trusted', 'npm', 'deps-'))) as StoredHead
    expect(await run(versionIn(reader, found))).toEqual(bytes('one'))
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 1 })
  })

  it('knows a key that is too long for a name by what the head says', async () => {
    const { service, job, run } = jobSite()
    const long = `deps-${'é'.repeat(300)}`
    await run(job().save(lineOf(long), bytes('one')))
    expect(service.entries[0]?.key.length).toBeLessThanOrEqual(512)
    expect(await run(latestKeyIn(job(), 'deps-'))).toBe(long)
    expect(await run(latestKeyIn(job(), long))).toBe(long)
    expect(await run(latestKeyIn(job(), `${long}x`))).toBeUndefined()
    expect(await run(latestKeyIn(job(), `${long.slice(0, -1)}x`))).toBeUndefined()
  })

  it('does not look where the name of the volume itself is too long', async () => {
    const { job, run } = jobSite()
    const one = lineOf('k', { lane: `ref/heads/${'É'.repeat(100)}` })
    const writer = job()
    const made = await run(writer.save(one, bytes('one')))
    expect(await run(job().heads.read(one))).toEqual(made)
    expect(await run(job().heads.latest(one.namespace, one.lane, one.volume, 'k'))).toBeUndefined()
  })

  it('sees what this run has just written, of whatever key', async () => {
    const { clock, service, job, run } = jobSite()
    const writer = job()
    await run(writer.save(lineOf('deps-1'), bytes('one')))
    await run(clock.sleep(1))
    service.switches.lagMillis = MINUTE
    await run(writer.save(lineOf('deps-2'), bytes('two')))
    expect(await run(latestKeyIn(job(), 'deps-'))).toBe('deps-1')
    expect(await run(latestKeyIn(writer, 'deps-'))).toBe('deps-2')
    expect(await run(latestKeyIn(writer, 'deps-1'))).toBe('deps-1')
  })
})

describe('lookups that are late', () => {
  it.each(['reservation', 'finalisation'] as const)('show others the head before, newest by %s', async (newestBy) => {
    const { clock, service, job, run } = jobSite()
    service.switches.newestBy = newestBy
    const first = await run(job().save(lineOf('k'), bytes('one')))
    service.switches.lagMillis = MINUTE
    const writer = job()
    const second = await run(writer.save(lineOf('k'), bytes('two')))
    const reader = job()
    expect(await run(reader.heads.read(lineOf('k')))).toEqual(first)
    expect(await run(writer.heads.read(lineOf('k')))).toEqual(second)
    expect(await run(versionIn(writer, second))).toEqual(bytes('two'))
    await run(clock.sleep(MINUTE))
    expect(await run(reader.heads.read(lineOf('k')))).toEqual(second)
    expect(service.counts.fired['lagMillis']).toBeGreaterThan(0)
  })

  it('do not hide what another wrote later', async () => {
    const { clock, job, run } = jobSite()
    const [ann, bob] = [job(), job()]
    await run(ann.save(lineOf('k'), bytes('one')))
    await run(clock.sleep(1000))
    const second = await run(bob.save(lineOf('k'), bytes('two')))
    expect(await run(ann.heads.read(lineOf('k')))).toEqual(second)
  })

  it('never take back what this run has seen', async () => {
    const { service, job, run } = jobSite()
    const writer = job()
    await run(writer.save(lineOf('k'), bytes('one')))
    const second = await run(writer.save(lineOf('k'), bytes('two')))
    const reader = job()
    await run(reader.heads.read(lineOf('k')))
    await service.evict(second.tag)
    expect(await run(reader.heads.read(lineOf('k')))).toEqual(second)
  })
})
