/** Outcomes of a charge; by their place here in arrays: 0 pending, 1 convicted, 2 acquitted, 3 discontinued. */
export const OUTCOMES = ['pending', 'convicted', 'acquitted', 'discontinued'] as const

export type Outcome = (typeof OUTCOMES)[number]
