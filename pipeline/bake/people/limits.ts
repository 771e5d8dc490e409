/** What no list and no page of a person can tell. */
export const LIMITS = [
  'A charge is not a conviction: the outcome stands beside each charge.',
  'The score and the probability are there to help a person decide whom to consider for support; ' +
    'they decide nothing.',
  'Only charges are known here: not convictions elsewhere, intelligence, needs or circumstances.',
] as const
