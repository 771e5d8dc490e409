/** What no list and no page of a person can tell. */
export const LIMITS = [
  'A charge is not a conviction: the outcome stands beside each charge.',
  'The score and the probability are there to help a person decide whom to consider for support; ' +
    'they decide nothing.',
  'Only charges are known here: not convictions elsewhere, intelligence, needs or circumstances.',
] as const

/**
 * The limits of one person's page: those of every page, and what is missing about this person. `age` is NaN
 * if not known.
 */
export function limitsOf(age: number): string[] {
  if (!Number.isNaN(age)) return [...LIMITS]
  return [...LIMITS, 'No month of birth is recorded: age takes no part in the prediction.']
}
