import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMPILE_CACHE, WEEK_FLAGS } from '../../pipeline/lib/memory.ts'
import { sourceFiles, textsOf } from './sources.ts'

const { scripts, knip, type } = JSON.parse(readFileSync('package.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'foresite-house-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A project of a few planted files, with the project's own packages. */
function plant(files: Readonly<Record<string, string>>): string {
  const project = mkdtempSync(join(folder, 'project-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(project, dirname(path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'))
  return project
}

function said(project: string, tool: string, options: readonly string[]): string {
  const command = join('node_modules', '.bin', tool)
  const { stdout, stderr } = spawnSync(command, options, { cwd: project, encoding: 'utf8' })
  return stdout + stderr
}

/** What the linter says, with the project's own settings, of a text that stands at a path. */
function lint(path: string, text: string): string {
  const project = plant({ '.biome.json': readFileSync('.biome.json', 'utf8'), [path]: text })
  return said(project, 'biome', ['lint', '--vcs-enabled=false', path])
}

/** What knip says, with the project's own settings, of a project of planted files. */
function unused(planted: Readonly<Record<string, string>>, ...options: string[]): string {
  const manifest = { name: 'planted', type, knip: { ...knip, ignoreDependencies: [], ignoreBinaries: [] } }
  const config = readFileSync('astro.config.mjs', 'utf8')
  const project = plant({
    'package.json': JSON.stringify(manifest),
    'astro.config.mjs': config,
    ...planted,
  })
  return said(project, 'knip', ['--no-progress', '--no-config-hints', '--include', 'exports', ...options])
}

it('a whole week is started as the pipeline starts it', () => {
  const engine = `NODE_COMPILE_CACHE=${COMPILE_CACHE} node`
  expect(scripts.weekly).toBe(`${engine} ${WEEK_FLAGS.join(' ')} pipeline/weekly.ts`)
  expect(scripts.start).toBe(`${engine} ${WEEK_FLAGS.join(' ')} pipeline/start.ts`)
  expect(scripts.feed).toBe(`${engine} pipeline/feed.ts`)
})

describe('npm run lint', () => {
  it('holds the linter and both looks of knip, and npm test runs it', () => {
    expect(scripts.lint).toBe('biome ci . && knip --no-progress && knip --production --no-progress')
    expect(scripts.test).toContain('npm run lint')
  })

  const long = `export function long() {\n${'  console.info(1)\n'.repeat(41)}}\n`
  const many = 'export function many(a: 1, b: 2, c: 3, d: 4) {\n  return [a, b, c, d]\n}\n'

  it.each(['pipeline/lib/planted.ts', 'site/shared/planted.ts'])(
    'refuses a function of more than 40 lines or three parameters in %s',
    path => {
      expect(lint(path, long)).toMatch(/noExcessiveLinesPerFunction[\s\S]*Found 1 error/)
      expect(lint(path, many)).toMatch(/useMaxParams[\s\S]*Found 1 error/)
    },
  )

  it('refuses more than three parameters in tests too; a test may be long', () => {
    expect(lint('tests/lib/planted.ts', many)).toMatch(/useMaxParams[\s\S]*Found 1 error/)
    expect(lint('tests/lib/planted.ts', long)).not.toContain('noExcessiveLinesPerFunction')
  })

  const planted = {
    'pipeline/weekly.ts': `import { used } from './lib/a.ts'\nused()\n`,
    'pipeline/lib/a.ts': ['used', 'tested', 'dead'].map(name => `export function ${name}() {}`).join('\n'),
    'tests/lib/a.test.ts': `import { tested } from '../../pipeline/lib/a.ts'\ntested()\n`,
  }

  it('finds an export that nobody uses, and in production one that only a test uses', () => {
    const all = unused(planted)
    expect([all.includes('dead'), all.includes('tested')]).toEqual([true, false])
    const production = unused(planted, '--production')
    expect([production.includes('dead'), production.includes('tested')]).toEqual([true, true])
  })
})

/** Names exported under `@internal` (for their own test) that the file itself does not use. */
function idleInternals(text: string): string[] {
  const tagged =
    /@internal(?:(?!\*\/)[\s\S])*\*\/\s*export\s+(?:async\s+)?(?:function|const|type|interface)\s+(\w+)/g
  const names = [...text.matchAll(tagged)].map(match => match[1]!)
  return names.filter(name => (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2)
}

describe('an export marked @internal, which is there for its test', () => {
  it('is used by its own file', () => {
    const found = [...textsOf(sourceFiles('pipeline', 'site'))].flatMap(([path, text]) =>
      idleInternals(text).map(name => `${path}: ${name}`),
    )
    expect(found).toEqual([])
  })

  it('one that its file does not use would be found', () => {
    const text = '/** @internal */\nexport function add() {}\n/** @internal */\nexport const ONE = 1\nONE + 1'
    expect(idleInternals(text)).toEqual(['add'])
  })
})
