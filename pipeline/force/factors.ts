/**
 * The factors that the transition model of people may read, and no others, by the names that settings use. No
 * two count the same thing and none is a sum of others. Sex, ethnicity, religion, place, stop and search,
 * intelligence, victims and associates are not here.
 */
export const PERSON_FEATURES = [
  'weeksSinceCharge',
  'weeksSinceSecond',
  'charges13',
  'charges26',
  'charges52',
  'charges104',
  'chargesEarlier',
  'pending',
  'gap',
  'heaviest',
  'violence',
  'weapons',
  'robbery',
  'acquisitive',
  'drugs',
  'age',
] as const

export type PersonFeature = (typeof PERSON_FEATURES)[number]
