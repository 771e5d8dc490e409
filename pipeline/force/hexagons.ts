import { arcsOf } from '../lib/arcs.ts'
import { bounds, type Ring, type Shape } from '../lib/geo.ts'
import { osReference } from '../lib/grid-reference.ts'
import { piecesOf } from '../lib/overlay.ts'
import type { District } from './boundary.ts'
import { drawnLayer, type Layer } from './layers.ts'

/**
 * Hexagons over the districts, of one area each, laid from the origin of the coordinate system so that they
 * never move: those that hold land of the force. Their codes are their column and row, their names where
 * their middles are.
 *
 * @param km2 area of each
 * @example hexagonLayer(districts, { km2: 1, nationalGrid: true }).areas[0]!.name === 'hexagon SP 071 865'
 */
export function hexagonLayer(
  districts: readonly District[],
  { km2, nationalGrid }: { readonly km2: number; readonly nationalGrid: boolean },
): Layer {
  const side = Math.sqrt((2e6 * km2) / (3 * Math.sqrt(3)))
  const outline = districts.map(({ shape }) => shape)
  const [west, south, east, north] = bounds(outline.flat())
  const [across, up] = [1.5 * side, Math.sqrt(3) * side]
  const names: { code: string; name: string }[] = []
  const shapes: Shape[] = []
  for (let row = Math.floor(south / up) - 1; row * up < north + up; row++)
    for (let column = Math.floor(west / across) - 1; column * across < east + across; column++) {
      const [x, y] = [column * across, (row + (column % 2 === 0 ? 0 : 0.5)) * up]
      const shape = [hexagon(x, y, side)]
      if (!holdsLand(shape, outline)) continue
      names.push({ code: `h${column}.${row}`, name: `hexagon ${placeOf(x, y, nationalGrid)}` })
      shapes.push(shape)
    }
  const title = `Hexagons of ${km2} km\u00b2`
  return drawnLayer({ id: 'hexagon', title, attribution: '', names, outlines: arcsOf(shapes), notes: [] })
}

/** Corners to the metre, in one order for all, so that neighbours share theirs. */
function hexagon(x: number, y: number, side: number): Ring {
  return Array.from({ length: 7 }, (_, k) => {
    const turn = ((k % 6) * Math.PI) / 3
    return [Math.round(x + side * Math.cos(turn)), Math.round(y + side * Math.sin(turn))] as const
  })
}

function holdsLand(shape: Shape, outline: readonly Shape[]): boolean {
  const [west, south, east, north] = bounds(shape)
  const pieces = piecesOf({ west, south, east, north }, [shape, ...outline])
  return pieces.some(({ members }) => members[0] === 0 && members.length > 1)
}

function placeOf(x: number, y: number, nationalGrid: boolean): string {
  const kilometres = (metres: number) => (metres / 1000).toFixed(1)
  return (nationalGrid ? osReference(x, y, 6) : undefined) ?? `E${kilometres(x)} N${kilometres(y)} km`
}
