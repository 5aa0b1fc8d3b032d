import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type FaultProxy,
  type PlannedFault,
  planned,
  startFaultProxy,
  type WireFault,
} from '../../support/fault-proxy.ts'
import { Fleet, noise, type write } from '../../support/fleet.ts'
import { content, job } from '../../support/servers/faulty-job.ts'
import type { Service } from '../../support/servers/services.ts'

/** A fault on the wire and what becomes of a job that it hits. */
interface Case {
  readonly name: string
  readonly restore?: readonly PlannedFault[]
  readonly save?: readonly PlannedFault[]
  /** What the log warns of; nothing where nothing is lost. */
  readonly says?: RegExp
  /** Unless nothing is lost. */
  readonly hit?: 'miss'
  readonly saved?: false
}

const reading = (what: string) => ({ method: /GET/, url: new RegExp(`/${what}/`) })
const writing = (what: string) => ({ method: /PUT|POST/, url: new RegExp(`/${what}/`) })
const always = Number.POSITIVE_INFINITY

const CASES: readonly Case[] = [
  { name: 'everything takes longer', restore: [{ on: {}, times: always, does: { latency: 200 } }] },
  { name: 'the head’s connection is reset, twice', restore: [{ on: reading('heads'), times: 2, does: 'reset' }] },
  { name: 'a pack’s connection is reset', restore: [{ on: reading('packs'), does: 'reset' }] },
  { name: 'the head breaks off', restore: [{ on: reading('heads'), does: 'cut' }] },
  { name: 'the version breaks off', restore: [{ on: reading('versions'), does: 'cut' }] },
  { name: 'a pack breaks off', restore: [{ on: reading('packs'), does: 'cut' }] },
  { name: 'a pack stops coming', restore: [{ on: reading('packs'), does: 'stall' }] },
  { name: 'a pack is not answered', restore: [{ on: reading('packs'), does: 'blackhole' }] },
  { name: 'a pack comes slowly', restore: [{ on: reading('packs'), does: { drip: 1_000_000 } }] },
  { name: '500 for the head, twice', restore: [{ on: reading('heads'), times: 2, does: { status: 500 } }] },
  { name: '500 for a pack', restore: [{ on: reading('packs'), does: { status: 500 } }] },
  { name: '503 for a pack', restore: [{ on: reading('packs'), does: { status: 503 } }] },
  { name: '503 for a second', restore: [{ on: reading('heads'), does: { status: 503, retryAfter: 1 } }] },
  { name: 'the server’s clock is three minutes ahead', restore: [{ on: {}, times: always, does: { skew: 180_000 } }] },
  {
    name: 'a wrong byte in a pack',
    restore: [{ on: reading('packs'), times: always, does: 'flip' }],
    hit: 'miss',
    says: /cannot be used, it is damaged/,
  },
  {
    name: 'a wrong byte in the version',
    restore: [{ on: reading('versions'), times: always, does: 'flip' }],
    hit: 'miss',
    says: /cannot be used, it is damaged/,
  },
  {
    name: '500 for everything',
    restore: [{ on: {}, times: always, does: { status: 500 } }],
    save: [{ on: {}, times: always, does: { status: 500 } }],
    hit: 'miss',
    saved: false,
    says: /is down or cannot be reached/,
  },
  {
    name: 'nothing is answered',
    restore: [{ on: {}, times: always, does: 'blackhole' }],
    save: [{ on: {}, times: always, does: 'blackhole' }],
    hit: 'miss',
    saved: false,
    says: /is down or cannot be reached/,
  },
  { name: 'a save’s pack is reset', save: [{ on: writing('packs'), does: 'reset' }] },
  { name: 'the answer to a save’s pack is lost', save: [{ on: writing('packs'), does: 'lost' }] },
  { name: 'the answer to a version is lost', save: [{ on: writing('versions'), does: 'lost' }] },
  { name: 'the answer to a head is lost', save: [{ on: writing('heads'), does: 'lost' }] },
  { name: 'the answer to a head is lost, thrice', save: [{ on: writing('heads'), times: 3, does: 'lost' }] },
  { name: 'the answer to a head is cut', save: [{ on: writing('heads'), does: 'cut' }] },
  { name: 'a head is not answered', save: [{ on: writing('heads'), does: 'blackhole' }] },
  { name: '500 for a save’s pack', save: [{ on: writing('packs'), times: 2, does: { status: 500 } }] },
  { name: '500 for a head, twice', save: [{ on: writing('heads'), times: 2, does: { status: 500 } }] },
  { name: '503 for a head', save: [{ on: writing('heads'), does: { status: 503, retryAfter: 1 } }] },
  {
    name: '500 for every pack of a save',
    save: [{ on: writing('packs'), times: always, does: { status: 500 } }],
    saved: false,
    says: /could not be reached while saving|is down or cannot be reached/,
  },
]

/**
 * Whole jobs on a real server, with every fault that the wire can have in between. `completing`: the request that makes
 * an object of one that was uploaded in parts.
 */
export function describeFaults(name: string, start: () => Promise<Service>, completing?: PlannedFault['on']): void {
  describe(name, () => {
    let service: Service
    let proxy: FaultProxy
    let plan = planned([])
    let url: (origin: string) => string
    const env = { ...process.env }

    beforeAll(async () => {
      service = await start()
      // The SDKs look for credentials in the environment themselves.
      Object.assign(process.env, service.env)
      proxy = await startFaultProxy(service.origin, (request) => plan.choose(request))
      url = await service.place()
      // The first save of a lane also finds out whether conditions are honoured.
      await (await job(new Fleet(), url(service.origin), service.env, 'first')).save(0)
    })
    afterAll(async () => {
      await proxy?.close()
      await service?.close()
      process.env = env
    })

    /** Runs a job on a line that has a version, with what `meddle` does to it. */
    async function hit(
      key: string,
      plans: readonly ReturnType<typeof planned>[],
      more: Parameters<typeof write>[1] = {},
    ) {
      const fleet = new Fleet()
      expect(await (await job(fleet, url(service.origin), service.env, key)).save(1)).toMatchObject({ saved: true })
      const [restore = planned([]), save = planned([])] = plans
      plan = restore
      const through = await job(fleet, url(proxy.origin), service.env, key)
      const ran = await through.run(2, more, () => {
        plan = save
      })
      plan = planned([])
      const after = await (await job(fleet, url(service.origin), service.env, key)).restore()
      return { ...ran, after }
    }

    it.each(CASES)('$name', async ({ name, restore = [], save = [], says, hit: wanted = 'exact', saved = true }) => {
      const plans = [planned(restore), planned(save)]
      const ran = await hit(name, plans)
      expect(plans.flatMap((one) => one.idle())).toEqual([])
      expect(ran.warnings).toEqual(says ? [expect.stringMatching(says)] : [])
      expect(ran.restored.hit).toBe(wanted)
      expect(ran.found).toEqual(wanted === 'exact' ? content(1) : {})
      expect(ran.saved).toMatchObject({ saved, reason: saved ? 'saved' : 'store-failed' })
      expect(ran.after.restored.hit).toBe('exact')
      expect(ran.after.found).toEqual(content(saved ? 2 : 1))
    })

    const onCompletion: readonly WireFault[] = completing
      ? [{ status: 500 }, { status: 503 }, 'reset', 'lost', 'cut']
      : []
    it.each(onCompletion)('a pack in parts, as it is completed: %j', async (does) => {
      const plans = [planned([]), planned([{ on: completing ?? {}, does }])]
      const key = `completed ${JSON.stringify(does)}`
      const ran = await hit(key, plans, { 'tree/long': noise(7, 12_000_000) })
      expect(plans.flatMap((one) => one.idle())).toEqual([])
      expect(ran.warnings).toEqual([])
      expect(ran.saved).toMatchObject({ saved: true, reason: 'saved' })
      expect(ran.after.restored).toMatchObject({ hit: 'exact', files: 7 })
    })

    it.each(['packs', 'versions', 'heads'])('the network parts when a save writes its %s', async (what) => {
      let parted = 0
      const part = {
        idle: () => [],
        choose: ({ method, url: path }: { method: string; url: string }) => {
          if (!writing(what).method.test(method) || !writing(what).url.test(path)) return undefined
          parted++
          proxy.partition()
          return 'blackhole' as const
        },
      }
      const ran = await hit(`parted ${what}`, [planned([]), part]).finally(() => proxy.heal())
      expect(parted).toBe(1)
      expect(ran.restored.hit).toBe('exact')
      expect(ran.saved).toMatchObject({ saved: false, reason: 'store-failed' })
      expect(ran.warnings).toEqual([expect.stringMatching(/is down or cannot be reached/)])
      expect(ran.after.found).toEqual(content(1))
    })
  })
}
