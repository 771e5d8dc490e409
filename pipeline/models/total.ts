/** Expected number in the whole area over the horizon, with its 80 % interval and the relative spread of its errors. */
export interface TotalForecast {
  readonly expected: number
  readonly low: number
  readonly high: number
  /** Coefficient of variation of the force-wide level, beyond Poisson noise. */
  readonly cv: number
  readonly model: string
}

const HALF_LIFE_WINDOWS = 3.25
const ERRORS = 26

/**
 * Thin forecast of the total: the exponentially weighted mean of past windows (half-life 13 weeks), with an interval from
 * its own rolling errors.
 *
 * @param windows counts of past horizons, latest first: window 0 ends the day before the forecast
 */
export function forecastTotal(windows: readonly number[]): TotalForecast {
  const expected = ewma(windows, 0)
  const errors: number[] = []
  for (let w = 0; w < Math.min(ERRORS, windows.length - 4); w++) {
    const before = ewma(windows, w + 1)
    if (before > 0) errors.push(windows[w]! / before)
  }
  errors.sort((a, b) => a - b)
  const at = (level: number) => errors[Math.round(level * (errors.length - 1))] ?? 1
  const spread = errors.reduce((sum, ratio) => sum + (ratio - 1) ** 2, 0) / Math.max(1, errors.length)
  return {
    expected,
    low: expected * at(0.1),
    high: expected * at(0.9),
    cv: Math.sqrt(Math.max(0, spread - 1 / Math.max(1, expected))),
    model: 'mean with half-life 13 weeks',
  }
}

function ewma(windows: readonly number[], from: number): number {
  let [sum, weight] = [0, 0]
  for (let w = from; w < windows.length; w++) {
    const share = 2 ** (-(w - from) / HALF_LIFE_WINDOWS)
    sum += share * windows[w]!
    weight += share
  }
  return weight > 0 ? sum / weight : 0
}
