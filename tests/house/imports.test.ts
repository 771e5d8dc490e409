import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './sources.ts'

const ROOMS = ['lib', 'force', 'data', 'features', 'scores', 'models', 'evidence', 'bake', 'publish']
const files = sourceFiles('pipeline', 'site')

/** The room of a file: a folder of `pipeline`, `command` for the files beside them, `site`, or `synthetic`. */
function roomOf(path: string): string {
  const [top, room, ...rest] = path.split('/')
  return top === 'site' ? 'site' : rest.length > 0 ? room! : 'command'
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const found = text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)
  return [...found].map(match => relative('.', resolve(dirname(path), match[1]!)))
}

function allowed(from: string, to: string): boolean {
  const [here, there] = [roomOf(from), roomOf(to)]
  if (here === 'command' || here === 'bench') return there !== 'site'
  if (here === 'site')
    return there === 'site' || /^pipeline\/bake\/contract\/(run|areas|people|vocabulary)\.ts$/.test(to)
  if (here === 'synthetic')
    return ['synthetic', 'lib', 'force'].includes(there) || to === 'pipeline/data/schema.ts'
  return ROOMS.includes(there) && ROOMS.indexOf(there) <= ROOMS.indexOf(here)
}

describe('imports point left', () => {
  it('sees the files of every room', () => {
    expect(new Set(files.map(roomOf))).toEqual(new Set([...ROOMS, 'bench', 'command', 'synthetic', 'site']))
  })

  it('no file imports from a room that stands after its own', () => {
    const wrong = files.flatMap(from =>
      importsOf(from)
        .filter(to => !allowed(from, to))
        .map(to => `${from} -> ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('an import that points right would be found', () => {
    expect(allowed('pipeline/models/places/gamma-poisson.ts', 'pipeline/bake/areas/areas.ts')).toBe(false)
    expect(allowed('pipeline/data/ingest.ts', 'pipeline/synthetic/city.ts')).toBe(false)
    expect(allowed('site/shared/load.ts', 'pipeline/models/places/gamma-poisson.ts')).toBe(false)
    expect(allowed('pipeline/bake/areas/areas.ts', 'pipeline/models/places/gamma-poisson.ts')).toBe(true)
  })

  it('features and models depend on nothing from outside', () => {
    const pure = files.filter(path => /^pipeline\/(features|models)\//.test(path))
    const outside = pure.flatMap(path =>
      [...readFileSync(path, 'utf8').matchAll(/^import (?!type).*from '([^.'][^']*)'/gm)].map(
        m => `${join(path)}: ${m[1]}`,
      ),
    )
    expect(outside).toEqual([])
  })
})
