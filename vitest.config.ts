import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    reporters: ['default', './__tests__/support/no-unlisted-skips.ts'],
    globalSetup: './__tests__/support/compile-cache.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Worker threads and child processes are started by the code under test: processes keep them apart.
    pool: 'forks',
    maxWorkers: 2,
  },
})
