/** What the product takes for granted, as the code marks it: `Assumption A1: ...` stands where it is made. */
export interface Assumption {
  readonly id: string
  readonly about: 'areas' | 'people' | 'both'
  readonly words: string
}

const of = (about: Assumption['about'], rows: Readonly<Record<string, string>>): Assumption[] =>
  Object.entries(rows).map(([id, words]) => ({ id, about, words }))

/**
 * Every assumption of the code, in order of its number; a test compares the two lists.
 *
 * @internal
 */
export const ASSUMPTIONS: readonly Assumption[] = [
  ...of('both', {
    A1: 'Recorded crimes stand for crimes. Nothing is added for what is not reported or recorded.',
  }),
  ...of('areas', {
    A2: 'Crimes are recorded as late now as older ones were. The latest weeks are corrected for that.',
    A3: 'A crime that may have happened on any of several days was as likely on each of them.',
    A4:
      'A week with no such offence at all, where eight or more were to be expected, is a gap in ' +
      'the records.',
    A5: 'What is long past tells less. It fades by halves, at one pace in every square.',
    A6: 'What happens around a square tells about the square itself.',
    A7: 'Related, commoner offences happen in places like those of the offences that are forecast.',
    A8: 'What placed past offences best will place those of the coming weeks best.',
    A9: 'The season is the same in every square.',
    A10: 'Given the number in the whole area, each square goes up and down on its own.',
    A11: 'Within a square offences are spread evenly over its land. Wards get their share of it by area.',
    A12: 'A square of which little is known keeps the hours of the whole force.',
    A13: 'Nothing beyond the outline of the force bears on what happens inside it.',
    A14: 'What is not known about the rate of one square says nothing about that of another.',
  }),
  ...of('people', {
    A31: 'Past spells of custody are not known, so past lists hold people who were in custody then.',
    A32:
      'A unit and a death carry no date, so past lists go by the unit recorded now and hold ' +
      'people who have died since.',
    A33: 'Growing older never raises the chance.',
  }),
  ...of('both', {
    A34:
      'A change of an offence, a weapon, a place or a decision of a court carries no date. It counts ' +
      'as known from the week that first saw it; what changed before the first week is read as it was then.',
  }),
  ...of('people', {
    A35: 'A pending charge counts as much as a conviction until it is known to have failed.',
    A36: 'All charges fade at one pace, by halves.',
    A37: 'An offence is as grave as offences of its kind are on average.',
    A38: 'As many will become high harm as on the latest past lists.',
    A39: 'People are born on the last day of the month on record, so that no child is taken for an adult.',
    A40: 'A value that is not known says nothing, and adds exactly nothing.',
  }),
]

/** The assumptions that one product rests on. @example assumptionsOf('people')[0].id === 'A1' */
export function assumptionsOf(product: 'areas' | 'people'): Assumption[] {
  return ASSUMPTIONS.filter(({ about }) => about === product || about === 'both')
}
