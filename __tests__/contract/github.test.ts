import { describe, expect, it } from 'vitest'
import { packKey } from '../../src/core/keys.ts'
import { put, type Tag } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { createEntries } from '../../src/stores/github/entries.ts'
import { createRest } from '../../src/stores/github/rest.ts'
import { createGithubStore } from '../../src/stores/github/store.ts'
import { createSend } from '../../src/stores/http/client.ts'
import { GithubService } from '../support/github-service/index.ts'
import { mountRest } from '../support/github-service/rest.ts'
import { realRandom } from '../support/stores/clock.ts'
import { hastyClock } from '../support/stores/hasty-clock.ts'
import { describeStore } from './store.ts'

async function place() {
  const service = await new GithubService().start()
  const wire = { clock: hastyClock, random: realRandom, fetch: createSend() }
  const access = { repository: 'acme/web', token: 'secret' }
  const { apiUrl } = mountRest(service, access)
  const open = () => {
    const entries = createEntries({ ...wire, resultsUrl: service.resultsUrl, token: service.token })
    return createGithubStore({ entries, clock: hastyClock, admin: createRest(wire, { ...access, apiUrl }) })
  }
  // What was given up are reserved names, which hold nothing and stand in nobody's way.
  return { service, open, leftovers: async () => [], blobConditions: false, close: () => service.close() }
}

describeStore("GitHub's cache service", place, 'once')

describe("conditions on GitHub's cache service", () => {
  const key = packKey('acme/web', 'trusted', ulid(Date.now(), realRandom))

  it('are refused before anything is shown, but for `absent`, which cannot be checked', async () => {
    const { open, close } = await place()
    const store = open()
    await expect(put(store, key, Buffer.of(1), { tag: 'any' as Tag })).rejects.toMatchObject({ kind: 'unsupported' })
    expect(await store.get(key)).toBeUndefined()
    for (const value of [1, 2]) {
      expect(await put(store, key, Buffer.of(value), 'absent')).toMatchObject({ stored: true })
      expect(await store.get(key)).toEqual(Uint8Array.of(value))
    }
    await close()
  })
})
