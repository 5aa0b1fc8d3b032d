import { HAPPENINGS } from '../../core/journal.ts'
import { isLane } from '../../core/lane.ts'
import { UserError } from '../../core/ports/errors.ts'
import { type Audited, audit } from '../../volume/audit.ts'
import { parseSince } from '../parse.ts'
import { bytes, counted, jsonSafe } from '../text.ts'
import type { Session } from './session.ts'
import { withStore } from './store-commands.ts'

/** Prints what the journals of a namespace say, as a table or as lines of JSON. */
export function auditCommand(session: Session): Promise<number> {
  const { lane, key, event: asked, since = '7d', json = false, ...options } = session.options
  const event = asked === undefined ? undefined : HAPPENINGS.find((known) => known === asked)
  if (asked !== undefined && !event)
    throw new UserError(`The event “${asked}” is unknown; it is one of ${HAPPENINGS.join(', ')}.`)
  if (lane !== undefined && !isLane(lane)) throw new UserError(`“${lane}” is no lane; one is written trusted or pr/7.`)
  return withStore({ ...session, options }, async ({ context, setting, print }) => {
    if (context.heads.versionsTravel)
      throw new UserError(
        `${context.store.name} keeps no journal; what happened there is in heads, logs and summaries.`,
      )
    const filter = { since: parseSince(since, context.clock.now()), lane, key, event }
    const { records, damaged } = await audit(context, setting.namespace, filter)
    if (json) for (const record of records) process.stdout.write(`${jsonSafe(exported(record))}\n`)
    else for (const record of records) print(row(record))
    const note = damaged > 0 ? `${counted(damaged, 'object')} in the journal cannot be read` : ''
    if (json && note) session.terminal.say({ level: 'warning', text: `${note}.` })
    if (!json) print(`${counted(records.length, 'record')}${note && `; ${note}`}.`)
    return { status: 0, result: {} }
  })
}

/** Times as everybody reads them. */
function exported({ time, stored, ...record }: Audited) {
  return { time: new Date(time).toISOString(), stored: new Date(stored).toISOString(), ...record }
}

function row(record: Audited): string {
  const { time, event, why, key, lane, version, actor, run } = record
  const what = why === '' ? event : `${event} (${why})`
  const who = [actor, run && `run ${run}`].filter((text) => text !== '').join(', ')
  const cells = [
    new Date(time).toISOString().slice(0, 19).replace('T', ' '),
    what.padEnd(15),
    short(key),
    short(lane),
    version || '-',
    bytes(record.bytes),
    short(who || '-'),
  ]
  return cells.join('  ')
}

function short(text: string): string {
  return text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text
}

const CELL = 60
