import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Every dependency without an exact version, and every one that the text gives no reason for. */
function unexplained(versions: Readonly<Record<string, string>>, readme: string): string[] {
  return Object.entries(versions)
    .filter(
      ([name, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) || !readme.includes(`\`${name}\``),
    )
    .map(([name, version]) => `${name} ${version}`)
}

it('every dependency has an exact version and a reason in the README, and one without would be found', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(unexplained({ ...dependencies, ...devDependencies }, readFileSync('README.md', 'utf8'))).toEqual([])
  const planted = { known: '1.2.3', loose: '^1.2.3', silent: '1.2.3' }
  expect(unexplained(planted, 'only `known` and `loose`')).toEqual(['loose ^1.2.3', 'silent 1.2.3'])
})

/** Source files that a document names between backquotes and that stand neither beside it nor at the root. */
function namedInVain(path: string, text: string): string[] {
  const names = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|astro|md))`/g)].map(match => match[1]!)
  return names.filter(name => !existsSync(name) && !existsSync(join(dirname(path), name)))
}

describe('documents', () => {
  const documents = ['README.md', ...globSync(['{pipeline,site,tests}/**/*.md', '.decisions/*.md'])]

  it('name only files that are there', () => {
    const texts = documents.map((path): [string, string] => [path, readFileSync(path, 'utf8')])
    expect(texts.flatMap(([path, text]) => namedInVain(path, text).map(name => `${path}: ${name}`))).toEqual(
      [],
    )
  })

  it('a file that is gone would be found', () => {
    expect(namedInVain('pipeline/README.md', 'see `lib/week.ts` and `lib/gone.ts`')).toEqual(['lib/gone.ts'])
  })

  it('the commands of the README are scripts, and every script that a reader starts stands in it', () => {
    const readme = readFileSync('README.md', 'utf8')
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const said = [...readme.matchAll(/npm (?:run )?(start|test[:\w]*|(?<=run )[\w:]+)/g)].map(
      match => match[1]!,
    )
    const inner = ['format', 'lint', 'types', 'test:servers']
    expect([...new Set(said)].sort()).toEqual(
      Object.keys(scripts)
        .filter(name => !inner.includes(name))
        .sort(),
    )
  })

  it('every setting of a force is explained', () => {
    const schema = readFileSync('pipeline/force/schema.ts', 'utf8')
    const settings = [...schema.slice(schema.indexOf('const Target')).matchAll(/^ +(\w+): /gm)].map(
      match => match[1]!,
    )
    const readme = readFileSync('pipeline/force/README.md', 'utf8')
    expect(settings.length).toBeGreaterThan(40)
    expect(settings.filter(name => !new RegExp(`[\`.]${name}\\b`).test(readme))).toEqual([])
  })
})

it('the check of a clean checkout runs the test command of the README as it stands there', () => {
  const command = /^(npm ci && npm test) /m.exec(readFileSync('README.md', 'utf8'))?.[1]
  expect(command).toBeDefined()
  expect(readFileSync('.ci/run', 'utf8')).toContain(`{ ${command}; }`)
})
