import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/faces/messages/message.ts'
import type { ProgressEvent } from '../../src/faces/messages/progress.ts'
import { progressLines, Reporter } from '../../src/faces/reporter.ts'

const progress = (phase: ProgressEvent['phase']): ProgressEvent => ({
  type: 'progress',
  phase,
  done: 1,
  total: 2,
  files: 0,
  totalFiles: 0,
})

function recorded(now: () => number) {
  const said: Message[] = []
  const times: number[] = []
  const reporter = new Reporter(
    { say: (message) => said.push(message), progress: (_event, millis) => times.push(millis) },
    now,
  )
  return { reporter, said, times }
}

describe('Reporter', () => {
  it('says ten of a kind and how many more there were', () => {
    const { reporter, said } = recorded(() => 0)
    for (let i = 0; i < 25; i++) reporter.emit({ type: 'left-out', label: 'a', path: `a/${i}`, reason: 'special' })
    for (let i = 0; i < 2; i++) reporter.emit({ type: 'left-out', label: 'a', path: `b/${i}`, reason: 'unreadable' })
    reporter.finish()
    expect(said).toHaveLength(13)
    expect(said.at(-1)?.text).toBe('… and 15 more messages of that kind.')
    reporter.finish()
    expect(said).toHaveLength(13)
  })

  it('says nothing twice in one step, and remembers what it warned of', () => {
    const { reporter, said } = recorded(() => 0)
    const { emit } = { emit: (detail: string) => reporter.emit({ type: 'target-failed', path: 'a', detail }) }
    for (const detail of ['full', 'full', 'gone', 'full']) emit(detail)
    const twice = ['a could not be written: full', 'a could not be written: gone']
    expect(said.map(({ text }) => text)).toEqual(twice)
    reporter.finish()
    emit('full')
    expect(said.map(({ text }) => text)).toEqual([...twice, twice[0]])
    reporter.say({ level: 'info', text: 'b' })
    expect(reporter.warnings).toEqual([...twice, twice[0]])
  })

  it('says once what failed where versions live, and what stands in for it', () => {
    const { reporter, said } = recorded(() => 0)
    const failed = (doing: 'looking up' | 'saving') => {
      reporter.emit({ type: 'store-failed', kind: 'unavailable', store: 'file:///home', doing, detail: 'no mount' })
    }
    failed('looking up')
    reporter.emit({ type: 'home-down', store: 'file:///home' })
    failed('saving')
    expect(said.map(({ level }) => level)).toEqual(['warning', 'notice'])
  })

  it('does not say of a nearer store that it is left out when it was said to be down', () => {
    const { reporter, said } = recorded(() => 0)
    const skipped = (store: string) =>
      reporter.emit({ type: 'tier-skipped', store, kind: 'unavailable', detail: 'refused', isRead: false })
    reporter.emit({ type: 'store-down', store: 's3://near', detail: 'refused' })
    skipped('s3://near')
    expect(said).toHaveLength(1)
    skipped('file:///near')
    expect(said).toHaveLength(2)
  })

  it('says of a store that failed no more that it is down, and of one that is down nothing more in that step', () => {
    const { reporter, said } = recorded(() => 0)
    const failed = (detail: string) => {
      reporter.emit({ type: 'store-failed', kind: 'unavailable', store: 's3://b', doing: 'saving', detail })
    }
    const down = () => reporter.emit({ type: 'store-down', store: 's3://b', detail: 'refused.' })
    failed('first')
    down()
    failed('refused')
    reporter.emit({ type: 'store-failed', kind: 'denied', store: 's3://c', doing: 'saving', detail: 'other' })
    reporter.finish()
    down()
    failed('refused')
    reporter.finish()
    failed('after')
    expect(said.map(({ text }) => text)).toEqual([
      expect.stringContaining('first'),
      expect.stringContaining('other'),
      expect.stringContaining('after'),
    ])
  })

  it('shows nothing that was hidden, whoever says it', () => {
    const { reporter, said } = recorded(() => 0)
    reporter.hide('a token')
    reporter.say({ level: 'warning', text: 'a token was refused: a token' })
    reporter.emit({ type: 'store-failed', kind: 'denied', store: 's', doing: 'looking up', detail: 'for a token' })
    expect(said.map(({ text }) => text)).toEqual(['*** was refused: ***', expect.stringContaining('for ***')])
    expect(reporter.warnings.join()).not.toContain('a token')
  })

  it('times each phase from its first event', () => {
    let now = 100
    const { reporter, times } = recorded(() => now)
    for (const [at, phase] of [
      [100, 'scan'],
      [300, 'scan'],
      [400, 'read'],
      [450, 'read'],
    ] as const) {
      now = at
      reporter.emit(progress(phase))
    }
    expect(times).toEqual([0, 200, 0, 50])
  })
})

describe('progressLines', () => {
  it('is silent for two seconds, then says a line each five at most', () => {
    let now = 0
    const lines: string[] = []
    const show = progressLines(
      (line) => lines.push(`${now} ${line}`),
      () => now,
    )
    for (now = 0; now <= 13_000; now += 100) show(progress('fetch'), now)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['2000', '7000', '12000'])
  })
})
