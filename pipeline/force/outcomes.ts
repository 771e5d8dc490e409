/** Outcomes of a charge; in arrays by their place here: 0 is pending, 1 convicted, and so on. */
export const OUTCOMES = ['pending', 'convicted', 'acquitted', 'discontinued'] as const

export type Outcome = (typeof OUTCOMES)[number]
