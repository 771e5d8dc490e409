import { ringsOf } from '../../../pipeline/bake/contract/vocabulary.ts'
import type { AreasFile } from '../areas-file.ts'
import { fetchJson } from './cells.ts'
import { scopeOf } from './scope.ts'

/** Rings of an outline, in metres. */
export type Rings = readonly (readonly (readonly [number, number])[])[]

/** The true borders of areas; a layer's are fetched when a scope first asks for one of them. */
export interface Outlines {
  /** The border of a scope; undefined where it has none, or until it is fetched. */
  of(text: string): Rings | undefined
  /** Fetches what a scope needs; says whether there is a border now that there was not before. */
  fetch(text: string): Promise<boolean>
}

type Shapes = Parameters<typeof ringsOf>[0]

export function openOutlines({ layers }: AreasFile): Outlines {
  const known = new Map<string, ReadonlyMap<string, Rings>>()
  const find = (text: string) => {
    const scope = scopeOf(text)
    const layer = scope.kind === 'area' ? layers.find(({ id }) => id === scope.layer) : undefined
    const area =
      scope.kind === 'area' && layer?.areas.find(({ code, name }) => [code, name].includes(scope.code))
    return layer && area ? { layer, code: area.code } : undefined
  }
  return {
    of: text => {
      const found = find(text)
      return found && known.get(found.layer.id)?.get(found.code)
    },
    fetch: async text => {
      const found = find(text)
      if (!found || known.has(found.layer.id)) return false
      const shapes = (await fetchJson(found.layer.outline, 'the borders of the areas')) as Shapes
      const rings = ringsOf(shapes)
      known.set(found.layer.id, new Map(shapes.areas.map(({ code }, a) => [code, rings[a]!])))
      return true
    },
  }
}
