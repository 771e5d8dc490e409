/** Sums of Newton's step: gradient and negative Hessian of the Poisson log-likelihood. */
interface Newton {
  g0: number
  g1: number
  h00: number
  h01: number
  h11: number
}

const MAX_STEPS = 8

/**
 * Slope b of `actual ~ Poisson(exp(a + b log expected))` over all cells of all windows, by Newton's method
 * from (0, 1). 1 is calibrated; under 1 the expected numbers are too far apart (Cox 1958, for counts).
 *
 * @param expected expected number of each cell, above 0, window by window
 * @param actual events of each cell, in the same order
 * @returns NaN where all expected numbers are the same
 * @example poissonSlope([[1, 4, 16]], [[2, 4, 8]]) // 0.5
 */
export function poissonSlope(
  expected: readonly Float64Array[] | readonly (readonly number[])[],
  actual: readonly ArrayLike<number>[],
): number {
  const logs = expected.map(window => Float64Array.from(window, Math.log))
  let [a, b] = [0, 1]
  for (let step = 0; step < MAX_STEPS; step++) {
    const { g0, g1, h00, h01, h11 } = newtonSums(logs, actual, [a, b])
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > 1e-12)) return Number.NaN
    const along = (h00 * g1 - h01 * g0) / determinant
    a += (h11 * g0 - h01 * g1) / determinant
    b += along
    if (Math.abs(along) < 1e-7) break
  }
  return b
}

function newtonSums(
  logs: readonly Float64Array[],
  actual: readonly ArrayLike<number>[],
  [a, b]: readonly [number, number],
): Newton {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
  logs.forEach((log, k) => {
    const counts = actual[k]!
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
  })
  return { g0, g1, h00, h01, h11 }
}
