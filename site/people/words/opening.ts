import { faultOf, type PageFault, type PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { RECORDS } from '../../shared/words/records.ts'

/** Why a person's page shows nobody. */
export const NOBODY = {
  address: 'This address names no person. Open a person from the list of the unit.',
  missing:
    'No such person in this week. They were removed, merged into another record, or belong to another unit.',
  refused: 'You may not open people of this unit. Ask the contact named below if you should.',
  failed: 'The person could not be fetched. Reload the page; if it goes on, tell the contact named below.',
  damaged: 'The file of this person cannot be read. Do not use it; tell the contact named below.',
  otherWeek: 'This file belongs to another week than the page. Reload the page.',
} as const

/** What does not add up, so that band, score and probability are hidden. */
const FAULT_WORDS: Readonly<Record<PageFault, string>> = {
  charge: 'What a charge adds does not follow from its weight and its day.',
  score: 'The charges do not add up to the harm score.',
  band: 'The harm score does not lie in the band that is named.',
  path: 'The path with no new charge does not follow from the harm score.',
  prediction: 'The reasons do not add up to the probability.',
}

/**
 * The notice that stands instead of a person's numbers: they do not add up, or a date that they rest on
 * cannot be right. Null where they may be shown.
 */
export function withheldNotice(person: PersonPage): string | null {
  const fault = faultOf(person)
  if (fault) {
    return (
      `${FAULT_WORDS[fault]} The band, the score and the probability are hidden. Do not use this page; ` +
      'tell the contact named below.'
    )
  }
  const wrong = person.harm.charges.filter(one => one.counted && one.offenceOn > one.chargedOn).length
  if (wrong === 0) return null
  const charges = wrong === 1 ? '1 charge is' : `${wrong} charges are`
  return (
    `${charges} dated before the offence, so one of the two dates is wrong. The band, the score and the ` +
    `probability rest on it and are not shown. Check the ${RECORDS} record; a correction comes with the ` +
    'next extract.'
  )
}
