/** What no list and no page of a person can tell. */
export const LIMITS = [
  'A charge is not a conviction. The outcome stands beside each charge.',
  'The score and the probability help a person to think. They decide nothing.',
  'Only charges are known here. Needs, health, family and help that was given are not.',
] as const
