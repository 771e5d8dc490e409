import { BANDS } from '../contract/vocabulary.ts'
import type { Listed, Lists, Standing, StandingsByPseudonym } from './listed.ts'
import { chanceOf } from './prediction.ts'

/** How everyone on a list stands, by pseudonym: private, for the next week's movements. */
export function standingsOf(lists: Lists, listed: readonly Listed[]): StandingsByPseudonym {
  return Object.fromEntries(listed.map(({ p, pseudonym }) => [pseudonym, standingOf(lists, p)]))
}

function standingOf(lists: Lists, p: number): Standing {
  const band = BANDS[lists.cohort.band[p]!]!
  const chance = chanceOf(lists, p)
  return chance.kind === 'probability' ? { band, chance: chance.expected } : { band }
}
