import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type JobResult, push, type RunOptions, runWorkflow } from '../support/runner/index.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'warmstart-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const caller = fileURLToPath(new URL('../support/runner/fixtures/workflows/caller.yml', import.meta.url))
const secrets = { OWN_KEY: 's3cr3t' }

function run(options: Partial<RunOptions> = {}) {
  return runWorkflow({
    file: caller,
    ...{ event: push(), workspace: root, secrets },
    timing: { sigint: 300, sigterm: 300 },
    ...options,
  })
}

const said = (job: JobResult | undefined) => job?.steps[0]?.log.filter((line) => !line.startsWith('> '))

describe('a called workflow', () => {
  it('has the inputs and secrets it is given, nothing else of its caller, and gives outputs back', async () => {
    const { jobs, conclusion } = await run()
    expect(conclusion).toBe('success')
    expect(jobs.map(({ id, name }) => [id, name])).toEqual([
      ['first', 'first'],
      ['call/work', 'Call small / work'],
      ['call/inner/deepest', 'Call small / inner / deepest'],
      ['after', 'after'],
    ])
    expect(said(jobs[1])).toEqual([
      'text=hello small many=3 key=true other=',
      'own= level=called outside= job=work workflow=Caller',
    ])
    expect(said(jobs[2])).toEqual(['key=true own= level='])
    expect(said(jobs[3])).toEqual(['success hello small back from success'])
  })

  it('fails its caller, and jobs that need a failed one are skipped in it', async () => {
    const { jobs, conclusion } = await run({ vars: { FAILS: 'true' } })
    expect(conclusion).toBe('failure')
    expect(jobs.map((job) => [job.id, job.conclusion])).toEqual([
      ...[
        ['first', 'success'],
        ['call/work', 'failure'],
        ['call/inner', 'skipped'],
        ['after', 'success'],
      ],
    ])
    expect(said(jobs[3])).toEqual(['failure hello small back from skipped'])
  })

  it.skipIf(process.platform === 'win32')('is cancelled with the run', async () => {
    const { jobs, conclusion } = await run({ vars: { SLOW: '1' }, cancelAfter: { step: 'slow', line: 'level=' } })
    expect(conclusion).toBe('cancelled')
    expect(jobs.map((job) => [job.id, job.conclusion])).toEqual([
      ...[
        ['first', 'success'],
        ['call/work', 'cancelled'],
        ['call/inner', 'skipped'],
        ['after', 'success'],
      ],
    ])
    expect(said(jobs[3])?.[0]).toMatch(/^cancelled/)
  })

  const step = 'steps: [{ run: "true" }]'
  const declared = '{ inputs: { n: { type: number }, must: { type: string, required: true } }, secrets: { k: {} } }'
  it.each([
    ['with: { n: 1 }', /lacks the input must/],
    ['with: { n: one, must: x }', /gives the input n no number/],
    ['with: { must: x, unknown: 1 }', /has the key unknown/],
    ['with: { must: x }, secrets: { another: 1 }', /has the key another/],
    ['with: { must: x }, env: { A: b }', /has the key env/],
  ])('is not called wrongly: %s', async (call, message) => {
    writeFileSync(join(root, 'called.yml'), `{ on: { workflow_call: ${declared} }, jobs: { a: { ${step} } } }`)
    await expect(runText(`{ uses: ./.github/workflows/called.yml, ${call} }`)).rejects.toThrow(message)
  })

  it.each([
    ['octo/project/.github/workflows/called.yml@v1', /workflows of the repository only/],
    ['./.github/workflows/workflow.yml', /has no workflow_call/],
    ['./.github/workflows/nowhere.yml', /ENOENT/],
  ])('is not every file: %s', async (uses, message) => {
    await expect(runText(`{ uses: ${uses} }`)).rejects.toThrow(message)
  })

  it('does not call itself for ever', async () => {
    const again = '{ uses: ./.github/workflows/called.yml }'
    writeFileSync(join(root, 'called.yml'), `{ on: workflow_call, jobs: { a: ${again} } }`)
    await expect(runText(again)).rejects.toThrow(/over 10 levels/)
  })

  function runText(job: string) {
    const file = join(root, 'workflow.yml')
    writeFileSync(file, `{ on: push, jobs: { a: ${job} } }`)
    return run({ file })
  }
})

describe('actions/checkout', () => {
  it('does what the caller of the runner says, in every job’s workspace', async () => {
    const file = join(root, 'workflow.yml')
    writeFileSync(file, 'jobs: { a: { steps: [{ uses: actions/checkout@v5 }, { run: cat made }] } }')
    const checkout = (workspace: string) => writeFileSync(join(workspace, 'made'), 'by checkout\n')
    const { jobs } = await run({ file, checkout })
    expect(jobs[0]?.steps[1]?.log.at(-1)).toBe('by checkout')
  })
})
