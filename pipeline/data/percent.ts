/** A share in words, with one decimal. @example percent(0.0512) === '5.1%' */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
