import type { Force } from '../force/schema.ts'

/**
 * What the transition model asks of a force: who is high harm, how harm fades, and how far ahead is looked.
 */
export interface PeopleSettings {
  readonly halfLifeYears: number
  /** Harm score at which a person is high harm. */
  readonly highCut: number
  /** Harm score from which a person is listed however long ago the last charge was. */
  readonly listCut: number
  /** Days from the last charge on for which a person below that score is listed. */
  readonly listedDays: number
  readonly horizonDays: number
}

/** A year: after it a person below high-medium leaves the lists. */
const LISTED_DAYS = 52 * 7

/**
 * The settings of the transition model from those of a force.
 *
 * @example peopleSettings(force).horizonDays === 364
 */
export function peopleSettings({ harm }: Force): PeopleSettings {
  return {
    halfLifeYears: harm.halfLifeYears,
    highCut: harm.cuts.high,
    listCut: harm.cuts.highMedium,
    listedDays: LISTED_DAYS,
    horizonDays: harm.transitionWeeks * 7,
  }
}
