import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { billOf, bundledIn, type Locked } from '../../scripts/sbom.ts'

const root = join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const wanted = JSON.parse(text('package.json'))
const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> }

test('every dependency is pinned, and locked by its digest', () => {
  const { dependencies, devDependencies, optionalDependencies } = wanted as Record<string, Record<string, string>>
  const pins = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  expect(pins.length).toBeGreaterThan(20)
  for (const [name, version] of pins) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version)
  }
  for (const [folder, { integrity }] of Object.entries(packages)) {
    if (folder !== '') expect(integrity, folder).toMatch(/^sha512-/)
  }
})

test('the bill of materials has what is in the bundles, each with its digest', () => {
  const licences = text('dist/licenses.txt')
  const { components } = billOf('1.2.3', licences, packages)
  const names = components.map(({ name, version }) => `${name} ${version}`)
  expect(names).toEqual(bundledIn(licences))
  expect(names).toContain(`@actions/core ${wanted.dependencies['@actions/core']}`)
  expect(names).toContain(`picocolors ${wanted.dependencies['picocolors']}`)
  for (const { hashes, name } of components) expect(hashes[0]?.content, name).toMatch(/^[0-9a-f]{128}$/)
  expect(() => billOf('1.2.3', `${licences}${'-'.repeat(80)}\n\nplanted 6.6.6\n`, packages)).toThrow(/planted 6.6.6/)
})

test('nothing is installed in a workflow but by npm ci and pinned scripts', () => {
  const runs = ['ci', 'release', 'action', 'cache'].flatMap((name) => {
    const { jobs } = parse(text(`.github/workflows/${name}.yml`)) as {
      jobs: Record<string, { steps: { run?: string }[] }>
    }
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
  })
  expect(runs.filter((run) => run === 'npm ci').length).toBeGreaterThan(5)
  for (const run of runs) expect(run).not.toMatch(/npm (install|i|exec)\b|\bnpx\b|\bpip\b|\bcurl\b|\bwget\b/)
})
