/** Sums of Newton's step: gradient and negative Hessian of the Poisson log-likelihood. */
interface Newton {
  g0: number
  g1: number
  h00: number
  h01: number
  h11: number
}

const MAX_STEPS = 8

/** A slope with its standard error, windows taken as wholes. */
export interface Slope {
  readonly slope: number
  readonly error: number
}

/**
 * Slope b of `actual ~ Poisson(exp(a + b log expected))` over all cells of all windows, by Newton's method
 * from (0, 1). 1 is calibrated; under 1 the expected numbers are too far apart (Cox 1958, for counts). Its
 * error is the sandwich estimate with windows as clusters (Liang and Zeger 1986), which needs no Poisson
 * counts.
 *
 * @param expected expected number of each cell, above 0, window by window
 * @param actual events of each cell, in the same order
 * @returns NaN where all expected numbers are the same
 * @example poissonSlope([[1, 4, 16]], [[2, 4, 8]]) // { slope: 0.5, error: 0 }
 */
export function poissonSlope(
  expected: readonly Float64Array[] | readonly (readonly number[])[],
  actual: readonly ArrayLike<number>[],
): Slope {
  const logs = expected.map(window => Float64Array.from(window, Math.log))
  const sumsAt = (at: readonly [number, number]) => logs.map((log, k) => newtonSums(log, actual[k]!, at))
  let [a, b] = [0, 1]
  for (let step = 0; step < MAX_STEPS; step++) {
    const [da, db] = newtonStep(sumsAt([a, b]))
    if (Number.isNaN(db)) return { slope: Number.NaN, error: Number.NaN }
    a += da
    b += db
    if (Math.abs(db) < 1e-7) break
  }
  return { slope: b, error: clusteredError(sumsAt([a, b])) }
}

function newtonStep(windows: readonly Newton[]): readonly [number, number] {
  const { g0, g1, h00, h01, h11 } = total(windows)
  const determinant = h00 * h11 - h01 * h01
  if (!(determinant > 1e-12)) return [Number.NaN, Number.NaN]
  return [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
}

/** Root of the summed squares of what each window alone would move the slope by. */
function clusteredError(windows: readonly Newton[]): number {
  const { h00, h01, h11 } = total(windows)
  const determinant = h00 * h11 - h01 * h01
  const squares = windows.reduce((sum, { g0, g1 }) => sum + ((h00 * g1 - h01 * g0) / determinant) ** 2, 0)
  return Math.sqrt(squares)
}

function total(windows: readonly Newton[]): Newton {
  const sums = { g0: 0, g1: 0, h00: 0, h01: 0, h11: 0 }
  for (const { g0, g1, h00, h01, h11 } of windows) {
    sums.g0 += g0
    sums.g1 += g1
    sums.h00 += h00
    sums.h01 += h01
    sums.h11 += h11
  }
  return sums
}

function newtonSums(log: Float64Array, counts: ArrayLike<number>, [a, b]: readonly [number, number]): Newton {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
  for (let i = 0; i < log.length; i++) {
    const x = log[i]!
    const mu = Math.exp(a + b * x)
    const rest = counts[i]! - mu
    g0 += rest
    g1 += rest * x
    h00 += mu
    h01 += mu * x
    h11 += mu * x * x
  }
  return { g0, g1, h00, h01, h11 }
}
