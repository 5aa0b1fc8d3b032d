import { describe, expect, it } from 'vitest'
import { type Screen, Terminal } from '../../../src/faces/cli/terminal.ts'
import type { ProgressEvent } from '../../../src/faces/messages/progress.ts'

const EVENT: ProgressEvent = { type: 'progress', phase: 'fetch', done: 1024, total: 2048, files: 1, totalFiles: 2 }

function screen(options: Partial<Screen> = {}) {
  const written: string[] = []
  return { written, screen: { ...options, write: (text: string) => written.push(text) } }
}

describe('on a terminal', () => {
  it('redraws one line in its width and takes it away before it says anything', () => {
    const { written, screen: tty } = screen({ isTTY: true, columns: 25 })
    const terminal = new Terminal(tty, false, {})
    terminal.progress(EVENT, 500)
    terminal.progress(EVENT, 500)
    terminal.say({ level: 'warning', text: 'Careful.' })
    expect(written).toEqual([
      '\r\x1b[K\x1b[2mfetching: 1.0 KiB of 2.0\x1b[22m',
      '\r\x1b[K',
      '\x1b[33mwarning:\x1b[39m Careful.\n',
    ])
  })

  it('has no colour with NO_COLOR, and none of this on a dumb one', () => {
    const { written, screen: tty } = screen({ isTTY: true })
    new Terminal(tty, false, { NO_COLOR: '1' }).say({ level: 'warning', text: 'Careful.' })
    new Terminal(tty, false, { TERM: 'dumb' }).progress(EVENT, 3000)
    expect(written).toEqual(['warning: Careful.\n', 'fetching: 1.0 KiB of 2.0 KiB (50 %), 1 of 2 files, 341 B/s\n'])
  })
})

describe('in a pipe', () => {
  it('writes plain lines', () => {
    const { written, screen: pipe } = screen()
    const terminal = new Terminal(pipe, false, {})
    terminal.progress(EVENT, 100)
    terminal.progress(EVENT, 2500)
    terminal.say({ level: 'notice', text: 'By the way.' })
    terminal.fail('No.')
    expect(written).toEqual([
      'fetching: 1.0 KiB of 2.0 KiB (50 %), 1 of 2 files, 410 B/s\n',
      'note: By the way.\n',
      'error: No.\n',
    ])
  })

  it('says only what went wrong when it is to be quiet', () => {
    const { written, screen: pipe } = screen()
    const terminal = new Terminal(pipe, true, {})
    terminal.progress(EVENT, 2500)
    terminal.say({ level: 'info', text: 'a' })
    terminal.say({ level: 'notice', text: 'b' })
    terminal.say({ level: 'warning', text: 'c' })
    expect(written).toEqual(['warning: c\n'])
  })
})
