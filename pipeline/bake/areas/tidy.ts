/** A figure to six decimals: more would be noise, and bytes. @example tidy(1 / 3) === 0.333333 */
export function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/** The same for a figure that may have nothing to rest on: null. @example tidyOrNull(Number.NaN) === null */
export function tidyOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? tidy(value) : null
}
