import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type FaultProxy, startFaultProxy, type WireFault, type WireRequest } from '../fault-proxy.ts'
import { GithubService } from '../github-service/index.ts'
import { SERVICES } from '../servers/services.ts'
import { type Chance, pick } from './chance.ts'

/** A store that a soak is about. */
export interface Place {
  /** As its processes have it, with faults in between, and as it is. */
  readonly url: string
  readonly straightUrl: string
  readonly env: Readonly<Record<string, string>>
  readonly straightEnv: Readonly<Record<string, string>>
  /** Of its calls in a process. */
  readonly failing: number
  /** Heads are written on condition: each follows the one before it. */
  readonly chained: boolean
  readonly proxy: FaultProxy | undefined
  /** How often each fault happened on the wire. */
  readonly faults: Readonly<Record<string, number>>
  close(): Promise<void>
}

export const PLACES = ['directory', ...(Object.keys(SERVICES) as (keyof typeof SERVICES)[]), 'github'] as const
export type PlaceName = (typeof PLACES)[number]

export async function openPlace(name: PlaceName, chance: Chance): Promise<Place> {
  if (name === 'directory') return directory()
  const faults: Record<string, number> = {}
  const choose = (request: WireRequest) => {
    const fault = chooseFault(chance, request)
    if (fault !== undefined) {
      const what = typeof fault === 'string' ? fault : Object.keys(fault).join(' ')
      faults[what] = (faults[what] ?? 0) + 1
    }
    return fault
  }
  if (name === 'github') return github(choose, faults)
  const service = await SERVICES[name]()
  const proxy = await startFaultProxy(service.origin, choose)
  const url = await service.place()
  return {
    url: url(proxy.origin),
    straightUrl: url(service.origin),
    env: service.env,
    straightEnv: service.env,
    failing: 0,
    chained: true,
    proxy,
    faults,
    async close() {
      await proxy.close()
      await service.close()
    },
  }
}

/** Of all requests. */
const FAULTY = 0.04

/**
 * A wrong byte is given only of what has a digest: nothing but TLS, which the proxy has not, protects a head on its way.
 */
function chooseFault(chance: Chance, { method, url }: WireRequest): WireFault | undefined {
  if (chance() >= FAULTY) return undefined
  const faults: WireFault[] = ['reset', 'lost', 'cut', 'stall', 'blackhole', { latency: 50 + 500 * chance() }]
  faults.push({ status: 500 }, { status: 503 }, { status: 503, retryAfter: 1 })
  if (method === 'GET' && /\/(?:packs|versions)\//.test(url)) faults.push('flip', 'flip')
  return pick(chance, faults)
}

async function directory(): Promise<Place> {
  const path = mkdtempSync(join(tmpdir(), 'warmstart-soak-store-'))
  const url = pathToFileURL(path).href
  return {
    url,
    straightUrl: url,
    env: {},
    straightEnv: {},
    // A save makes dozens of calls, and none of them is made again.
    failing: 0.004,
    chained: true,
    proxy: undefined,
    faults: {},
    close: async () => rmSync(path, { recursive: true, force: true }),
  }
}

/** Only the service itself is behind the proxy: its signed URLs name the blobs' own host. */
async function github(
  choose: (request: WireRequest) => WireFault | undefined,
  faults: Readonly<Record<string, number>>,
): Promise<Place> {
  const service = await new GithubService().start()
  const proxy = await startFaultProxy(new URL(service.resultsUrl).origin, choose)
  const straightEnv = { ...service.env(), GITHUB_REF: 'refs/heads/main', GITHUB_REPOSITORY: 'acme/web' }
  const through = new URL(service.resultsUrl)
  through.port = new URL(proxy.origin).port
  return {
    url: 'github:',
    straightUrl: 'github:',
    env: { ...straightEnv, ACTIONS_RESULTS_URL: through.href },
    straightEnv,
    failing: 0,
    // Whoever saves last is current; a commit need not follow the one before it.
    chained: false,
    proxy,
    faults,
    async close() {
      await proxy.close()
      await service.close()
    },
  }
}
