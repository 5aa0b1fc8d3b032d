import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Entry {
  readonly key: string
  readonly version: string
  readonly parts: Map<number, Buffer>
  committed: boolean
}

/**
 * The cache service of GitHub Enterprise Server (version 1 of its protocol) as the client of actions/cache uses it:
 * look up, reserve, upload in parts, commit, and read the archive. A key is written once.
 */
export async function startV1Service() {
  const entries: Entry[] = []
  const counts = { lookups: 0, reservations: 0, downloads: 0 }
  const switches = { writeDenied: false, readDenied: false, cutArchives: false }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, body?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body === undefined ? undefined : JSON.stringify(body))
    }
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://loopback')
    const body = await read(request)
    const archive = /^\/archives\/(\d+)$/.exec(pathname)
    if (archive) {
      counts.downloads++
      const whole = archiveOf(entries[Number(archive[1])] as Entry)
      return response.end(switches.cutArchives ? whole.subarray(0, whole.length * 0.9) : whole)
    }
    if (request.headers.authorization !== `Bearer ${V1_TOKEN}`) return send(401, { message: 'no token' })
    const resource = pathname.replace('/_apis/artifactcache/', '')
    if (resource === 'cache') {
      counts.lookups++
      if (switches.readDenied) return send(403, { message: 'cache read denied: the token may not read' })
      const keys = (searchParams.get('keys') ?? '').split(',')
      const found = lookup(entries, keys, searchParams.get('version') ?? '')
      if (!found) return send(204)
      const archiveLocation = `http://127.0.0.1:${port()}/archives/${entries.indexOf(found)}`
      return send(200, { archiveLocation, cacheKey: found.key, scope: 'refs/heads/main' })
    }
    if (resource === 'caches') {
      counts.reservations++
      const { key, version } = JSON.parse(body.toString()) as Entry
      if (switches.writeDenied) return send(403, { message: 'cache write denied: the token may not write' })
      if (entries.some((entry) => entry.key === key && entry.version === version)) {
        return send(409, { message: `Cache already exists: ${key}` })
      }
      // Numbers begin at 1: the client takes 0 for none.
      return send(201, { cacheId: entries.push({ key, version, parts: new Map(), committed: false }) })
    }
    const entry = entries[Number(resource.replace('caches/', '')) - 1]
    if (!entry) return send(404, { message: 'no such cache' })
    if (request.method === 'PATCH') {
      entry.parts.set(Number(/^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1]), body)
      return send(204)
    }
    const { size } = JSON.parse(body.toString()) as { size: number }
    entry.committed = archiveOf(entry).length === size
    return send(entry.committed ? 204 : 400)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = () => (server.address() as AddressInfo).port

  return {
    counts,
    switches,
    /** Keys of what was committed, oldest first. */
    keys: () => entries.filter(({ committed }) => committed).map(({ key }) => key),
    /** What a runner of such a server gives to actions. */
    env: {
      GITHUB_SERVER_URL: 'https://github.example.com',
      ACTIONS_CACHE_URL: `http://127.0.0.1:${port()}/`,
      ACTIONS_RUNTIME_TOKEN: V1_TOKEN,
      // Such a runner may announce it; the server has none all the same.
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RESULTS_URL: 'http://127.0.0.1:1/',
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const V1_TOKEN = 'v1-token'

function lookup(entries: readonly Entry[], keys: readonly string[], version: string): Entry | undefined {
  const readable = entries.filter((entry) => entry.committed && entry.version === version).reverse()
  const exact = readable.find(({ key }) => key === keys[0])
  if (exact) return exact
  for (const prefix of keys) {
    const found = readable.find(({ key }) => key.startsWith(prefix))
    if (found) return found
  }
  return undefined
}

function archiveOf({ parts }: Entry): Buffer {
  return Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes))
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
