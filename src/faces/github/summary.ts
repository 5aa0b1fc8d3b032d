import * as core from '@actions/core'
import type { RestoreOutcome, SaveOutcome } from '../../volume/types.ts'
import type { Config } from '../config.ts'
import { placeOf } from '../messages/message.ts'
import { notSaved } from '../messages/outcomes.ts'
import type { Ran } from '../steps.ts'
import { bytes, count, counted, duration, htmlSafe, rate } from '../text.ts'

/** A table's rows: what and how much, as plain text. */
export type Rows = readonly (readonly [string, string])[]

export function restoreRows(config: Config, outcome: Ran<RestoreOutcome>): Rows {
  const { hit, matchedKey, matchedLane: lane = '', matchedNamespace: namespace, committedAt, version, millis } = outcome
  if (config.access.reads.length === 0) return [['Result', `nothing restored: ${config.access.why}`]]
  if (hit === 'miss') return [['Result', 'miss'], ['Key', config.key], rights(config), time(outcome.seconds, millis)]
  const result = `${hit === 'exact' ? 'hit' : 'fallback hit'}${config.lookupOnly ? ', looked up only' : ''}${config.access.dry ? ', shadow mode' : ''}`
  const saved = committedAt === undefined ? '' : `, saved ${new Date(committedAt).toISOString().slice(0, 16)}Z`
  return [
    ['Result', result],
    ['Key', config.key],
    ...(matchedKey === config.key ? [] : ([['Matched key', matchedKey ?? '']] as const)),
    ...(version === undefined
      ? ([['Version', 'none yet: an archive of actions/cache']] as const)
      : ([['Version', `${version} in lane ${placeOf({ lane, namespace })}${saved}`]] as const)),
    ...(config.lookupOnly || version === undefined ? [] : restored(outcome)),
    ...tiers(outcome),
    ...upkeep(outcome),
    rights(config),
    time(outcome.seconds, millis),
  ]
}

export function saveRows(config: Config, outcome: Ran<SaveOutcome>): Rows {
  const { reason, version, files, totalBytes, newBytes, uploadedBytes, objectsRemoved, millis } = outcome
  const result =
    reason === 'saved'
      ? version === undefined
        ? 'a new archive'
        : 'a new version'
      : reason === 'linked'
        ? 'equal to a version that is stored: the key names it now'
        : `nothing saved: ${notSaved(reason, config)}`
  const speed = rate(uploadedBytes, millis.read + millis.commit)
  return [
    ['Result', result],
    ['Key', config.key],
    ...(version === undefined ? [] : ([['Version', version]] as const)),
    ['Files', `${count(files)}, ${bytes(totalBytes)}`],
    ...(uploadedBytes === 0
      ? []
      : ([['Stored', `${bytes(uploadedBytes)} for ${bytes(newBytes)} new${speed ? `, ${speed}` : ''}`]] as const)),
    ...(objectsRemoved === 0 ? [] : ([['Removed', `${count(objectsRemoved)} superseded objects`]] as const)),
    ...tiers(outcome),
    ...upkeep(outcome),
    rights(config),
    time(outcome.seconds, millis),
  ]
}

/** The table as the HTML that a step summary takes. Whatever the texts hold, they stay text. */
export function summaryTable(title: string, rows: Rows): string {
  const body = rows.map(([name, value]) => `<tr><td>${htmlSafe(name)}</td><td>${htmlSafe(value)}</td></tr>`).join('')
  return `<table><tr><th colspan="2" align="left">${htmlSafe(title)}</th></tr>${body}</table>`
}

/** Adds the table and what was warned of to the step's summary; a runner without summaries gets none. */
export async function writeSummary(
  step: 'restore' | 'save',
  config: Config,
  rows: Rows,
  warnings: readonly string[],
): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return
  const volume = config.named ? config.volume : config.paths.join(', ')
  try {
    await core.summary
      .addRaw(summaryTable(`Warmstart ${step}: ${volume}`, [...rows, ...warnings.map(asRow)]), true)
      .addEOL()
      .write()
  } catch (error) {
    core.debug(`The summary could not be written: ${String(error)}`)
  }
}

function asRow(warning: string): readonly [string, string] {
  return ['Warning', warning]
}

function restored(outcome: RestoreOutcome): Rows {
  const speed = rate(outcome.fetchedBytes, outcome.millis.fetchAndWrite)
  return [
    ['Files', `${count(outcome.files)}, ${bytes(outcome.totalBytes)}`],
    ['Fetched', `${bytes(outcome.fetchedBytes)}${speed ? `, ${speed}` : ''}`],
    ['Written', `${count(outcome.writtenFiles)} files, ${bytes(outcome.writtenBytes)}`],
  ]
}

/** Where several stores are, what came from each and went to it. */
function tiers({ tiers: used = [] }: Ran<object>): Rows {
  return used.map(({ store, requests, fetchedBytes, uploadedBytes }) => {
    const wrote = uploadedBytes === 0 ? '' : `, wrote ${bytes(uploadedBytes)}`
    return ['Store', `${store}: ${counted(requests, 'request')}, read ${bytes(fetchedBytes)}${wrote}`]
  })
}

function upkeep({ upkeepRequests }: Ran<object>): Rows {
  return upkeepRequests === 0
    ? []
    : [['Upkeep', `${counted(upkeepRequests, 'request')}: the journal, and what keeps stored things from expiring`]]
}

function rights({ access }: Config): readonly [string, string] {
  const reads = [...access.reads, ...(access.shares ?? []).map((namespace) => placeOf({ lane: 'trusted', namespace }))]
  return ['Lanes', `reads ${reads.join(', ') || 'none'}; writes ${access.writes ?? 'none'} (${access.why})`]
}

/** The whole, and where it went. */
function time(seconds: number, parts: Readonly<Record<string, number>>): readonly [string, string] {
  const names: Record<string, string> = { fetchAndWrite: 'fetch and write' }
  const split = Object.entries(parts).map(([name, millis]) => `${names[name] ?? name} ${duration(millis)}`)
  return ['Time', `${duration(seconds * 1000)} (${split.join(', ')})`]
}
