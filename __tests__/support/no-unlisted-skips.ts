import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * A test that a machine may skip: on these platforms, for this reason. Everywhere else, and every test that is not
 * listed, a skip under `CI=true` fails the run: a test that quietly stopped running protects nothing.
 */
export interface AllowedSkip {
  /** Path of the test file from the project's root, with `/`. */
  readonly file: string
  /** Start of the full name (`suite > test`); `''` stands for the whole file. */
  readonly test: string
  readonly platforms: readonly NodeJS.Platform[]
  readonly reason: string
}

export const allowedSkips: readonly AllowedSkip[] = JSON.parse(
  readFileSync(new URL('allowed-skips.json', import.meta.url), 'utf8'),
)

/** Is this skip listed for this platform? */
export function isAllowed(
  skipped: { readonly file: string; readonly test: string },
  platform: NodeJS.Platform,
  allowed: readonly AllowedSkip[] = allowedSkips,
): boolean {
  return allowed.some(
    ({ file, test, platforms }) =>
      file === skipped.file && skipped.test.startsWith(test) && platforms.includes(platform),
  )
}

/** Ends a run with its counts on one line, after the names of the tests that were skipped without being listed. */
export default class NoUnlistedSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const unlisted = tests.filter(
      (test) => test.result().state === 'skipped' && !isAllowed(nameOf(test), process.platform),
    )
    for (const test of unlisted) {
      const { file, test: name } = nameOf(test)
      console.log(`skipped, and not in __tests__/support/allowed-skips.json for ${process.platform}: ${file}: ${name}`)
    }
    const refused = process.env['CI'] === 'true' ? unlisted.length : 0
    // A file that could not be loaded has no tests to count; it is one failure.
    const broken = modules.filter((module) => module.errors().length > 0).length
    if (refused > 0) process.exitCode = 1
    const skipped = count('skipped') - refused
    console.log(
      `\n${count('passed')} passed, ${count('failed') + broken + refused} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    )
  }
}

function nameOf(test: TestCase): { file: string; test: string } {
  return { file: relative(process.cwd(), test.module.moduleId).replaceAll(sep, '/'), test: test.fullName }
}
