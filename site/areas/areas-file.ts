import type { LayerForecastFile, LayersFile, TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { hashedPath } from './cells.ts'

/** One area of a boundary layer as the browser holds it. */
export interface ScopeArea {
  readonly code: string
  readonly name: string
  /** Ranks of the squares that stand for it: those that it holds most of. */
  readonly ranks: readonly number[]
  /** Whether it holds most of no square: the square with its greatest part then stands for it. */
  readonly part: boolean
  /** Cut at its true border: expected number, its interval, the chance that it holds, P(at least 1). */
  readonly exact: readonly [expected: number, low: number, high: number, mass: number, pAny: number]
}

/** A boundary layer as the browser holds it. */
export interface ScopeLayer {
  readonly id: string
  readonly title: string
  readonly attribution: string
  /** Path of the file with the outlines. */
  readonly outline: string
  readonly areas: readonly ScopeArea[]
}

/** All layers of a target, fetched when a reader asks for an area. */
export interface AreasFile {
  readonly layers: readonly ScopeLayer[]
}

const round = (value: number) => Number(value.toPrecision(5))

/**
 * The areas of every boundary layer with the squares that stand for them. A square belongs to the area of a
 * layer that holds most of it, so that no square counts twice; an area that holds most of no square is stood
 * for by the square in which its greatest part lies. A district has the squares that lists name it beside.
 *
 * @param of.forecasts of the layers, and paths of their outlines, both in their order
 */
export function areasOf(
  target: Pick<TargetFile, 'slug' | 'cells'>,
  { layers }: LayersFile,
  of: { readonly forecasts: readonly LayerForecastFile[]; readonly outlines: readonly string[] },
): AreasFile {
  const ranks = ranksInGridOrder(target.cells)
  return {
    layers: layers.map(({ id, title, attribution, areas }, l) => {
      const touched = areas.map(area => area.cells[target.slug] ?? [])
      const owner = id === 'district' ? ownersByName(areas, target.cells) : ownersOf(touched)
      return {
        id,
        title,
        attribution,
        outline: of.outlines[l]!,
        areas: areas.map(({ code, name }, a) => {
          const own = [...owner].filter(([, of]) => of === a).map(([cell]) => ranks[cell]!)
          const greatest = [...touched[a]!].sort((one, other) => other[1] - one[1]).slice(0, 1)
          const held = own.length > 0 ? own : greatest.map(([cell]) => ranks[cell]!)
          const { expected, low, high, mass, pAny } = of.forecasts[l]!.areas[a]!
          return {
            code,
            name,
            ranks: held.sort((one, other) => one - other),
            part: own.length === 0,
            exact: [round(expected), low, high, round(mass), round(pAny)] as const,
          }
        }),
      }
    }),
  }
}

/** The rank of each square in the order of the grid: from south to north, in a row from west to east. */
function ranksInGridOrder(cells: readonly { x: number; y: number; rank: number }[]): number[] {
  return gridOrder(cells).map(({ rank }) => rank)
}

const gridOrder = <T extends { x: number; y: number }>(cells: readonly T[]): T[] =>
  [...cells].sort((a, b) => a.y - b.y || a.x - b.x)

/** The district that lists name beside each square, in the order of the grid. */
function ownersByName(
  areas: readonly { readonly name: string }[],
  cells: readonly { x: number; y: number; district: string }[],
): Map<number, number> {
  const byName = new Map(areas.map(({ name }, a) => [name, a]))
  return new Map(gridOrder(cells).map(({ district }, cell) => [cell, byName.get(district) ?? -1]))
}

/** The area with the greatest share of each square. */
function ownersOf(touched: readonly (readonly (readonly [number, number])[])[]): Map<number, number> {
  const best = new Map<number, readonly [area: number, share: number]>()
  touched.forEach((cells, area) => {
    for (const [cell, share] of cells) if (share > (best.get(cell)?.[1] ?? 0)) best.set(cell, [area, share])
  })
  return new Map([...best].map(([cell, [area]]) => [cell, area]))
}

/** Path of a target's areas in the built site, named by the hash of its bytes. */
export const areasPath = (slug: string, text: string): string => hashedPath(`${slug}-areas`, text)
