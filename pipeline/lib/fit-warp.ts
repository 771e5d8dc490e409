import { cholesky, choleskySolve } from './cholesky.ts'
import { powersOf, type Warp, warped } from './warp.ts'

type Point = readonly [number, number]

/** Points along each side of the box at which a warp is fitted; it is measured between them. */
const SAMPLES = 15
/**
 * Of a force 400 km across this leaves less than a centimetre between web mercator and a transverse one.
 */
const DEGREE = 6

/**
 * Fits polynomials to a smooth map of a box by least squares.
 *
 * @param box west, one side, east, other side: x and y bounds, in the units of the plane that is mapped
 * from
 * @param map the map itself; finite within the box
 * @returns the warp, and the largest distance from the map itself over points that the fit has not seen
 * @example fitWarp([0, 0, 1, 1], ([x, y]) => [x + y, y]).error < 1e-9
 */
export function fitWarp(
  [left, top, right, bottom]: readonly [number, number, number, number],
  map: (point: Point) => Point,
): { warp: Warp; error: number } {
  const middle = [(left + right) / 2, (top + bottom) / 2] as const
  const half = [Math.abs(right - left) / 2, Math.abs(bottom - top) / 2] as const
  const at = (u: number, v: number): Point => [middle[0] + u * half[0], middle[1] + v * half[1]]
  const powers = powersOf(DEGREE)
  const rows: number[][] = []
  const targets: Point[] = []
  for (const u of nodes()) {
    for (const v of nodes()) {
      rows.push(powers.map(([i, j]) => u ** i * v ** j))
      targets.push(map(at(u, v)))
    }
  }
  const fitted = (axis: 0 | 1) =>
    leastSquares(
      rows,
      targets.map(point => point[axis]),
    )
  const warp: Warp = { degree: DEGREE, middle, half, x: fitted(0), y: fitted(1) }
  return { warp, error: largestError(warp, map, at) }
}

/** Chebyshev's nodes: no fit of the same degree is much nearer at its worst point. */
function nodes(): number[] {
  return Array.from({ length: SAMPLES }, (_, k) => Math.cos(((k + 0.5) * Math.PI) / SAMPLES))
}

function leastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const size = rows[0]!.length
  // Taken out first: a centimetre of 400 km is near the end of what normal equations hold.
  const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length
  const square = new Float64Array(size * size)
  const right = new Float64Array(size)
  rows.forEach((row, r) => {
    for (let i = 0; i < size; i++) {
      right[i]! += row[i]! * (targets[r]! - mean)
      for (let j = 0; j < size; j++) square[i * size + j]! += row[i]! * row[j]!
    }
  })
  const solved = choleskySolve(cholesky(square, size), size, right)
  return [...solved].map((value, i) => (i === 0 ? value + mean : value))
}

function largestError(warp: Warp, map: (point: Point) => Point, at: (u: number, v: number) => Point): number {
  let worst = 0
  for (let i = -20; i <= 20; i++) {
    for (let j = -20; j <= 20; j++) {
      const point = at(i / 20, j / 20)
      const [x, y] = map(point)
      const [nearX, nearY] = warped(warp, point)
      worst = Math.max(worst, Math.hypot(x - nearX, y - nearY))
    }
  }
  return worst
}
