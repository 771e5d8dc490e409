/**
 * A smooth map of one plane to another as two polynomials: each a sum over i + j <= degree of
 * coefficient * u^i * v^j, where u and v are the place within a box, from -1 to 1.
 */
export interface Warp {
  readonly degree: number
  /** Middle and half the size of the box that it holds for, in the units of the plane that it maps from. */
  readonly middle: readonly [number, number]
  readonly half: readonly [number, number]
  /** Coefficients by i, then j. */
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/**
 * The powers of a warp of a degree, in the order of its coefficients.
 * @example powersOf(1) // [[0,0],[0,1],[1,0]]
 */
export function powersOf(degree: number): [number, number][] {
  const powers: [number, number][] = []
  for (let i = 0; i <= degree; i++) for (let j = 0; i + j <= degree; j++) powers.push([i, j])
  return powers
}

/**
 * Where a warp takes a point.
 *
 * @param at a point of the plane that it maps from, within its box or a little outside
 * @example warped(fitWarp(box, p => [2 * p[0], p[1]]).warp, [3, 4]) // [6, 4], but for rounding
 */
export function warped(
  { degree, middle, half, x, y }: Warp,
  at: readonly [number, number],
): [number, number] {
  const [u, v] = [(at[0] - middle[0]) / half[0], (at[1] - middle[1]) / half[1]]
  let [sumX, sumY, k, powerU] = [0, 0, 0, 1]
  for (let i = 0; i <= degree; i++, powerU *= u) {
    for (let j = 0, power = powerU; i + j <= degree; j++, k++, power *= v) {
      sumX += x[k]! * power
      sumY += y[k]! * power
    }
  }
  return [sumX, sumY]
}
