import { defineConfig } from 'vitest/config'

/** Every test. The time limits only end a test that hangs: no machine is slow enough to reach them. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
  },
})
