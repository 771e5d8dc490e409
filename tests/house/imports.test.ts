import { describe, expect, it } from 'vitest'
import { circles, importGraph, reachedFrom } from './circles.ts'
import { importsIn, sourceFiles, textsOf, wrongImports } from './sources.ts'

const ROOMS = ['lib', 'force', 'data', 'features', 'scores', 'models', 'evidence', 'bake', 'publish']
const texts = textsOf(sourceFiles('pipeline', 'site'))
const graph = importGraph(texts)
const VOCABULARY = 'pipeline/bake/contract/vocabulary.ts'

/** The room of a file: a folder of `pipeline`, `command` for the files beside the folders, or `site`. */
function roomOf(path: string): string {
  const [top, room, ...rest] = path.split('/')
  return top === 'site' ? 'site' : rest.length > 0 ? room! : 'command'
}

function pointsLeft(from: string, to: string): boolean {
  const [here, there] = [roomOf(from), roomOf(to)]
  if (here === 'command' || here === 'bench') return there !== 'site'
  if (here === 'site') return there === 'site' || to.startsWith('pipeline/bake/contract/')
  if (here === 'synthetic')
    return ['synthetic', 'lib', 'force'].includes(there) || to === 'pipeline/data/schema.ts'
  return ROOMS.includes(there) && ROOMS.indexOf(there) <= ROOMS.indexOf(here)
}

/** Which part of the site a file belongs to: that of one product or the part that both share. */
function partOf(path: string): 'areas' | 'people' | 'shared' {
  const part = /^site\/(?:pages\/)?(?:gallery\/)?(areas|people)[/.]/.exec(path)?.[1]
  return part === 'areas' || part === 'people' ? part : 'shared'
}

/** The site's only door into the pipeline, and no way from one product's part into the other's. */
function throughTheDoor(from: string, to: string): boolean {
  if (!from.startsWith('site/')) return true
  const part = partOf(from)
  if (to.startsWith('site/')) return [part, 'shared'].includes(partOf(to))
  const file = /^pipeline\/bake\/contract\/(\w+)\.ts$/.exec(to)?.[1] ?? ''
  return ['run', 'vocabulary', ...(part === 'shared' ? [] : [part])].includes(file)
}

/** The packages that a source text needs when it runs; Node's own modules count. */
function packagesIn(text: string): string[] {
  return importsIn(text)
    .filter(({ from, typesOnly }) => !typesOnly && !from.startsWith('.'))
    .map(({ from }) => from)
}

describe('imports are read', () => {
  it('from statements of one line and of several, re-exports, types, styles and import(...)', () => {
    const text = `import { a,\n  b } from './a.ts'\nimport type { C } from './c.ts'\nexport { d } from 'd'
      import './e.css'\nconst f = await import('./f.ts')\nconst text = 'from here'`
    expect(importsIn(text).map(({ from }) => from)).toEqual(['./a.ts', './c.ts', 'd', './e.css', './f.ts'])
    expect(importsIn(text).filter(({ typesOnly }) => typesOnly)).toHaveLength(1)
  })
})

describe('imports point left', () => {
  it('sees the files of every room', () => {
    expect(new Set([...texts.keys()].map(roomOf))).toEqual(
      new Set([...ROOMS, 'bench', 'command', 'synthetic', 'site']),
    )
  })

  it('no file imports from a room that stands after its own', () => {
    expect(wrongImports(texts, pointsLeft)).toEqual([])
  })

  it('an import that points right would be found', () => {
    const planted = new Map([
      ['pipeline/models/places/a.ts', `import { b } from '../../bake/areas/b.ts'`],
      ['pipeline/scores/a.ts', `import type { B } from '../models/places/b.ts'`],
      ['pipeline/data/a.ts', `import { b } from '../synthetic/b.ts'`],
      ['pipeline/synthetic/a.ts', `import { b } from '../data/ingest.ts'`],
      ['pipeline/bake/a.ts', `import { b } from '../weekly.ts'`],
      ['site/shared/a.ts', `import { b } from '../../pipeline/models/places/b.ts'`],
    ])
    expect(wrongImports(planted, pointsLeft)).toHaveLength(planted.size)
    expect(pointsLeft('pipeline/models/places/a.ts', 'pipeline/scores/brier.ts')).toBe(true)
  })
})

describe('no file stands in a circle', () => {
  it('of imports, types included', () => {
    expect(circles(graph)).toEqual([])
  })

  it('a circle would be found, with the files in it and no others', () => {
    const planted = new Map([
      ['a/start.ts', `import { one } from './one.ts'`],
      ['a/one.ts', `import { two } from './two.astro'`],
      ['a/two.astro', `---\nimport type { Three } from './three.ts'\n---\n`],
      ['a/three.ts', `export { one } from './one.ts'\nimport { end } from './end.ts'`],
      ['a/end.ts', ''],
    ])
    expect(circles(importGraph(planted))).toEqual([['a/one.ts', 'a/three.ts', 'a/two.astro']])
  })
})

describe('the site has one door into the pipeline', () => {
  it('pages of areas and of people import their own contract, what both share imports neither', () => {
    expect(wrongImports(texts, throughTheDoor)).toEqual([])
  })

  it('a second door would be found', () => {
    const planted = new Map([
      ['site/pages/areas/a.astro', `import { b } from '../../../pipeline/bake/contract/people.ts'`],
      ['site/people/a.ts', `import { b } from '../../pipeline/bake/contract/areas.ts'`],
      ['site/people/c.ts', `import { b } from '../areas/client/export.ts'`],
      ['site/shared/a.ts', `import type { B } from '../../pipeline/bake/contract/people.ts'`],
      ['site/layouts/a.astro', `import { b } from '../areas/b.ts'`],
      ['site/areas/a.ts', `import { b } from '../../pipeline/lib/week.ts'`],
    ])
    expect(wrongImports(planted, throughTheDoor)).toHaveLength(planted.size)
    expect(throughTheDoor('site/people/a.ts', 'pipeline/bake/contract/people.ts')).toBe(true)
    expect(throughTheDoor('site/pages/gallery/people.astro', 'site/people/b.astro')).toBe(true)
  })

  it('the vocabulary brings no package into the browser', () => {
    const files = [VOCABULARY, ...reachedFrom(importGraph(texts, 'run time'), VOCABULARY)]
    expect(files.flatMap(path => packagesIn(texts.get(path)!).map(name => `${path}: ${name}`))).toEqual([])
  })
})

it('what a file needs when it runs leaves out what only its types come from', () => {
  const planted = new Map([
    ['a.ts', `import { b } from './b.ts'\nimport type { C } from './c.ts'`],
    ['b.ts', `import { d } from './d.ts'`],
  ])
  expect([...reachedFrom(importGraph(planted, 'run time'), 'a.ts')]).toEqual(['b.ts', 'd.ts'])
})

describe('features, scores and models', () => {
  it('import no package', () => {
    const pure = [...texts].filter(([path]) => /^pipeline\/(features|scores|models)\//.test(path))
    expect(pure.flatMap(([path, text]) => packagesIn(text).map(name => `${path}: ${name}`))).toEqual([])
  })

  it('a package would be found, a type would not', () => {
    expect(packagesIn(`import { sum } from 'd3-array'\nimport { z } from 'zod'`)).toEqual(['d3-array', 'zod'])
    expect(packagesIn(`import type { DuckDBValue } from '@duckdb/node-api'`)).toEqual([])
  })
})
