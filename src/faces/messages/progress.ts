import type { Event, Phase } from '../../core/ports/events.ts'
import { bytes, count, counted, logSafe, rate } from '../text.ts'

export type ProgressEvent = Extract<Event, { type: 'progress' }>

/** `fetching: 45.0 MiB of 114.0 MiB (39 %), 9,120 files, 95.2 MiB/s`. `millis`: since the phase began. */
export function describeProgress(event: ProgressEvent, millis: number): string {
  const { phase, done, total, files, totalFiles } = event
  const parts: string[] = []
  if (total > 0) parts.push(`${bytes(done)} of ${bytes(total)} (${Math.floor((100 * done) / total)} %)`)
  else if (done > 0) parts.push(bytes(done))
  if (totalFiles > 0) parts.push(`${count(files)} of ${counted(totalFiles, 'file')}`)
  else if (files > 0) parts.push(counted(files, 'file'))
  const speed = done > 0 ? rate(done, millis) : undefined
  if (speed) parts.push(speed)
  return logSafe(`${PHASES[phase]}: ${parts.join(', ')}`)
}

const PHASES: Record<Phase, string> = { scan: 'scanning', read: 'reading', fetch: 'fetching', finish: 'finishing' }
