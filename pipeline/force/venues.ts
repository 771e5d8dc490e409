/**
 * Types of venue that a recorded offence may have. It stands alone, so that the browser can have it without
 * the tables.
 */
export const VENUES = [
  'street',
  'dwelling',
  'licensed',
  'retail',
  'school',
  'transport',
  'hospital',
  'custody',
  'other',
] as const
