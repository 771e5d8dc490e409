import type { PageFault } from '../../../pipeline/bake/contract/vocabulary.ts'

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
  prediction: 'The reasons do not add up to the probability.',
}

/** The notice that stands instead of numbers that do not add up. */
export function faultNotice(fault: PageFault): string {
  return (
    `${FAULT_WORDS[fault]} The band, the score and the probability are hidden. Do not use this page; ` +
    'tell the contact named below.'
  )
}
