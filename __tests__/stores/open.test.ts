import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { packKey } from '../../src/core/keys.ts'
import { UserError } from '../../src/core/ports/errors.ts'
import { put } from '../../src/core/ports/store.ts'
import { adapters } from '../../src/faces/adapters.ts'
import type { GithubAccess } from '../../src/stores/github/open.ts'
import { createSend } from '../../src/stores/http/client.ts'
import { openStore } from '../../src/stores/open.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'

const dependencies = (github?: GithubAccess) => ({
  clock: realClock,
  random: realRandom,
  events: { emit() {} },
  github,
  adapters,
  stateDir: '/nowhere',
  tiers: 'filled' as const,
  env: {},
  openSend: createSend,
  identityToken: undefined,
  hide() {},
})
const open = async (url: string, github?: GithubAccess) => (await openStore(url, dependencies(github))).store

describe('openStore', () => {
  it('opens a directory, odd names included', async () => {
    const { path, remove } = await temporaryDirectory()
    try {
      const url = pathToFileURL(join(path, 'a #b ?c%é')).href
      const key = packKey('n', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')
      await put(await open(url), key, Buffer.of(1, 2), 'absent')
      expect(await (await open(url.replace('file:', 'FILE:'))).get(key)).toEqual(Uint8Array.of(1, 2))
      expect((await open(url)).name).toBe(url)
    } finally {
      await remove()
    }
  })

  it.each([
    ['/absolute/path', 'The store "/absolute/path" is no URL; a directory is written file:///absolute/path.'],
    ['relative', 'The store "relative" is no URL; a directory is written file:///absolute/path.'],
    ['C:\\cache', 'The store "C:\\\\cache" is no URL; a directory is written file:///absolute/path.'],
    ['', 'The store "" is no URL; a directory is written file:///absolute/path.'],
    ['file:cache', 'The store file:cache names no absolute directory; it is written file:///absolute/path.'],
    ['file://./cache', 'The store file://./cache names no absolute directory; it is written file:///absolute/path.'],
    ['file:///a%2fb', 'The store file:///a%2fb names no absolute directory; it is written file:///absolute/path.'],
    ['file:///a?b', 'The store file:///a?b has a "?" or "#"; in a directory\'s name these are written %3F and %23.'],
    ['file:///a#b', 'The store file:///a#b has a "?" or "#"; in a directory\'s name these are written %3F and %23.'],
    [
      'memory:',
      'There is no store for memory: URLs; there are file: (file:///absolute/path), s3:, gs:, azblob: and github:.',
    ],
    [
      'ftp://me:secret@host/',
      'There is no store for ftp: URLs; there are file: (file:///absolute/path), s3:, gs:, azblob: and github:.',
    ],
  ])('refuses %j with one sentence', async (url, sentence) => {
    await expect(open(url)).rejects.toThrow(new UserError(sentence))
  })

  it('opens GitHub’s cache service for an action, and says why it cannot elsewhere', async () => {
    const api = { apiUrl: 'https://api', repository: 'o/r', ref: 'refs/heads/main' }
    const access = { resultsUrl: 'https://results', runtimeToken: 't', ...api }
    expect((await open('github:', { ...access, token: '', proxy: {} })).traits.listing).toBe('none')
    expect((await open('github:', { ...access, token: 'pat', proxy: {} })).traits.listing).toBe('eventual')
    // Without a ref, entries of other refs with such names could not be told from this job's.
    expect((await open('github:', { ...access, ref: '', token: 'pat', proxy: {} })).traits.listing).toBe('none')
    await expect(open('github:')).rejects.toThrow(/^The store github: is GitHub’s cache service, and only an action/)
    await expect(open('github:x')).rejects.toThrow('The store github:x has too much to it; it is written github:.')
  })
})
