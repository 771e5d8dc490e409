import { type Arcs, arcsOf, ringsOfArcs } from '../lib/arcs.ts'
import { crossingOf } from '../lib/crossings.ts'
import type { Ring, Shape } from '../lib/geo.ts'
import { simplifyLine } from '../lib/simplify.ts'

/** How far a simplified outline may lie from the given one: less than a street's width. */
const TOLERANCE_METRES = 8

/**
 * Outlines to the whole metre with fewer corners. Borders of neighbours are simplified once, so that they
 * stay one line; where that would make an outline cross itself or vanish, its lines stay as they were.
 *
 * @example simpleOutlines([ward, neighbour]) has the border of both once among its arcs
 */
export function simpleOutlines(shapes: readonly Shape[]): Arcs {
  const { arcs, rings } = arcsOf(shapes.map(shape => shape.map(inWholeMetres)))
  const given = ringsOfArcs({ arcs, rings })
  const crossed = given.map(shape => crossingOf(shape) !== undefined)
  const kept = new Set<number>()
  const simplified = () => arcs.map((line, a) => (kept.has(a) ? line : simplifyLine(line, TOLERANCE_METRES)))
  for (;;) {
    const made = { arcs: simplified(), rings }
    const broken = ringsOfArcs(made).flatMap((shape, s) => {
      const vanishes = shape.some(ring => ring.length < 4)
      return vanishes || (!crossed[s] && crossingOf(shape)) ? rings[s]!.flat() : []
    })
    const lines = broken.map(arc => (arc < 0 ? ~arc : arc)).filter(arc => !kept.has(arc))
    if (lines.length === 0) return made
    for (const arc of lines) kept.add(arc)
  }
}

const inWholeMetres = (ring: Ring): Ring => ring.map(([x, y]) => [Math.round(x), Math.round(y)])
