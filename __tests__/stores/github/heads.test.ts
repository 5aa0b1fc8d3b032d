import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { headKey } from '../../../src/core/keys.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import type { StoredHead } from '../../../src/core/ports/heads.ts'
import type { JobOptions } from '../../support/github-service/job.ts'
import { mountRest } from '../../support/github-service/rest.ts'
import { type GithubJob, jobSite, latestKeyIn, versionIn } from '../../support/stores/github-heads.ts'
import { headOf, lineOf } from '../../support/stores/heads.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

describe('a commit', () => {
  it('is one entry, read whole by others in one lookup and one range', async () => {
    const { service, job, run } = jobSite()
    const writer = job()
    expect(await run(writer.heads.read(lineOf('k')))).toBeUndefined()
    const made = await run(writer.save(lineOf('k'), bytes('one')))
    expect(service.entries.map(({ key }) => key)).toEqual([made.tag])
    expect(made.tag.startsWith(`${headKey(lineOf('k'))}#${made.head.current.ulid}`)).toBe(true)
    const reader = job()
    expect(await run(reader.heads.read(lineOf('k')))).toEqual(made)
    expect(await run(versionIn(reader, made))).toEqual(bytes('one'))
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 1 })
  })

  it('has its large version read in two ranges, and no further lookup', async () => {
    const { job, run } = jobSite()
    const version = new Uint8Array(randomBytes(3_000_000))
    const made = await run(job().save(lineOf('k'), version))
    const reader = job()
    expect(await run(reader.heads.read(lineOf('k')))).toEqual(made)
    expect(reader.entries.counts.fetchedBytes).toBe(512 * 1024)
    expect(Buffer.compare((await run(versionIn(reader, made))) as Uint8Array, version)).toBe(0)
    expect(reader.entries.counts).toMatchObject({ serviceCalls: 1, ranges: 2 })
  })

  it('is seen by who made it without another range', async () => {
    const { job, run } = jobSite()
    const writer = job()
    const made = await run(writer.save(lineOf('k'), bytes('one')))
    expect(await run(writer.heads.read(lineOf('k')))).toEqual(made)
    expect(await run(versionIn(writer, made))).toEqual(bytes('one'))
    expect(writer.entries.counts.ranges).toBe(0)
  })

  it('leaves the version to who gave it, however many parts it is sent in', async () => {
    const { job, run } = jobSite()
    const writer = job()
    const version = new Uint8Array(randomBytes(17 * 1024 * 1024))
    const copy = Buffer.from(version)
    const made = await run(writer.save(lineOf('k'), version))
    expect(Buffer.compare(version, copy)).toBe(0)
    expect(Buffer.compare((await run(versionIn(writer, made))) as Uint8Array, copy)).toBe(0)
    expect(Buffer.compare((await run(versionIn(job(), made))) as Uint8Array, copy)).toBe(0)
  })

  it('replaces whatever there is: nothing is compared', async () => {
    const { job, run } = jobSite()
    const [ann, bob] = [job(), job()]
    await run(ann.save(lineOf('k'), bytes('one')))
    await run(bob.heads.read(lineOf('k')))
    await run(ann.save(lineOf('k'), bytes('two')))
    const third = headOf(Date.UTC(2027, 0, 1), { current: { ...headOf(1).current, bytes: 5 } })
    const made = await run(bob.heads.advance(lineOf('k'), third, 'absent', { version: bytes('three') }))
    expect(made).toMatchObject({ head: third })
    expect(await run(job().heads.read(lineOf('k')))).toEqual(made)
  })

  it('needs the bytes of the version it names', async () => {
    const { job, run } = jobSite()
    const { heads } = job()
    await expect(run(heads.advance(lineOf('k'), headOf(1), 'absent'))).rejects.toThrow(/one object/)
    await expect(run(heads.advance(lineOf('k'), headOf(1), 'absent', { version: bytes('x') }))).rejects.toThrow(
      /1 bytes/,
    )
  })

  it('stands once, whatever became of the answer to it', async () => {
    const { service, job, run } = jobSite()
    service.switches.faults.push({ kind: 'reset-after', on: 'FinalizeCacheEntryUpload', times: 1 })
    const writer = job()
    const made = await run(writer.save(lineOf('k'), bytes('one')))
    expect(service.unfired()).toEqual([])
    expect(await run(writer.heads.read(lineOf('k')))).toMatchObject({ head: made.head })
    expect(await run(job().heads.read(lineOf('k')))).toMatchObject({ head: made.head })
  })

  it('that failed is an error, and nothing that this run would see', async () => {
    const { service, job, run } = jobSite()
    service.switches.writeDenied = true
    const writer = job()
    await expect(run(writer.save(lineOf('k'), bytes('one')))).rejects.toMatchObject({ kind: 'denied' })
    service.switches.writeDenied = false
    expect(await run(writer.heads.read(lineOf('k')))).toBeUndefined()
  })
})

describe('lines', () => {
  it('are kept apart', async () => {
    const { job, run } = jobSite()
    const lines = [
      lineOf('k'),
      lineOf('K'),
      lineOf('k2'),
      lineOf(''),
      lineOf('k', { lane: 'pr/7' }),
      lineOf('k', { lane: 'ref/heads/Feature/x' }),
      lineOf('k', { volume: 'pip' }),
      lineOf('k', { namespace: 'acme' }),
      lineOf('x'.repeat(600)),
      lineOf(`${'x'.repeat(600)}y`),
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
    const { job, run } = jobSite()
    const writer = job()
    for (const text of ['one', 'two', 'three']) await run(writer.save(lineOf('k'), bytes(text)))
    const reader = job()
    const { head } = (await run(reader.heads.read(lineOf('k')))) as StoredHead
    const texts: string[] = []
    for (const ref of head.history)
      texts.push(`${Buffer.from((await run(reader.heads.version(lineOf('k'), ref))) ?? '')}`)
    expect(texts).toEqual(['two', 'one'])
    expect(await run(reader.heads.version(lineOf('other'), head.current))).toBeUndefined()
  })

  it('lose a version that is evicted, and only that', async () => {
    const { service, job, run } = jobSite()
    const writer = job()
    const first = await run(writer.save(lineOf('k'), bytes('one')))
    const second = await run(writer.save(lineOf('k'), bytes('two')))
    const reader = job()
    await run(reader.heads.read(lineOf('k')))
    await service.evict(first.tag)
    expect(await run(versionIn(reader, first))).toBeUndefined()
    expect(await run(versionIn(reader, second))).toEqual(bytes('two'))
    await service.evict(second.tag)
    expect(await run(job().heads.read(lineOf('k')))).toBeUndefined()
  })
})

describe('an entry that is no head of its line', () => {
  const upload = async (job: GithubJob, prefix: string, content: Uint8Array) => {
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
    const { job, run } = jobSite()
    const writer = job()
    const made = await run(writer.save(lineOf('k2'), bytes('one')))
    const { bytes: content = bytes('') } = (await run(writer.entries.read({ name: made.tag }))) ?? {}
    const entry = await run(upload(writer, `${headKey(lineOf('k'))}#${made.head.current.ulid}`, damage(content)))
    const corrupt = { name: 'StoreError', kind: 'corrupt', store: 'github:', key: entry.name }
    await expect(run(job().heads.read(lineOf('k')))).rejects.toMatchObject(corrupt)
    await expect(run(latestKeyIn(job(), ''))).rejects.toMatchObject(corrupt)
    expect(await run(job().heads.read(lineOf('k2')))).toEqual(made)
  })

  it('has a version that is too short, which is given as it is', async () => {
    const { job, run } = jobSite()
    const writer = job()
    const made = await run(writer.save(lineOf('k'), bytes('one two')))
    const { bytes: content = bytes('') } = (await run(writer.entries.read({ name: made.tag }))) ?? {}
    await run(upload(writer, `${headKey(lineOf('k'))}#${made.head.current.ulid}`, content.subarray(0, -4)))
    const reader = job()
    const found = (await run(reader.heads.read(lineOf('k')))) as StoredHead
    expect(await run(versionIn(reader, found))).toEqual(bytes('one'))
  })
})

describe('list and remove', () => {
  const withRest = () => {
    const at = jobSite()
    const access = { repository: 'acme/web', token: 'secret' }
    const rest = { ...access, apiUrl: mountRest(at.service, access).apiUrl }
    const events: Event[] = []
    const sink = { emit: (event: Event) => void events.push(event) }
    const listed = async (job: GithubJob, namespace = 'acme/web') => {
      const found: unknown[] = []
      for await (const { line, head, modified } of job.heads.list(namespace)) found.push([line, head.commit, modified])
      return found
    }
    return { ...at, events, listed, admin: (options: JobOptions = {}) => at.job({ rest, events: sink, ...options }) }
  }

  it('give each line once, with its newest head', async () => {
    const { clock, admin, listed, run } = withRest()
    const writer = admin()
    await run(writer.save(lineOf('k'), bytes('one')))
    await run(clock.sleep(1000))
    const heads: unknown[] = []
    const lines = [lineOf('k'), lineOf('k', { lane: 'pr/7', volume: 'pip' }), lineOf('x'.repeat(600))]
    for (const one of lines) heads.push([one, (await run(writer.save(one, bytes('two')))).head.commit, clock.now()])
    await run(writer.save(lineOf('k', { namespace: 'acme' }), bytes('x')))
    expect(await run(listed(admin()))).toEqual(expect.arrayContaining(heads))
    expect(await run(listed(admin()))).toHaveLength(heads.length)
    expect(await run(listed(admin(), 'acme/web/sub'))).toEqual([])
  })

  it('pass over what is damaged, and say so, and what another scope holds', async () => {
    const { admin, events, listed, run } = withRest()
    const writer = admin()
    const made = await run(writer.save(lineOf('k'), bytes('one')))
    const other = admin({ scopes: [['refs/heads/other', 'rw']] })
    await run(other.save(lineOf('k', { lane: 'ref/heads/other' }), bytes('one')))
    const damaged = writer.entries.upload(`${headKey(lineOf('bad'))}#${made.head.current.ulid}`)
    await run(damaged.write(bytes('nothing')).then(() => damaged.commit()))
    expect(await run(listed(writer))).toEqual([[lineOf('k'), made.head.commit, expect.any(Number)]])
    expect(events).toMatchObject([{ type: 'store-failed', kind: 'corrupt', doing: 'looking up' }])
  })

  it('take away every head of a line, and no other', async () => {
    const { service, admin, run } = withRest()
    const writer = admin()
    for (const text of ['one', 'two']) await run(writer.save(lineOf('k'), bytes(text)))
    const other = await run(writer.save(lineOf('k2'), bytes('three')))
    await run(writer.heads.remove(lineOf('k')))
    expect(service.entries.map(({ key }) => key)).toEqual([other.tag])
    expect(await run(writer.heads.read(lineOf('k')))).toBeUndefined()
  })

  it('are not to be had without a token', async () => {
    const { job, listed, run } = withRest()
    const unsupported = { name: 'StoreError', kind: 'unsupported', message: expect.stringContaining('actions: write') }
    await expect(run(job().heads.remove(lineOf('k')))).rejects.toMatchObject(unsupported)
    await expect(run(listed(job()))).rejects.toMatchObject(unsupported)
  })
})
