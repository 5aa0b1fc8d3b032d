import { defineConfig } from 'vitest/config'

/**
 * Tests of what keeps nothing for itself: no state in a module, no variable of the environment, nothing of the process.
 * Their files run one after the other in a process, which loads the sources once.
 */
const SHARING = [
  '__tests__/{bench,core,volume,faces/messages}/**/*.test.ts',
  '__tests__/stores/{*,{github,retrying,tiered}/*}.test.ts',
]
/** What takes long: jobs, damage, worlds, the toolkit's own client at work on whole caches, and what tests tests. */
const LONG = [
  '__tests__/{damage,e2e,model,runner}/**/*.test.ts',
  '__tests__/faces/github/{adopt,v1}.test.ts',
  '__tests__/contract/github-service.test.ts',
]
/** Each of these has a command of its own. */
const OTHERS = ['__tests__/{attacks,contract/servers,model/all}/**/*.test.ts', '__tests__/e2e/{act,github}.test.ts']

const project = (name: string, include: readonly string[], exclude: readonly string[] = [], isolate = true) => ({
  extends: true as const,
  test: { name, include: [...include], exclude: ['**/node_modules/**', ...exclude], isolate },
})

export default defineConfig({
  test: {
    reporters: ['default', './__tests__/support/no-unlisted-skips.ts'],
    globalSetup: './__tests__/support/compile-cache.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Worker threads and child processes are started by the code under test: processes keep them apart.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      project('own', ['__tests__/**/*.test.ts'], [...SHARING, ...LONG, ...OTHERS]),
      project('shared', SHARING, [], false),
      project('long', LONG, OTHERS),
      project('others', OTHERS),
    ],
  },
})
