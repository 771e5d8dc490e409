/** Bands of the harm score, lowest first. */
export const BANDS = ['low', 'low-medium', 'high-medium', 'high', 'super high'] as const

export type Band = (typeof BANDS)[number]

/**
 * Place of the high band in `BANDS`: whoever stands there or above is high harm, and nothing is predicted.
 */
export const HIGH = BANDS.indexOf('high')

/** Characteristics by which the model is audited; none but age is an input of it. */
export const CHARACTERISTICS = ['sex', 'age band', 'ethnicity'] as const

/** Why a listed person has no probability of becoming high harm. */
export const NO_PROBABILITY = ['already-high', 'in-custody', 'not-learnt'] as const

export type NoProbability = (typeof NO_PROBABILITY)[number]

/** What a decision about a person can say; as the extract has it. */
export const ANSWERS = ['agree', 'disagree', 'more_needed'] as const

export type Answer = (typeof ANSWERS)[number]

/** Weeks for which the units' page says how many bands are expected to fall with no action. */
export const FALL_WEEKS = 26

/**
 * Why an officer opens a person: the code goes into the access log with the request, the words stand on the
 * page that asks. Picked once in a session; nothing can be typed.
 */
export const OPENING_REASONS = [
  { code: 'review', words: 'Weekly review of the list' },
  { code: 'referral', words: 'A referral or a request from a partner' },
  { code: 'tasking', words: 'Preparing a tasking or offender management meeting' },
  { code: 'audit', words: 'Audit, inspection or quality check' },
  { code: 'correction', words: 'Checking data that may be wrong' },
  { code: 'oversight', words: 'Oversight: a sample of people without names' },
] as const

/**
 * The harm score as written: the written contributions of all charges added up, to two decimals, so that a
 * reader who adds them by hand finds this very number.
 *
 * @param charges contributions in points of harm
 * @example sumOfCharges([{ contribution: 94.5 }, { contribution: 47.25 }]) === 141.75
 */
export function sumOfCharges(charges: readonly { readonly contribution: number }[]): number {
  return Number(charges.reduce((sum, { contribution }) => sum + contribution, 0).toFixed(2))
}
