import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JobResult, pullRequest, push, type RunOptions, runWorkflow } from '../support/runner/index.ts'

const fixtures = fileURLToPath(new URL('../support/runner/fixtures', import.meta.url))
const timing = { sigint: 300, sigterm: 300, minute: 200 }
let root: string
let workspace: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'warmstart-'))
  workspace = makeWorkspace('work')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function makeWorkspace(name: string): string {
  const directory = join(root, name)
  cpSync(join(fixtures, 'actions'), join(directory, 'actions'), { recursive: true })
  return directory
}

function run(workflow: string, options: Partial<RunOptions> = {}) {
  const file = join(fixtures, 'workflows', `${workflow}.yml`)
  return runWorkflow({ file, event: push(), workspace, timing, ...options })
}

async function jobsOf(workflow: string, options: Partial<RunOptions> = {}): Promise<Record<string, JobResult>> {
  const { jobs } = await run(workflow, options)
  return Object.fromEntries(jobs.map((job) => [job.name, job]))
}

/** `id: outcome`, or `outcome/conclusion` where they differ. */
function outcomes(job: JobResult | undefined): string[] {
  return (job?.steps ?? []).map(({ id, name, outcome, conclusion }) => {
    return `${id || name}: ${outcome === conclusion ? outcome : `${outcome}/${conclusion}`}`
  })
}

/** What the recording actions said, posts in the order they ran. */
function recorded(job: JobResult | undefined): string[] {
  return (job?.steps ?? []).flatMap(({ log }) => log.filter((line) => /^(main|post) /.test(line)))
}

const brief = (lines: string[]) => lines.map((line) => line.replace(/ \{.*/, ''))

describe('steps', () => {
  it('share environment, outputs, path and summary the way the runner lets them', async () => {
    mkdirSync(join(workspace, 'ignored'))
    writeFileSync(join(workspace, 'a.lock'), 'a')
    writeFileSync(join(workspace, 'ignored', 'b.lock'), 'b')
    process.env['SECRET_OF_THE_HOST'] = 'leaked'
    const result = await run('steps', {
      secrets: { KEY: 's3cr3t-value' },
      vars: { COLOUR: 'blue' },
      actionEnv: { ACTIONS_RUNTIME_TOKEN: 'leaked' },
    }).finally(() => delete process.env['SECRET_OF_THE_HOST'])
    const [first, second] = result.jobs
    const said = (name: string) =>
      first?.steps.find((step) => step.name === name)?.log.filter((line) => line[0] !== '>')
    expect(result.conclusion).toBe('success')
    expect(said('Make main')).toEqual(['level=step only=w ci=true actions=true sha=5ca1ab'])
    expect(said('Read')).toEqual([
      'added=from step 1 from step 1 tool=my tool level=job',
      'out=42 "line 1\\nline 2" success',
      'host=hidden token=hidden',
    ])
    const inner = createHash('sha256').update('a').digest()
    const hash = createHash('sha256').update(inner).digest('hex')
    expect(said('Hash')).toEqual([`hash=${hash} none=.`])
    expect(said('Commands')).toEqual([
      '*** and *** and ***',
      '##[warning]look\nhere',
      '##[group]stuff',
      '##[endgroup]',
      '##[notice]note',
      '::error::not a command',
      '::unknown::kept',
    ])
    expect(said('Directory')).toEqual([expect.stringMatching(/tools$/), 'secret=*** var=blue'])
    expect(first?.steps[2]).toMatchObject({ id: 'skipped', outcome: 'skipped', conclusion: 'skipped' })
    expect(first?.steps[4]?.annotations.map(({ level }) => level)).toEqual(['warning', 'notice'])
    expect(first).toMatchObject({ outputs: { answer: '42', many: 'line 1\nline 2' }, summary: '# Done\n' })
    expect(second?.steps[0]?.log.at(-1)).toBe('needs success 42 github-hosted')
  })

  it('fail, are tolerated and are skipped by status', async () => {
    const jobs = await jobsOf('failures')
    expect(outcomes(jobs['tolerated'])).toEqual([
      'bad: failure/success',
      'after: success',
      'Run ./actions/record: success',
      'Post Run ./actions/record: failure/success',
    ])
    expect(jobs['tolerated']?.steps[1]?.log.at(-1)).toBe('failure success success')
    expect(outcomes(jobs['failing'])).toEqual([
      ...['bad: failure', 'implied: skipped', 'combined: skipped', 'failure: success', 'always: success'],
      ...['pipefail: failure', 'broken: failure'],
    ])
    expect(jobs['failing']?.steps[0]?.log.at(-1)).toBe('##[error]Process completed with exit code 7.')
    expect(jobs['failing']?.steps[3]?.log.at(-1)).toBe('status failure')
    expect(jobs['skipped']?.conclusion).toBe('skipped')
    expect(jobs['cleanup']?.conclusion).toBe('success')
    expect(jobs['experimental']).toMatchObject({ outcome: 'failure', conclusion: 'success' })
  })
})

describe('posts', () => {
  let jobs: Record<string, JobResult>
  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'warmstart-'))
    cpSync(join(fixtures, 'actions'), join(directory, 'actions'), { recursive: true })
    writeFileSync(join(directory, 'project.lock'), 'before')
    jobs = await jobsOf('posts', { workspace: directory })
    rmSync(directory, { recursive: true })
  })

  it('run last in, first out, with inputs evaluated again and only their own state', async () => {
    const own = (name: string) => [`STATE_mine=${name}\nand more`]
    const hash = (text: string) => createHash('sha256').update(createHash('sha256').update(text).digest()).digest('hex')
    const lines = recorded(jobs['fine']).map((line) => [
      line.replace(/ \{.*/, ''),
      JSON.parse(line.replace(/^[^{]*/, '')),
    ])
    expect(lines).toEqual([
      ['main a', { status: 'success', value: `start ${hash('before')} `, states: [] }],
      ['main b', { status: 'success', value: 'none', states: [] }],
      ['post b', { status: 'success', value: 'none', states: own('b') }],
      ['post a', { status: 'success', value: `end ${hash('changed\n')} late`, states: own('a') }],
    ])
    expect(jobs['fine']?.summary).toBe('main of a\n\nmain of b\n\npost of b\n\npost of a\n')
    expect(jobs['fine']?.steps.find(({ id }) => id === 'late')?.log.at(-1)).toBe('said a')
  })

  it('see the status of the job at that moment', async () => {
    expect(brief(recorded(jobs['main-fails']))).toEqual(['main a', 'main b', 'main c', 'post c', 'post a'])
    expect(recorded(jobs['main-fails']).at(-1)).toContain('"status":"failure"')
    // The post that was registered later fails first, and takes the job's success from the other one.
    expect(brief(recorded(jobs['post-fails']))).toEqual(['main a', 'main b', 'post b'])
    expect(jobs['post-fails']?.conclusion).toBe('failure')
    expect(jobs['post-fails']?.steps.map(({ outcome }) => outcome)).toEqual([
      'success',
      'success',
      'failure',
      'skipped',
    ])
  })

  it('need the action to be in the workspace still', async () => {
    const { wiped } = jobs
    expect(wiped?.steps.at(-1)).toMatchObject({ stage: 'post', outcome: 'failure' })
    expect(wiped?.steps.at(-1)?.annotations[0]?.message).toContain("Can't find 'action.yml'")
  })
})

describe('composite actions', () => {
  it('have inputs, outputs, an environment of their own and posts in the job', async () => {
    const { fine } = await jobsOf('composite')
    const outer = fine?.steps[0]
    expect(outer?.log).toContain('hi from composite outside')
    expect(outer?.annotations[0]?.message).toBe("Unexpected input(s) 'strange', valid inputs are ['greeting', 'fail']")
    expect(outer?.outputs).toEqual({ answer: 'hi back' })
    expect(fine?.steps[2]?.log.at(-1)).toBe('hi back, yes, nothing, .')
    expect(brief(recorded(fine))).toEqual([
      ...['main inner-1', 'main inner-2', 'main last'],
      ...['post last', 'post inner-2', 'post inner-1'],
    ])
  })

  it('fail with a step of theirs', async () => {
    const { failing } = await jobsOf('composite')
    expect(failing?.conclusion).toBe('failure')
    expect(failing?.steps[0]?.log).toContain('the composite sees its failure')
    expect(brief(recorded(failing))).toEqual(['main inner-1', 'post inner-1'])
  })
})

describe.skipIf(process.platform === 'win32')('cancelling', () => {
  const cancelAfter = { step: 'slow', line: 'waiting' }
  it.each([
    ['', ['got SIGINT']],
    ['SIGINT', ['got SIGINT', 'got SIGTERM']],
    ['SIGINT SIGTERM', ['got SIGINT', 'got SIGTERM']],
  ])('sends SIGINT, SIGTERM and kills (deaf to %j)', async (deaf, signals) => {
    const result = await run('cancel', { cancelAfter, vars: { DEAF: deaf } })
    const [job, waiting, reporting] = result.jobs
    expect(result.conclusion).toBe('cancelled')
    expect(outcomes(job).slice(2)).toEqual([
      ...['slow: cancelled', 'never: skipped', 'cancelled: success'],
      ...['Post Run ./actions/record-success: skipped', 'Post Run ./actions/record: success'],
    ])
    expect(job?.steps[2]?.log.slice(1)).toEqual([...signals, '##[error]The operation was canceled.'])
    expect(recorded(job).at(-1)).toContain('"status":"cancelled"')
    expect([waiting?.conclusion, reporting?.conclusion]).toEqual(['skipped', 'success'])
    expect(reporting?.steps[0]?.log.at(-1)).toBe('cancelled')
  })

  it('lets a step go on whose condition still holds', async () => {
    const { jobs } = await run('stubborn', { cancelAfter: { step: 'goes-on', line: 'started' } })
    expect(outcomes(jobs[0])).toEqual(['goes-on: success', 'timeout: failure'])
    expect(jobs[0]?.steps[0]?.log.at(-1)).toBe('finished')
  })

  it('is not what a timeout does, and leaves no process behind', async () => {
    const { jobs, conclusion } = await run('stubborn')
    expect(conclusion).toBe('failure')
    expect(jobs[0]?.steps[1]?.log.at(-1)).toMatch(/has timed out after 2 minutes/)
    await setTimeout(1500)
    expect(existsSync(join(workspace, 'late'))).toBe(false)
  })
})

describe('a matrix', () => {
  it('is expanded, tolerated by leg and merged for needs', async () => {
    const jobs = await jobsOf('matrix', { workspace: ({ matrix }) => makeWorkspace(JSON.stringify(matrix)) })
    const first = (name: string) => jobs[name]?.steps[0]?.log.find((line) => line[0] !== '>')
    expect(Object.keys(jobs).filter((name) => name.startsWith('build'))).toEqual([
      'build (small, linux, blue)',
      'build (small, mac)',
      'build (large, linux, blue)',
      'build (huge, linux, true)',
    ])
    expect(first('build (large, linux, blue)')).toBe('large linux blue 2/4')
    expect(jobs['build (huge, linux, true)']).toMatchObject({ outcome: 'failure', conclusion: 'success' })
    expect(first('after')).toBe('build success')
    expect([jobs['fast (1)']?.conclusion, jobs['fast (2)']?.conclusion]).toEqual(['failure', 'cancelled'])
  })
})

describe('what the runner cannot honour', () => {
  const job = 'jobs: { a: { runs-on: x, steps: [{ run: "true" }] } }'
  it.each([
    ['concurrency: one', /has the key concurrency, which this runner does not support/],
    [`${job}\non: push\nunknown: 1`, /has the key unknown/],
    ['jobs: { a: { container: x, steps: [{ run: "true" }] } }', /jobs\.a has the key container/],
    ['jobs: { a: { steps: [{ run: "true", user: me }] } }', /steps\[0\] has the key user/],
    ['jobs: { a: { steps: [{ run: "true", uses: ./x }] } }', /either run or uses/],
    ['jobs: { a: { needs: b, steps: [{ run: "true" }] } }', /needs b, which is no job/],
    ['jobs: { a: { needs: a, steps: [{ run: "true" }] } }', /job a needs itself/],
    ['jobs: { a: { steps: [{ id: x, run: "true" }, { id: x, run: "true" }] } }', /two steps with the id x/],
  ])('is an error that names it: %s', async (text, message) => {
    const file = join(root, 'workflow.yml')
    writeFileSync(file, text)
    await expect(runWorkflow({ file, event: push(), workspace })).rejects.toThrow(message)
  })

  it.each([
    ['uses: actions/checkout@v5', /actions only/],
    ['uses: ./nowhere', /Can't find 'action.yml'/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the workflow's own syntax
    ['run: echo ${{ nothing.here }}', /nothing/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the workflow's own syntax
    ['run: echo ${{ success() }}', /success/],
    ['{ run: echo, if: "secrets.KEY != \'\'" }', /secrets/],
    ['{ run: echo, shell: pwsh }', /no shell pwsh/],
  ])('fails the step: %s', async (step, message) => {
    const file = join(root, 'workflow.yml')
    writeFileSync(
      file,
      `jobs: { a: { steps: [ ${step.startsWith('{') ? step : `{ ${step.replace(': ', ': "')}" }`} ] } }`,
    )
    const result = await runWorkflow({ file, event: pullRequest(3), workspace })
    expect(result.jobs[0]?.steps[0]?.annotations[0]?.message).toMatch(message)
    expect(result.conclusion).toBe('failure')
  })
})

it('leaves nothing of its own behind', async () => {
  const file = join(root, 'workflow.yml')
  writeFileSync(file, 'jobs: { a: { steps: [{ run: echo "temp=$RUNNER_TEMP" }] } }')
  const { jobs } = await runWorkflow({ file, event: push(), workspace })
  const temp = jobs[0]?.steps[0]?.log.at(-1)?.slice('temp='.length) ?? ''
  expect(temp).toContain('warmstart-runner-')
  expect(existsSync(temp) || existsSync(dirname(temp))).toBe(false)
})
