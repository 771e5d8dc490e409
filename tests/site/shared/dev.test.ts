import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { productRoutes } from '../../../site/shared/build.ts'
import { copiedFile } from '../../../site/shared/dev.ts'
import { engineFiles } from '../../../site/shared/engine.ts'

const baked = mkdtempSync(join(tmpdir(), 'baked-'))
beforeAll(() => {
  mkdirSync(join(baked, 'data'))
  writeFileSync(join(baked, 'data', 'a.csv'), 'a')
  writeFileSync(join(baked, 'run.json'), '{}')
})
afterAll(() => rmSync(baked, { recursive: true }))

test('in development the data folder and the engine are served from where they lie', () => {
  expect(copiedFile(baked, '/data/a.csv')).toBe(join(baked, 'data', 'a.csv'))
  for (const [path, file] of engineFiles()) expect(copiedFile(baked, path)).toBe(file)
})

test('a page, a folder and what lies outside the data folder go on to the pages', () => {
  for (const path of ['/', '/data/', '/data', '/data/b.csv', '/run.json', '/data/%2e%2e/run.json', '/data/%'])
    expect(copiedFile(baked, path)).toBeNull()
})

test('the gallery is a page of the development server and of no built site', async () => {
  const routes = async (command: 'dev' | 'build') => {
    const found: string[] = []
    const setup = productRoutes('areas').hooks['astro:config:setup']
    const injectRoute = ({ pattern }: { pattern: string }) => found.push(pattern)
    await setup?.({ command, injectRoute } as unknown as Parameters<typeof setup>[0])
    return found
  }
  expect(await routes('dev')).toContain('/gallery')
  expect(await routes('build')).not.toContain('/gallery')
  expect(await routes('build')).toContain('/')
})
