import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceFiles, textsOf } from './sources.ts'

const texts = textsOf(sourceFiles('pipeline', 'site'))

/** Names that a source exports; undefined where it passes on all of another. */
function exportsOf(text: string): Set<string> | undefined {
  if (/^export \* from/m.test(text)) return undefined
  const declared = text.matchAll(/^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm)
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    list!.split(',').map(name =>
      name
        .trim()
        .split(' as ')
        .at(-1)!
        .replace(/^type /, '')
        .trim(),
    ),
  )
  return new Set([...[...declared].map(([, name]) => name!), ...listed])
}

/** What a page or component imports of our own by name: the file and the names. */
function namedImports(path: string, text: string): { from: string; names: string[] }[] {
  return [...text.matchAll(/import (?:type )?\{([^}]*)\} from '(\.[^']+\.ts)'/g)].map(([, list, from]) => ({
    from: join(dirname(path), from!),
    names: list!
      .split(',')
      .map(name =>
        name
          .trim()
          .replace(/^type /, '')
          .split(' as ')[0]!
          .trim(),
      )
      .filter(Boolean),
  }))
}

/** Imports of a page that nothing exports. */
function missing(path: string, text: string, sources = texts): string[] {
  return namedImports(path, text).flatMap(({ from, names }) => {
    const source = sources.get(from)
    if (source === undefined) return [`${path}: ${from}`]
    const known = exportsOf(source)
    return known ? names.filter(name => !known.has(name)).map(name => `${path}: ${name} of ${from}`) : []
  })
}

describe('pages and components, which the compiler of types does not read', () => {
  it('import only what there is', () => {
    const pages = [...texts].filter(([path]) => path.endsWith('.astro'))
    expect(pages.length).toBeGreaterThan(50)
    expect(pages.flatMap(([path, text]) => missing(path, text))).toEqual([])
  })

  it('would be told of a name that has gone', () => {
    const sources = new Map([
      ['site/a/words.ts', `export function kept() {}\nexport { one as two } from './b.ts'`],
    ])
    const page = `import { kept, two, type Gone, lost as found } from './words.ts'`
    expect(missing('site/a/Page.astro', page, sources)).toEqual([
      'site/a/Page.astro: Gone of site/a/words.ts',
      'site/a/Page.astro: lost of site/a/words.ts',
    ])
    expect(missing('site/a/Page.astro', `import { a } from './gone.ts'`, sources)).toEqual([
      'site/a/Page.astro: site/a/gone.ts',
    ])
  })
})

/** Lines that write a percentage with a space before its sign. */
function spacedPercents(text: string): string[] {
  return text.split('\n').filter(line => /[0-9}] %(?=[\s'`.,;:)|]|$)/.test(line) && !/[A-Z_]\} % /.test(line))
}

it('a percentage is written one way, without a space before its sign', () => {
  expect(spacedPercents("words = 'half'\nwords = '50 % of rows'\n'2.0 %'")).toHaveLength(2)
  expect([...texts].flatMap(([path, text]) => spacedPercents(text).map(line => `${path}: ${line}`))).toEqual(
    [],
  )
})
