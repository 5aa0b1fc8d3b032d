import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createProgram } from '../../src/faces/cli/program.ts'
import { AUDIT, CONFLICTS, MODES, POLICIES, SAVE_IF, SAVE_ON, SECRETS } from '../../src/faces/config.ts'
import { ENGINE, VERSION } from '../../src/faces/version.ts'

const root = join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(join(root, file), 'utf8')

interface Action {
  readonly inputs: Record<
    string,
    { readonly description: string; readonly default?: string; readonly required?: boolean }
  >
  readonly outputs?: Record<string, unknown>
  readonly runs: Record<string, string>
}
const action = (file: string) => parse(text(file)) as Action

/** The rows of every table in a page whose header begins with `head`, as cells. */
function rows(page: string, head: string): string[][] {
  const found: string[][] = []
  let inside = false
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) inside = false
    else if (line.startsWith(`| ${head} |`)) inside = true
    else if (inside && !line.startsWith('| ---')) {
      found.push(
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
    }
  }
  return found
}

const code = (cell: string | undefined) => /^`(.*)`$/.exec(cell ?? '')?.[1] ?? ''

describe('docs/action.md', () => {
  const page = text('docs/action.md')

  it('has every input with its default', () => {
    const said = rows(page, 'input').map(([name, value]) => [code(name), value === 'required' ? value : code(value)])
    const declared = Object.entries(action('action.yml').inputs).map(([name, input]) => [
      name,
      input.required ? 'required' : String(input.default),
    ])
    expect(said).toEqual(declared)
  })

  it('has every output', () => {
    expect(rows(page, 'output').map(([name]) => code(name))).toEqual(Object.keys(action('action.yml').outputs ?? {}))
  })

  it('lists the inputs of the restore and save actions', () => {
    for (const name of ['restore', 'save']) {
      const [, list = ''] =
        new RegExp(`^\`${name}/\` takes (?:the inputs )?(.*?)(?: and has|\\. )`, 'm').exec(page) ?? []
      expect(list.split(', ').map(code)).toEqual(Object.keys(action(`${name}/action.yml`).inputs))
    }
  })
})

describe('the actions', () => {
  it('share inputs and outputs, word for word', () => {
    const main = action('action.yml')
    for (const name of ['restore', 'save']) {
      for (const [input, declared] of Object.entries(action(`${name}/action.yml`).inputs)) {
        expect(declared).toEqual(main.inputs[input])
      }
    }
    expect(action('restore/action.yml').outputs).toEqual(main.outputs)
  })

  it('run on Node 24, and the post step always', () => {
    expect(action('action.yml').runs).toEqual({
      using: 'node24',
      main: 'dist/main/index.js',
      post: 'dist/post/index.js',
      'post-if': 'always()',
    })
    expect(action('restore/action.yml').runs).toEqual({ using: 'node24', main: '../dist/restore/index.js' })
    expect(action('save/action.yml').runs).toEqual({ using: 'node24', main: '../dist/save/index.js' })
  })

  it('have the defaults of the configuration, and name every word', () => {
    const { inputs } = action('action.yml')
    const words = {
      mode: MODES,
      policy: POLICIES,
      'save-on': SAVE_ON,
      'save-if': SAVE_IF,
      conflict: CONFLICTS,
      secrets: SECRETS,
      audit: AUDIT,
    }
    for (const [name, all] of Object.entries(words)) {
      expect(inputs[name]?.default).toBe(all[0])
      for (const word of all) expect(inputs[name]?.description).toContain(`\`${word}\``)
    }
    expect(inputs['job-status']?.default).toBe(`\${{ job.status }}`)
  })

  it('take every input of actions/cache', () => {
    const theirs = ['path', 'key', 'restore-keys', 'upload-chunk-size', 'enableCrossOsArchive', 'fail-on-cache-miss']
    expect(Object.keys(action('action.yml').inputs)).toEqual(
      expect.arrayContaining([...theirs, 'lookup-only', 'save-always']),
    )
  })

  it('declare every input that is read, and no other', () => {
    const source = text('src/faces/github/inputs.ts') + text('src/faces/github/save-step.ts')
    const read = [...source.matchAll(/(?:text|list|flag|getInput)\('([\w-]+)'\)/g)].map(([, name]) => name)
    expect(read.sort()).toEqual(Object.keys(action('action.yml').inputs).sort())
  })
})

it('docs/moving-from-actions-cache.md has every input and output of actions/cache', () => {
  const inputs = ['path', 'key', 'restore-keys', 'enableCrossOsArchive', 'upload-chunk-size', 'fail-on-cache-miss']
  const outputs = ['cache-hit', 'cache-primary-key', 'cache-matched-key']
  const [, table = ''] = text('docs/moving-from-actions-cache.md').split('## What is different')
  for (const name of [...inputs, 'lookup-only', 'save-always', ...outputs]) expect(table).toContain(`\`${name}\``)
})

describe('docs/cli.md', () => {
  const page = text('docs/cli.md')
  const done = async () => 0
  const looking = { list: done, show: done, rm: done, verify: done, audit: done, share: done, store: done, key: done }
  const commands = { run: done, save: done, restore: done, ...looking }
  const program = createProgram(commands, () => undefined)

  it('has every command', () => {
    const said = rows(page, 'command').map(([usage]) => code(usage).split(' ')[0])
    expect(said.slice(0, program.commands.length)).toEqual(program.commands.map((command) => command.name()))
  })

  it('has every option with the commands that take it', () => {
    const takes = new Map<string, string[]>()
    for (const command of program.commands) {
      for (const { flags } of command.options) takes.set(flags, [...(takes.get(flags) ?? []), command.name()])
    }
    const said = rows(page, 'option').map(([flags, names]) => [code(flags), names])
    const all = program.commands.filter(({ options }) => options.length > 0).length
    const real = [...takes].map(([flags, names]) => [flags, names.length === all ? 'all' : names.join(', ')])
    expect(said.sort()).toEqual(real.sort())
  })
})

it('the release is the one of package.json', () => {
  expect(VERSION).toBe((JSON.parse(text('package.json')) as { version: string }).version)
  expect(ENGINE).toBe(`warmstart ${VERSION}`)
})
