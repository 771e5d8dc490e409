import { toMetres } from '../../force/crs.ts'
import type { LoadedForce } from '../../force/load.ts'
import { fitWarp } from '../../lib/fit-warp.ts'
import { bounds } from '../../lib/geo.ts'
import { degreesOf, type WorldBox, worldOf } from '../../lib/tiles/mercator.ts'
import type { Warp } from '../../lib/warp.ts'

/** The ground of a force on the web-mercator square, and the way from one to the other. */
export interface Ground {
  /** The force with a margin. */
  readonly box: WorldBox
  readonly toMetres: Warp
  readonly toWorld: Warp
  /** Largest distance between the warp and the coordinate system itself, in metres. */
  readonly errorMetres: number
}

/** So that a square on the border still has its surroundings. */
const MARGIN_METRES = 2000
/** Significant digits of coefficients: a hundredth of a millimetre, and the same on every machine. */
const DIGITS = 12

/**
 * The ground of a force: its bounding box with a margin of two kilometres, as tiles see it. Where streets
 * stand rests on two polynomials in place of proj4: the browser needs no library for it.
 */
export function groundOf(force: Pick<LoadedForce, 'districts' | 'settings' | 'toWgs84'>): Ground {
  const [minX, minY, maxX, maxY] = bounds(force.districts.flatMap(({ shape }) => shape))
  const metres = [
    minX - MARGIN_METRES,
    minY - MARGIN_METRES,
    maxX + MARGIN_METRES,
    maxY + MARGIN_METRES,
  ] as const
  const out = fitWarp(metres, ([x, y]) => worldOf(force.toWgs84(x, y)))
  const box = boxOf(metres, point => worldOf(force.toWgs84(...point)))
  const back = fitWarp(box, point => toMetres(force.settings, degreesOf(point)))
  return {
    box,
    toMetres: rounded(back.warp),
    toWorld: rounded(out.warp),
    errorMetres: back.error,
  }
}

/** The box around the sides of another, of which straight ones become bent. */
function boxOf(
  [minX, minY, maxX, maxY]: readonly [number, number, number, number],
  to: (point: [number, number]) => readonly [number, number],
): WorldBox {
  const shares = Array.from({ length: 33 }, (_, i) => i / 32)
  const sides = shares.flatMap((share): [number, number][] => {
    const [x, y] = [minX + share * (maxX - minX), minY + share * (maxY - minY)]
    return [
      [x, minY],
      [x, maxY],
      [minX, y],
      [maxX, y],
    ]
  })
  return bounds([sides.map(to)])
}

function rounded(warp: Warp): Warp {
  const round = (values: readonly number[]) => values.map(value => Number(value.toPrecision(DIGITS)))
  const pair = ([a, b]: readonly [number, number]) => round([a, b]) as [number, number]
  return { ...warp, middle: pair(warp.middle), half: pair(warp.half), x: round(warp.x), y: round(warp.y) }
}
