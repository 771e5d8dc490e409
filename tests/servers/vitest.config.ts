import { defineConfig } from 'vitest/config'

/** The checks on real web servers: apart from `npm test`, because they need Debian's nginx, Apache and strace. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/servers/*.check.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
