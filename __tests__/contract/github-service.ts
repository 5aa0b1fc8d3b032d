import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlobSide } from '../support/github-service/blobs.ts'
import { GithubService } from '../support/github-service/index.ts'
import { PlainClient } from '../support/github-service/plain-client.ts'
import { toolkit } from '../support/github-service/toolkit.ts'
import { randomBytes } from '../support/random-bytes.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

const MiB = 2 ** 20

/** What the tests' cache service must do whatever holds its blobs, held against plain requests and the official client. */
export function describeGithubService(
  name: string,
  makeBlobs: () => Promise<(BlobSide & Partial<Closable>) | undefined>,
) {
  describe(name, () => {
    let blobs: (BlobSide & Partial<Closable>) | undefined
    let service: GithubService
    let client: PlainClient
    beforeAll(async () => {
      blobs = await makeBlobs()
      service = await new GithubService(blobs && { blobs }).start()
      client = new PlainClient(service)
    })
    afterAll(async () => {
      await service.close()
      await blobs?.close?.()
    })
    const reserve = async (key: string) => (await client.create(key)).signed_upload_url ?? ''

    describe('blobs', () => {
      test('are put whole and read whole, by ranges and by their head', async () => {
        const url = await reserve('whole')
        const put = await client.put(url, 'abcdefghij')
        expect([put.status, await put.text()]).toEqual([201, ''])
        expect(put.headers.get('etag')).toMatch(/^"0x[0-9A-F]+"$/)
        expect(await client.finalize('whole', 10)).toMatchObject({ status: 200, ok: true })
        const read = await client.urlOf('whole')

        const whole = await client.get(read)
        expect([whole.status, await whole.text()]).toEqual([200, 'abcdefghij'])
        expect(whole.headers.get('etag')).toBe(put.headers.get('etag'))
        expect(whole.headers.get('content-length')).toBe('10')
        expect(whole.headers.get('last-modified')).toMatch(/ GMT$/)
        expect(whole.headers.get('x-ms-blob-type')).toBe('BlockBlob')

        const head = await fetch(read, { method: 'HEAD' })
        expect([head.status, head.headers.get('content-length')]).toEqual([200, '10'])

        const range = await client.get(read, 'bytes=2-4')
        expect([range.status, await range.text()]).toEqual([206, 'cde'])
        expect(range.headers.get('content-range')).toBe('bytes 2-4/10')
        expect(range.headers.get('content-length')).toBe('3')
        const rest = await client.get(read, 'bytes=7-')
        expect([rest.status, await rest.text()]).toEqual([206, 'hij'])
        const over = await client.get(read, 'bytes=8-100')
        expect([over.status, await over.text(), over.headers.get('content-range')]).toEqual([206, 'ij', 'bytes 8-9/10'])

        const beyond = await client.get(read, 'bytes=11-12')
        expect([beyond.status, beyond.headers.get('x-ms-error-code')]).toEqual([416, 'InvalidRange'])
      })

      test('are made of blocks in the order of the list, and of no others', async () => {
        const url = await reserve('blocks')
        for (const [id, text] of [
          ['01', 'one '],
          ['02', 'two '],
          ['03', 'three '],
          ['02', 'second '],
        ] as const) {
          expect((await client.putBlock(url, id, text)).status).toBe(201)
        }
        // Blocks alone are no blob yet.
        expect(await client.finalize('blocks', 1)).toMatchObject({ status: 404, code: 'not_found' })
        expect((await client.putBlockList(url, ['03', '02'])).status).toBe(201)
        await client.finalize('blocks', 13)
        expect(await (await client.get(await client.urlOf('blocks'))).text()).toBe('three second ')
        // A list takes blocks that are there already, and the rest are gone.
        expect((await client.putBlockList(url, ['02', '02', '03'], 'Committed')).status).toBe(201)
        expect(await (await client.get(await client.urlOf('blocks'))).text()).toBe('second second three ')
        const gone = await client.putBlockList(url, ['01'])
        expect([gone.status, gone.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidBlockList'])
      })

      test('are reached by the signature that was made for them, for what it was made, and as long', async () => {
        const url = await reserve('signed')
        await client.put(url, 'x')
        await client.finalize('signed', 1)
        const read = await client.urlOf('signed')
        const statuses = async (...urls: string[]) =>
          await Promise.all(urls.map(async (one) => (await client.get(one)).status))

        const other = read.replace(/([0-9a-f]+)-cache/, '00000fff-cache')
        expect(await statuses(read.replace(/sig=[^&]*/, 'sig=AAAA'), read.split('?')[0] ?? '', other)).not.toContain(
          200,
        )
        const write = await client.put(read, 'y')
        expect([write.status, write.headers.get('x-ms-error-code')]).toEqual([403, 'AuthorizationPermissionMismatch'])

        service.switches.urlLifeMillis = -5000
        const late = await client.get(await client.urlOf('signed'))
        service.switches.urlLifeMillis = 3_600_000
        expect(late.status).toBe(403)
        expect(await late.text()).toContain(`<Code>${late.headers.get('x-ms-error-code')}</Code>`)
        expect(service.counts.fired.urlLifeMillis).toBe(1)
      })

      test('of an evicted entry are gone', async () => {
        await client.save('evicted', 'x')
        const read = await client.urlOf('evicted')
        expect(await service.evict('evicted')).toBe(1)
        expect(await client.found('evicted')).toBeUndefined()
        const gone = await client.get(read)
        expect([gone.status, gone.headers.get('x-ms-error-code')]).toEqual([404, 'BlobNotFound'])
        // Its name may be taken again.
        expect((await client.create('evicted')).ok).toBe(true)
      })
    })

    describe('@actions/cache', () => {
      const workspace = (bytes: number) => {
        const directory = tempDir()
        const tree = join(directory, 'tree')
        mkdirSync(join(tree, 'empty'), { recursive: true })
        writeFileSync(join(tree, 'a.txt'), 'a')
        symlinkSync('a.txt', join(tree, 'link'))
        writeFileSync(join(tree, 'run'), randomBytes('run', bytes), { mode: 0o755 })
        return { directory, tree, before: snapshot(tree) }
      }

      test('saves a small tree at once and restores it on its Azure path', async () => {
        service.switches.signedHost = 'azure'
        const { directory, tree, before } = workspace(1000)
        const from = structuredClone(service.counts)
        expect(await toolkit(service, directory, 'save', ['tree'], ['small-1'])).toMatchObject({
          value: expect.any(Number),
        })
        rmSync(tree, { recursive: true })
        expect(await toolkit(service, directory, 'restore', ['tree'], ['small-1'])).toMatchObject({ value: 'small-1' })
        expect(differences(before, snapshot(tree))).toEqual([])
        expect((service.counts.requests.PutBlob ?? 0) - (from.requests.PutBlob ?? 0)).toBe(1)
        // Put, head, and one read came through the proxy.
        expect(service.counts.proxied - from.proxied).toBe(3)
      })

      test('saves a large one in blocks, and restores it by a restore key in ranges', async () => {
        service.switches.signedHost = 'azure'
        const { directory, tree, before } = workspace(130 * MiB)
        const from = structuredClone(service.counts)
        await toolkit(service, directory, 'save', ['tree'], ['large-1'])
        expect((service.counts.requests.PutBlock ?? 0) - (from.requests.PutBlock ?? 0)).toBe(3)
        expect((service.counts.requests.PutBlockList ?? 0) - (from.requests.PutBlockList ?? 0)).toBe(1)

        rmSync(tree, { recursive: true })
        const run = await toolkit(service, directory, 'restore', ['tree'], ['large-2', 'large-'])
        expect(run).toMatchObject({
          value: 'large-1',
          log: expect.stringContaining('Cache hit for restore-key: large-1'),
        })
        expect(differences(before, snapshot(tree))).toEqual([])
        const ranges = service.counts.ranges.slice(from.ranges.length)
        expect(ranges.length).toBeGreaterThanOrEqual(33)
        expect(new Set(ranges.map(({ name: key }) => key))).toEqual(new Set(['large-1']))
        expect(ranges.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThanOrEqual(130 * MiB)
        expect(service.counts.maxConcurrent).toBeGreaterThanOrEqual(4)
      })

      test('cannot save a key twice', async () => {
        const { directory, tree } = workspace(10)
        await toolkit(service, directory, 'save', ['tree'], ['twice'])
        writeFileSync(join(tree, 'a.txt'), 'b')
        const again = await toolkit(service, directory, 'save', ['tree'], ['twice'])
        expect(again).toMatchObject({ value: -1, log: expect.stringContaining('(409) Conflict: cache entry') })
        await toolkit(service, directory, 'restore', ['tree'], ['twice'])
        expect(readFileSync(join(tree, 'a.txt'), 'utf8')).toBe('a')
      })
    })
  })
}

interface Closable {
  close(): Promise<void>
}
