import type { GithubService } from './index.ts'
import { type Answer, json } from './message.ts'
import type { Switches } from './switches.ts'

/** What another process may ask for: `POST /_control` with this as JSON, `GET /_counts`. */
export interface Control {
  readonly switches?: Partial<Switches>
  /** The key of an entry to evict. */
  readonly evict?: string
}

/** Both answer the counts as they are then. */
export async function control(service: GithubService, path: string, body: Uint8Array): Promise<Answer> {
  if (path === '/_control') {
    const { switches = {}, evict } = JSON.parse(Buffer.from(body).toString()) as Control
    const { faults, ...others } = switches
    Object.assign(service.switches, others)
    if (faults) service.switches.faults.splice(0, Number.POSITIVE_INFINITY, ...faults)
    if (evict !== undefined) await service.evict(evict)
  }
  return json(200, service.counts)
}
