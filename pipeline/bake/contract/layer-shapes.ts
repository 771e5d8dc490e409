import { ringsOfArcs } from '../../lib/arcs.ts'
import type { LayerShapesFile } from './layers.ts'

/**
 * The rings of each area of a layer's outlines, in metres, closed: arcs are put together again.
 *
 * @example one arc [0, 0, 9, 0, 0, 9, -9, -9] and the ring [0] give [[0, 0], [9, 0], [9, 9], [0, 0]]
 */
export function ringsOf({ arcs, areas }: Pick<LayerShapesFile, 'arcs' | 'areas'>) {
  return ringsOfArcs({ arcs: arcs.map(pointsOf), rings: areas.map(({ rings }) => rings) })
}

function pointsOf(arc: readonly number[]): [number, number][] {
  let [x, y] = [0, 0]
  return Array.from({ length: arc.length / 2 }, (_, k) => {
    x += arc[2 * k]!
    y += arc[2 * k + 1]!
    return [x, y]
  })
}
