import type { Shape } from '../lib/geo.ts'
import { weighAreas } from './area-weights.ts'
import type { AreaGrid } from './grid.ts'

/** Areas that exclusions may name by their codes. */
interface CodedAreas {
  readonly areas: readonly { readonly code: string; readonly shape: Shape }[]
}

/** Where exclusions may lie. */
export interface ExclusionGround {
  /** Shapes of the districts, in metres. */
  readonly outline: readonly Shape[]
  readonly layers: readonly CodedAreas[]
}

/** Share of a square's land that an area must hold for the square to be excluded with it. */
const MOST = 0.5

/**
 * The exclusions of a grid's squares: those that name the square, and those that name an area of a boundary
 * layer by its code. An area stands for the squares whose land it holds most of, or, where it is smaller, for
 * the one of which it holds more than of any other.
 *
 * @param exclusions by what they name: a square's id, or the code of an area
 * @example excludedSquares(new Map([['E05001218', [event]]]), grid, { outline, layers })
 */
export function excludedSquares<T>(
  exclusions: ReadonlyMap<string, readonly T[]>,
  grid: AreaGrid,
  ground: ExclusionGround,
): ReadonlyMap<string, readonly T[]> {
  const bySquare = new Map<string, T[]>()
  const ids = new Set(grid.ids)
  for (const [area, found] of exclusions)
    for (const square of ids.has(area) ? [area] : squaresOf(area, grid, ground))
      bySquare.set(square, [...(bySquare.get(square) ?? []), ...found])
  return bySquare
}

function squaresOf(code: string, grid: AreaGrid, { outline, layers }: ExclusionGround): string[] {
  const shapes = layers.flatMap(({ areas }) => areas.filter(area => area.code === code))
  const weights = weighAreas(
    grid,
    outline,
    shapes.map(({ shape }) => shape),
  )
  return weights.areas.flatMap(shares => {
    const most = shares.filter(([, share]) => share >= MOST)
    const largest = shares.toSorted(([, a], [, b]) => b - a).slice(0, 1)
    return (most.length > 0 ? most : largest).map(([cell]) => grid.ids[cell]!)
  })
}
