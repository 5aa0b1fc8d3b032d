import { sharesOf } from '../../core/namespace.ts'
import { StoreError, UserError } from '../../core/ports/errors.ts'
import { expiryReader } from '../../stores/open.ts'
import { CIS, LANE_CLASSES, type LaneClass, type PolicyRequest } from '../../stores/setup/classes.ts'
import { examine, type Finding, type Patient, prepare } from '../../stores/setup/doctor.ts'
import { lifecycleRules } from '../../stores/setup/lifecycle.ts'
import { homeUrl, type Place, PROVIDERS, type Provider, placeOf, somePlace } from '../../stores/setup/place.ts'
import { policyParts } from '../../stores/setup/policy.ts'
import type { Context } from '../../volume/types.ts'
import { adapters } from '../adapters.ts'
import { adapterDependencies } from '../compose.ts'
import type { Setting } from '../config.ts'
import { oneOf } from '../parse.ts'
import { creation, describeFinding, lifecycleSteps, nextSteps, notEnforced, policyScript } from '../setup-text.ts'
import { logSafe } from '../text.ts'
import type { Options, StoreAction } from './program.ts'
import { printJson, readSetting, type Session } from './session.ts'
import { withStore } from './store-commands.ts'

/** `warmstart store …`, for whoever sets a bucket up. Only `init` and `doctor` reach the store. */
export async function storeCommand(action: StoreAction, session: Session): Promise<number> {
  switch (action) {
    case 'lifecycle':
      return lifecycle(session)
    case 'policy':
      return policy(session)
    case 'doctor':
      return doctor(session)
    case 'init':
      return init(session)
  }
}

/** Rules on stdout, as their cloud takes them; what to do with them is told beside. */
function lifecycle({ options, terminal }: Session): number {
  const { store } = readSetting(options)
  const place = placeOf(store)
  if (!place) throw new UserError(`The store ${store} has no rules of its own that remove objects; buckets have.`)
  const expire = options.expire ?? place.expires ?? '30d'
  const days = /^[1-9]\d{0,4}d$/.test(expire) ? Number.parseInt(expire, 10) : 0
  // What is renewed once in a quarter of this has to outlast a weekend.
  if (days < 4) throw new UserError(`“${expire}” is no time to expire after; it is days, four at least, like 30d.`)
  const rules = lifecycleRules(place, days)
  const steps = lifecycleSteps(place, days)
  if (options.json) {
    printJson({ command: 'store', action: 'lifecycle', provider: place.provider, rules, expires: `${days}d`, steps })
    return 0
  }
  process.stdout.write(`${JSON.stringify(rules, undefined, 2)}\n`)
  for (const text of steps) terminal.say({ level: 'info', text })
  return 0
}

/** A script on stdout that makes an identity for each class of lanes. */
function policy({ options }: Session): number {
  const { repository = '', branch = 'main' } = options
  if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(repository))
    throw new UserError(`--repository has to name the project whose jobs these are, like acme/web.`)
  if (!/^[\w./+-]+$/.test(branch)) throw new UserError(`--branch “${branch}” is no branch that a policy can name.`)
  const { store, namespace } = readSetting({ ...options, namespace: options.namespace ?? repository })
  const shares = sharesOf(namespace, options.shareFrom ?? [])
  const place = placeFor(store, options)
  const account = options.account ?? UNKNOWN_ACCOUNT[place.provider]
  if (!/^[\w-]+$/.test(account)) throw new UserError(`--account “${account}” is the number or the id of none.`)
  const ci = oneOf(options.ci ?? '', CIS, 'The CI')
  const request: PolicyRequest = { place, ci, repository, branch, namespace, shares, account }
  const only = options.laneClass
  const classes: readonly LaneClass[] =
    only === undefined ? LANE_CLASSES : [oneOf(only, LANE_CLASSES, 'The class of lanes')]
  const parts = policyParts(request, classes)
  if (options.json) {
    const said = notEnforced(request, classes)
    printJson({ command: 'store', action: 'policy', provider: place.provider, parts, notEnforced: said })
  } else process.stdout.write(`${policyScript(request, classes, parts)}\n`)
  return 0
}

/** Exit status 1 if anything fails. */
function doctor(session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const findings: Finding[] = []
    for await (const finding of examine(patientOf(context, setting, session))) {
      findings.push(finding)
      print(describeFinding(finding))
      if (finding.check === 'conditions')
        for (const { what, honoured } of finding.tried) print(`        ${honoured ? 'ok  ' : 'FAIL'}  ${what}`)
    }
    if (setting.access.writes === undefined)
      print(`Nothing was written, because this job may not: ${setting.access.why}.`)
    const failed = findings.some(({ state }) => state === 'FAIL')
    return { status: failed ? 1 : 0, result: { command: 'store', action: 'doctor', failed, findings } }
  })
}

function init(session: Session): Promise<number> {
  return withStore(session, async ({ context, setting, print }) => {
    const place = placeOf(setting.store)
    const { writes, why } = setting.access
    if (writes === undefined) throw new UserError(`This job may not write, so it cannot set a store up: ${why}.`)
    try {
      await prepare(patientOf(context, setting, session))
    } catch (error) {
      if (place && error instanceof StoreError && error.kind !== 'unsupported')
        session.terminal.say({ level: 'notice', text: logSafe(`If it is not there yet, make it: ${creation(place)}`) })
      throw error
    }
    // What Google's and Microsoft's own services promise is not tried.
    const isTried = place && (place.provider === 'aws' || place.endpoint !== undefined)
    print(
      `${context.store.name} is ready${isTried ? ': it honours conditional writes, which is remembered there' : ''}.`,
    )
    const steps = nextSteps(place)
    for (const step of steps) print(step)
    return { status: 0, result: { command: 'store', action: 'init', store: context.store.name, steps } }
  })
}

function patientOf(
  { store, clock, random }: Context,
  { store: text, namespace, access }: Setting,
  session: Session,
): Patient {
  const { reads, writes } = access
  const { signal } = session.interrupt
  const place = placeOf(text)
  const expires = place?.expires === undefined ? undefined : Number.parseInt(place.expires, 10)
  const readExpiry = expiryReader(homeUrl(text), { ...adapterDependencies(session.reporter), adapters })
  const rules = { expires, readExpiry }
  return { store, clock, random, signal, namespace, reads, writes, isServer: place !== undefined, ...rules }
}

/** The store's bucket; of another provider than the store's, words to be replaced. */
function placeFor(store: string, { provider }: Options): Place {
  const place = placeOf(store)
  if (provider === undefined) {
    if (place) return place
    throw new UserError(`Name a bucket with --store, or a cloud with --provider ${PROVIDERS.join(', ')}.`)
  }
  const asked = oneOf(provider, PROVIDERS, 'The provider')
  return place?.provider === asked ? place : somePlace(asked)
}

const UNKNOWN_ACCOUNT: Readonly<Record<Provider, string>> = {
  aws: 'ACCOUNT_ID',
  gcs: 'PROJECT_NUMBER',
  azure: 'SUBSCRIPTION_ID',
}
