import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Job } from '../support/step-job.ts'
import { Desk } from '../support/warmstart.ts'

const ESC = '\x1b'
const KEY = `::error::x ##[group]y ${ESC}[31m\r\n::add-mask::e\n::set-output name=hit::exact\n<img src=x onerror=alert(1)>| \`a\``
const NAME = `${ESC}[2J\n::set-output name=cache-hit::true\n##[error]<script>`
const WITH = { path: 'tree', key: KEY }

/** Lines that a runner would obey, but for the annotations and groups that the action itself makes. */
function obeyed(log: string): string[] {
  return log
    .split(/\r\n|\r|\n/)
    .filter((line) => /^\s*::(?!(?:notice|warning|debug)::)/.test(line) || /##\w*\[/.test(line))
}

test('a key, a file name and a label are text in log, outputs and summary of the action', async () => {
  const job = new Job()
  job.write('tree/a', 'alpha')
  // A pipe is named when it is left out.
  execFileSync('mkfifo', [join(job.desk.workspace, 'tree', NAME.replaceAll('/', '_'))])
  const saved = await job.step('save', WITH)
  expect(saved.log).toMatch(/is no file, directory or link/)
  const main = await job.step('restore', { path: 'tree', key: 'other', 'restore-keys': '::error' })
  expect(main.outputs).toMatchObject({
    'cache-hit': 'false',
    'cache-matched-key': expect.stringContaining('::error::x'),
  })
  for (const step of [saved, main]) {
    expect(step.status).toBe(0)
    expect(obeyed(step.log)).toEqual([])
    expect(step.log).not.toContain(ESC)
    expect(step.summary).not.toMatch(/<(script|img)/)
    // A blank line would end the HTML block and begin Markdown.
    expect(step.summary).not.toMatch(/\n\s*\n[^<]/)
  }
  const known = [
    'cache-hit',
    'cache-matched-key',
    'cache-primary-key',
    'fetched-bytes',
    'hit',
    'restored-bytes',
    'restored-files',
    'seconds',
    'version',
  ]
  expect(Object.keys(main.outputs).filter((name) => !known.includes(name))).toEqual([])
})

test('a terminal is never given what another wrote', async () => {
  const desk = new Desk()
  desk.env['NO_COLOR'] = '1'
  execFileSync('mkdir', [join(desk.workspace, 'tree')])
  execFileSync('mkfifo', [join(desk.workspace, 'tree', NAME)])
  const runs = [
    await desk.run('save', '--path', 'tree', '--key', KEY),
    await desk.run('restore', '--path', 'tree', '--key', KEY),
    await desk.run('list'),
    await desk.run('show', KEY),
    await desk.run('verify', KEY),
    await desk.run('rm', KEY),
    await desk.run('restore', '--path', `tree${NAME}`, '--key', 'k,'),
  ]
  for (const { stdout, stderr } of runs) {
    for (const text of [stdout, stderr]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
      expect(obeyed(text)).toEqual([])
    }
  }
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0, 2])
})
