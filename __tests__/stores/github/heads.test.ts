import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../../src/core/identity.ts'
import { headKey } from '../../../src/core/keys.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import type { StoredHead } from '../../../src/core/ports/heads.ts'
import { GithubService } from '../../support/github-service/index.ts'
import { type JobOptions, startJob } from '../../support/github-service/job.ts'
import { mountRest } from '../../support/github-service/rest.ts'
import { headOf } from '../../support/stores/heads.ts'
import { VirtualClock } from '../../support/stores/virtual-clock.ts'

const place = { namespace: 'acme/web', lane: 'trusted', volume: 'npm' }
const line = (key: string, more: Partial<Line> = {}): Line => ({ ...place, key, ...more })
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const MINUTE = 60_000

/** A service, and jobs on it; no real time passes. */
function site() {
  const clock = new VirtualClock()
  const service = new GithubService({ clock })
  const run = <T>(work: Promise<T>) => clock.run(work)
  return { clock, service, run, job: (options?: JobOptions) => startJob(service, clock, options) }
}

type Job = ReturnType<typeof startJob>
const latestKey = async ({ heads }: Job, keyPrefix: string, volume = 'npm') =>
  (await heads.latest('acme/web', 'trusted', volume, keyPrefix))?.line.key
const versionIn = ({ heads }: Job, { line, head }: StoredHead) => heads.version(line, head.current)

describe('a commit', () => {
  it('is one entry, read whole by others in one lookup and one range', async () => {
    const { service, job, run } = site()
    const writer = job()
    expect(await run(writer.heads.read(line('k')))).toBeUndefined()
    const made = await run(writer.save(line('k'), bytes('one')))
    expect(service.entries.map(({ key }) => key)).toEqual([made.tag])
    expect(made.tag.startsWith(`${headKey(line('k'))}#${made.head.current.ulid}`)).toBe(true)
    const reader = job()
    expect(await run(reader.heads.read(line('k')))).toEqual(made)
    expect(await run(versionIn(reader, made))).toEqual(bytes('one'))
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 1 })
  })

  it('has its large version read in two ranges, and no further lookup', async () => {
    const { job, run } = site()
    const version = new Uint8Array(randomBytes(3_000_000))
    const made = await run(job().save(line('k'), version))
    const reader = job()
    expect(await run(reader.heads.read(line('k')))).toEqual(made)
    expect(reader.entries.counts.fetchedBytes).toBe(512 * 1024)
    expect(Buffer.compare((await run(versionIn(reader, made))) as Uint8Array, version)).toBe(0)
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 2 })
  })

  it('is seen by who made it without another range', async () => {
    const { job, run } = site()
    const writer = job()
    const made = await run(writer.save(line('k'), bytes('one')))
    expect(await run(writer.heads.read(line('k')))).toEqual(made)
    expect(await run(versionIn(writer, made))).toEqual(bytes('one'))
    expect(writer.entries.counts.ranges).toBe(0)
  })

  it('leaves the version to who gave it, however many parts it is sent in', async () => {
    const { job, run } = site()
    const writer = job()
    const version = new Uint8Array(randomBytes(17 * 1024 * 1024))
    const copy = Buffer.from(version)
    const made = await run(writer.save(line('k'), version))
    expect(Buffer.compare(version, copy)).toBe(0)
    expect(Buffer.compare((await run(versionIn(writer, made))) as Uint8Array, copy)).toBe(0)
    expect(Buffer.compare((await run(versionIn(job(), made))) as Uint8Array, copy)).toBe(0)
  })

  it('replaces whatever there is: nothing is compared', async () => {
    const { job, run } = site()
    const [ann, bob] = [job(), job()]
    await run(ann.save(line('k'), bytes('one')))
    await run(bob.heads.read(line('k')))
    await run(ann.save(line('k'), bytes('two')))
    const third = headOf(Date.UTC(2027, 0, 1), { current: { ...headOf(1).current, bytes: 5 } })
    const made = await run(bob.heads.advance(line('k'), third, 'absent', { version: bytes('three') }))
    expect(made).toMatchObject({ head: third })
    expect(await run(job().heads.read(line('k')))).toEqual(made)
  })

  it('needs the bytes of the version it names', async () => {
    const { job, run } = site()
    const { heads } = job()
    await expect(run(heads.advance(line('k'), headOf(1), 'absent'))).rejects.toThrow(/one object/)
    await expect(run(heads.advance(line('k'), headOf(1), 'absent', { version: bytes('x') }))).rejects.toThrow(/1 bytes/)
  })

  it('stands once, whatever became of the answer to it', async () => {
    const { service, job, run } = site()
    service.switches.faults.push({ kind: 'reset-after', on: 'FinalizeCacheEntryUpload', times: 1 })
    const writer = job()
    const made = await run(writer.save(line('k'), bytes('one')))
    expect(service.unfired()).toEqual([])
    expect(await run(writer.heads.read(line('k')))).toMatchObject({ head: made.head })
    expect(await run(job().heads.read(line('k')))).toMatchObject({ head: made.head })
  })

  it('that failed is an error, and nothing that this run would see', async () => {
    const { service, job, run } = site()
    service.switches.writeDenied = true
    const writer = job()
    await expect(run(writer.save(line('k'), bytes('one')))).rejects.toMatchObject({ kind: 'denied' })
    service.switches.writeDenied = false
    expect(await run(writer.heads.read(line('k')))).toBeUndefined()
  })
})

describe('lines', () => {
  it('are kept apart', async () => {
    const { job, run } = site()
    const lines = [
      line('k'),
      line('K'),
      line('k2'),
      line(''),
      line('k', { lane: 'pr/7' }),
      line('k', { lane: 'ref/heads/Feature/x' }),
      line('k', { volume: 'pip' }),
      line('k', { namespace: 'acme' }),
      line('x'.repeat(600)),
      line(`${'x'.repeat(600)}y`),
    ]
    const writer = job()
    for (const [i, one] of lines.entries()) await run(writer.save(one, bytes(`${i}`)))
    for (const [i, one] of lines.entries()) {
      const reader = job()
      const found = (await run(reader.heads.read(one))) as StoredHead
      expect(found.line).toEqual(one)
      expect(await run(versionIn(reader, found))).toEqual(bytes(`${i}`))
    }
  })

  it('give their older versions by the history of the head', async () => {
    const { job, run } = site()
    const writer = job()
    for (const text of ['one', 'two', 'three']) await run(writer.save(line('k'), bytes(text)))
    const reader = job()
    const { head } = (await run(reader.heads.read(line('k')))) as StoredHead
    const texts: string[] = []
    for (const ref of head.history)
      texts.push(`${Buffer.from((await run(reader.heads.version(line('k'), ref))) ?? '')}`)
    expect(texts).toEqual(['two', 'one'])
    expect(await run(reader.heads.version(line('other'), head.current))).toBeUndefined()
  })

  it('lose a version that is evicted, and only that', async () => {
    const { service, job, run } = site()
    const writer = job()
    const first = await run(writer.save(line('k'), bytes('one')))
    const second = await run(writer.save(line('k'), bytes('two')))
    const reader = job()
    await run(reader.heads.read(line('k')))
    await service.evict(first.tag)
    expect(await run(versionIn(reader, first))).toBeUndefined()
    expect(await run(versionIn(reader, second))).toEqual(bytes('two'))
    await service.evict(second.tag)
    expect(await run(job().heads.read(line('k')))).toBeUndefined()
  })
})

describe('latest', () => {
  it('is the newest among the keys with a prefix, and of none else', async () => {
    const { job, run } = site()
    const writer = job()
    for (const key of ['deps-1', 'deps-2', 'other', 'Deps-3', 'de']) await run(writer.save(line(key), bytes(key)))
    await run(writer.save(line('deps-9', { volume: 'npm2' }), bytes('x')))
    await run(writer.save(line('deps-9', { lane: 'pr/1' }), bytes('x')))
    const reader = job()
    expect(await run(latestKey(reader, 'deps-'))).toBe('deps-2')
    expect(await run(latestKey(reader, 'deps-1'))).toBe('deps-1')
    expect(await run(latestKey(reader, ''))).toBe('de')
    expect(await run(latestKey(reader, 'D'))).toBe('Deps-3')
    expect(await run(latestKey(reader, 'none'))).toBeUndefined()
    expect(await run(latestKey(reader, '', 'np'))).toBeUndefined()
  })

  it('costs one lookup and one range, the version included', async () => {
    const { job, run } = site()
    await run(job().save(line('deps-1'), bytes('one')))
    const reader = job()
    const found = (await run(reader.heads.latest('acme/web', 'trusted', 'npm', 'deps-'))) as StoredHead
    expect(await run(versionIn(reader, found))).toEqual(bytes('one'))
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 1 })
  })

  it('knows a key that is too long for a name by what the head says', async () => {
    const { service, job, run } = site()
    const long = `deps-${'é'.repeat(300)}`
    await run(job().save(line(long), bytes('one')))
    expect(service.entries[0]?.key.length).toBeLessThanOrEqual(512)
    expect(await run(latestKey(job(), 'deps-'))).toBe(long)
    expect(await run(latestKey(job(), long))).toBe(long)
    expect(await run(latestKey(job(), `${long}x`))).toBeUndefined()
    expect(await run(latestKey(job(), `${long.slice(0, -1)}x`))).toBeUndefined()
  })

  it('does not look where the name of the volume itself is too long', async () => {
    const { job, run } = site()
    const one = line('k', { lane: `ref/heads/${'É'.repeat(100)}` })
    const writer = job()
    const made = await run(writer.save(one, bytes('one')))
    expect(await run(job().heads.read(one))).toEqual(made)
    expect(await run(job().heads.latest(one.namespace, one.lane, one.volume, 'k'))).toBeUndefined()
  })

  it('sees what this run has just written, of whatever key', async () => {
    const { clock, service, job, run } = site()
    const writer = job()
    await run(writer.save(line('deps-1'), bytes('one')))
    await run(clock.sleep(1))
    service.switches.lagMillis = MINUTE
    await run(writer.save(line('deps-2'), bytes('two')))
    expect(await run(latestKey(job(), 'deps-'))).toBe('deps-1')
    expect(await run(latestKey(writer, 'deps-'))).toBe('deps-2')
    expect(await run(latestKey(writer, 'deps-1'))).toBe('deps-1')
  })
})

describe('lookups that are late', () => {
  it.each(['reservation', 'finalisation'] as const)('show others the head before, newest by %s', async (newestBy) => {
    const { clock, service, job, run } = site()
    service.switches.newestBy = newestBy
    const first = await run(job().save(line('k'), bytes('one')))
    service.switches.lagMillis = MINUTE
    const writer = job()
    const second = await run(writer.save(line('k'), bytes('two')))
    const reader = job()
    expect(await run(reader.heads.read(line('k')))).toEqual(first)
    expect(await run(writer.heads.read(line('k')))).toEqual(second)
    expect(await run(versionIn(writer, second))).toEqual(bytes('two'))
    await run(clock.sleep(MINUTE))
    expect(await run(reader.heads.read(line('k')))).toEqual(second)
    expect(service.counts.fired['lagMillis']).toBeGreaterThan(0)
  })

  it('do not hide what another wrote later', async () => {
    const { clock, job, run } = site()
    const [ann, bob] = [job(), job()]
    await run(ann.save(line('k'), bytes('one')))
    await run(clock.sleep(1000))
    const second = await run(bob.save(line('k'), bytes('two')))
    expect(await run(ann.heads.read(line('k')))).toEqual(second)
  })

  it('never take back what this run has seen', async () => {
    const { service, job, run } = site()
    const writer = job()
    await run(writer.save(line('k'), bytes('one')))
    const second = await run(writer.save(line('k'), bytes('two')))
    const reader = job()
    await run(reader.heads.read(line('k')))
    await service.evict(second.tag)
    expect(await run(reader.heads.read(line('k')))).toEqual(second)
  })
})

describe('an entry that is no head of its line', () => {
  const upload = async (job: Job, prefix: string, content: Uint8Array) => {
    const writer = job.entries.upload(prefix)
    await writer.write(content)
    return await writer.commit()
  }

  it.each([
    ['is something else', () => bytes('something else')],
    ['is cut', (content: Uint8Array) => content.subarray(0, 100)],
    ['has a bit that is another', (content: Uint8Array) => content.with(50, (content[50] as number) ^ 1)],
    ['belongs to another line', (content: Uint8Array) => content],
  ])('is an error, for it is damaged: it %s', async (_, damage) => {
    const { job, run } = site()
    const writer = job()
    const made = await run(writer.save(line('k2'), bytes('one')))
    const { bytes: content = bytes('') } = (await run(writer.entries.read({ name: made.tag }))) ?? {}
    const entry = await run(upload(writer, `${headKey(line('k'))}#${made.head.current.ulid}`, damage(content)))
    const corrupt = { name: 'StoreError', kind: 'corrupt', store: 'github:', key: entry.name }
    await expect(run(job().heads.read(line('k')))).rejects.toMatchObject(corrupt)
    await expect(run(latestKey(job(), ''))).rejects.toMatchObject(corrupt)
    expect(await run(job().heads.read(line('k2')))).toEqual(made)
  })

  it('has a version that is too short, which is given as it is', async () => {
    const { job, run } = site()
    const writer = job()
    const made = await run(writer.save(line('k'), bytes('one two')))
    const { bytes: content = bytes('') } = (await run(writer.entries.read({ name: made.tag }))) ?? {}
    await run(upload(writer, `${headKey(line('k'))}#${made.head.current.ulid}`, content.subarray(0, -4)))
    const reader = job()
    const found = (await run(reader.heads.read(line('k')))) as StoredHead
    expect(await run(versionIn(reader, found))).toEqual(bytes('one'))
  })
})

describe('list and remove', () => {
  const withRest = () => {
    const at = site()
    const access = { repository: 'acme/web', token: 'secret' }
    const rest = { ...access, apiUrl: mountRest(at.service, access).apiUrl }
    const events: Event[] = []
    const sink = { emit: (event: Event) => void events.push(event) }
    const listed = async (job: Job, namespace = 'acme/web') => {
      const found: unknown[] = []
      for await (const { line, head, modified } of job.heads.list(namespace)) found.push([line, head.commit, modified])
      return found
    }
    return { ...at, events, listed, admin: (options: JobOptions = {}) => at.job({ rest, events: sink, ...options }) }
  }

  it('give each line once, with its newest head', async () => {
    const { clock, admin, listed, run } = withRest()
    const writer = admin()
    await run(writer.save(line('k'), bytes('one')))
    await run(clock.sleep(1000))
    const heads: unknown[] = []
    const lines = [line('k'), line('k', { lane: 'pr/7', volume: 'pip' }), line('x'.repeat(600))]
    for (const one of lines) heads.push([one, (await run(writer.save(one, bytes('two')))).head.commit, clock.now()])
    await run(writer.save(line('k', { namespace: 'acme' }), bytes('x')))
    expect(await run(listed(admin()))).toEqual(expect.arrayContaining(heads))
    expect(await run(listed(admin()))).toHaveLength(heads.length)
    expect(await run(listed(admin(), 'acme/web/sub'))).toEqual([])
  })

  it('pass over what is damaged, and say so, and what another scope holds', async () => {
    const { admin, events, listed, run } = withRest()
    const writer = admin()
    const made = await run(writer.save(line('k'), bytes('one')))
    const other = admin({ scopes: [['refs/heads/other', 'rw']] })
    await run(other.save(line('k', { lane: 'ref/heads/other' }), bytes('one')))
    const damaged = writer.entries.upload(`${headKey(line('bad'))}#${made.head.current.ulid}`)
    await run(damaged.write(bytes('nothing')).then(() => damaged.commit()))
    expect(await run(listed(writer))).toEqual([[line('k'), made.head.commit, expect.any(Number)]])
    expect(events).toMatchObject([{ type: 'store-failed', kind: 'corrupt', doing: 'looking up' }])
  })

  it('take away every head of a line, and no other', async () => {
    const { service, admin, run } = withRest()
    const writer = admin()
    for (const text of ['one', 'two']) await run(writer.save(line('k'), bytes(text)))
    const other = await run(writer.save(line('k2'), bytes('three')))
    await run(writer.heads.remove(line('k')))
    expect(service.entries.map(({ key }) => key)).toEqual([other.tag])
    expect(await run(writer.heads.read(line('k')))).toBeUndefined()
  })

  it('are not to be had without a token', async () => {
    const { job, listed, run } = withRest()
    const unsupported = { name: 'StoreError', kind: 'unsupported', message: expect.stringContaining('actions: write') }
    await expect(run(job().heads.remove(line('k')))).rejects.toMatchObject(unsupported)
    await expect(run(listed(job()))).rejects.toMatchObject(unsupported)
  })
})
