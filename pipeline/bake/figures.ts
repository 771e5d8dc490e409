/** A whole number with thousands marks. @example whole(12345.6) === '12,346' */
export function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A share in per cent, one decimal under ten. @example percent(0.034) === '3.4%' */
export function percent(share: number): string {
  const value = 100 * share
  return `${value.toFixed(Math.abs(value) < 9.95 ? 1 : 0).replace('-', '\u2212')}%`
}

/** A figure with its 95% interval, or that there is none. */
interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * A figure with its 95% interval in words.
 *
 * @example estimate({ value: 0.5, low: 0.4, high: 0.6 }, percent) === '50% (40% to 60%)'
 */
export function estimate(figure: Estimate | null, form: (value: number) => string): string {
  if (!figure) return 'no figure, too few people'
  const { value, low, high } = figure
  return `${form(value)} (${form(low)} to ${form(high)})`
}

/** A number with some decimals. @example decimals(2)(1.006) === '1.01' */
export function decimals(places: number): (value: number) => string {
  return value => value.toFixed(places).replace('-', '\u2212')
}
