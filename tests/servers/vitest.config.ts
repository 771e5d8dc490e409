import { defineConfig } from 'vitest/config'

/** The checks on real web servers: apart from `npm test`, because they need Debian's nginx and Apache. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/servers/*.check.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
