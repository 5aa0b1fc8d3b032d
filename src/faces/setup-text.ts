import type { LaneClass, PolicyPart, PolicyRequest } from '../stores/setup/classes.ts'
import type { Finding } from '../stores/setup/doctor.ts'
import { lifecycleCommand } from '../stores/setup/lifecycle.ts'
import type { Place, Provider } from '../stores/setup/place.ts'
import { bytes, duration } from './text.ts'

/** What `warmstart store policy` prints: a script for a shell, to be read and then run. */
export function policyScript(
  request: PolicyRequest,
  classes: readonly LaneClass[],
  parts: readonly PolicyPart[],
): string {
  const notes = notEnforced(request, classes).map((note) => `# - ${note}`)
  const head = ['# Read this, put in the words in capitals, and run it as who may grant rights.']
  const body = parts.flatMap(({ title, commands }) => ['', `# ${title}`, ...commands])
  return [...head, ...body, '', '# What this does not enforce:', ...notes].join('\n')
}

/** What the cloud cannot keep apart, a sentence each. */
export function notEnforced(
  { place: { provider }, ci, branch }: PolicyRequest,
  classes: readonly LaneClass[],
): string[] {
  const requests = ci === 'github' ? 'Pull requests' : 'Merge requests'
  const has = (one: LaneClass) => classes.includes(one)
  return [
    ...(has('pr')
      ? [`${requests} share one identity: one can write what another restores. Trusted jobs restore neither.`]
      : []),
    ...(has('ref')
      ? [`Branches share one identity: one can write what another restores, and ${requests.toLowerCase()} of it.`]
      : []),
    ...BY_PROVIDER[provider],
    ...(ci === 'github' && provider !== 'gcs' && has('trusted')
      ? [
          `pull_request_target, workflow_run and issue_comment run with the subject of ${branch}: a workflow that checks out a pull request on one of them is trusted. Warmstart itself lets them write nothing.`,
          'A job with an environment has that in its subject, in place of the branch, and gets no identity here.',
        ]
      : []),
    ...(ci === 'gitlab' && provider !== 'gcs'
      ? [
          'A merge request’s jobs have the subject of its branch, so whoever may push a branch can take on ref and pr alike.',
        ]
      : []),
  ]
}

const BY_PROVIDER: Readonly<Record<Provider, readonly string[]>> = {
  aws: [],
  gcs: [
    'Whoever may replace an object may remove it: each class can remove what it has written.',
    'Each class can read the journals of the lanes that it reads.',
  ],
  azure: [
    'Each class can read the journals of the lanes that it reads.',
    'A credential names one subject: for ref add one for each branch in place of BRANCH, or let branches have no identity.',
  ],
}

/** What to do with the rules that `warmstart store lifecycle` prints. */
export function lifecycleSteps(place: Place, days: number): readonly string[] {
  const replaced = place.provider === 'gcs' || place.provider === 'aws' ? 'bucket' : 'account'
  return [
    `Keep what this prints in lifecycle.json, and apply it: ${lifecycleCommand(place)}`,
    `That replaces all rules that the ${replaced} has; add these to them if there are others.`,
    place.expires === `${days}d`
      ? `The store’s URL says expires=${days}d, as it has to.`
      : `Then add expires=${days}d to the store’s URL, wherever it is used: without it what is in use would be removed, too.`,
  ]
}

/** How a bucket is made, for `warmstart store init`, which makes none. */
export function creation({ provider, bucket, account, endpoint }: Place): string {
  switch (provider) {
    case 'aws':
      return `aws s3 mb s3://${bucket}${endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`}`
    case 'gcs':
      return `gcloud storage buckets create gs://${bucket} --uniform-bucket-level-access --soft-delete-duration=0`
    case 'azure':
      return `az storage container create --account-name ${account} --name ${bucket} --auth-mode login`
  }
}

/** What comes after `warmstart store init`. */
export function nextSteps(place: Place | undefined): readonly string[] {
  if (!place)
    return ['Whoever may write this directory may write every lane; give jobs that are not trusted another one.']
  return [
    'Give each class of lanes an identity of its own: warmstart store policy --repository owner/name',
    'Let the bucket remove what nobody uses any more: warmstart store lifecycle > lifecycle.json',
    'Look whether all is well, as the identity that jobs have: warmstart store doctor',
  ]
}

/** A line of `warmstart store doctor`: what was found, and what to do about it. */
export function describeFinding(finding: Finding): string {
  const { state, detail = '' } = finding
  return `${state.padEnd(4)}  ${factOf(finding)}${state === 'ok' ? '' : `${detail && `: ${detail}`}. ${adviceOf(finding)}`}`
}

function factOf(finding: Finding): string {
  switch (finding.check) {
    case 'conditions': {
      const honoured = finding.tried.filter(({ honoured }) => honoured).length
      return `conditions: ${honoured} of ${finding.tried.length} honoured`
    }
    case 'clock':
      return `clock: ${duration(Math.abs(finding.skewMillis))} ${finding.skewMillis < 0 ? 'behind' : 'ahead of'} this machine`
    case 'latency':
      return `latency: ${duration(finding.medianMillis)} for a small read`
    case 'throughput':
      return `throughput: ${bytes(finding.upBytesPerSecond)}/s up, ${bytes(finding.downBytesPerSecond)}/s down`
    case 'lane':
      return `lane ${finding.lane}: ${finding.mayWrite ? 'may be written with these credentials' : 'refused, as it should be'}`
    case 'lifecycle':
      return `lifecycle: ${ruleOf(finding.rule)}, and ${finding.expires === undefined ? 'the URL says nothing' : `the URL says expires=${finding.expires}d`}`
    case 'list':
      return `list lane ${finding.lane}`
    default:
      return finding.check
  }
}

function ruleOf(rule: number | 'unknown' | undefined): string {
  if (rule === 'unknown') return 'the bucket’s rules cannot be read with these credentials'
  if (rule === undefined) return 'no rule of the bucket removes anything'
  return rule === 0
    ? 'a rule of the bucket removes everything on a fixed day'
    : `a rule of the bucket removes what is ${rule} days old`
}

function adviceOf(finding: Finding): string {
  switch (finding.check) {
    case 'lane':
      return `A job of ${finding.own} should not be able to: give each class of lanes an identity of its own (warmstart store policy).`
    default:
      return ADVICE[finding.check]
  }
}

const ADVICE: Readonly<Record<Exclude<Finding['check'], 'lane'>, string>> = {
  list: 'Look at the address, the credentials, and the right to list (warmstart store policy).',
  write: 'Look at the right to write in this lane (warmstart store policy).',
  read: 'Look at the right to read in this lane (warmstart store policy).',
  delete: 'Saves work without that right, but a few small objects called ~probe-… stay.',
  conditions: 'Nothing is saved to such a store; use a server that honours them, or this one as a nearer store.',
  clock: 'Set this machine’s clock.',
  lifecycle: 'Both have to say the same, or what is in use is removed (warmstart store lifecycle).',
  latency: 'A store nearer to the jobs, or a nearer tier in front of it, saves them this time.',
  throughput: 'A store nearer to the jobs, or a nearer tier in front of it, saves them this time.',
}
