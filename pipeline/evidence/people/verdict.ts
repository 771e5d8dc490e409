/** What a difference and its interval can say of the first of two. */
export const VERDICTS = ['better', 'worse', 'cannot be told apart'] as const

export type Verdict = (typeof VERDICTS)[number]

/** The verdict of a gain, more being better. @example verdictOf({ low: -0.1, high: 0.3 }) */
export function verdictOf({ low, high }: { readonly low: number; readonly high: number }): Verdict {
  return low > 0 ? 'better' : high < 0 ? 'worse' : 'cannot be told apart'
}
