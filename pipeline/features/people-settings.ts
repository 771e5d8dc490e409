import type { Force } from '../force/schema.ts'

/**
 * What the transition model asks of a force: who is high harm, how harm fades, and how far ahead is looked.
 */
export interface PeopleSettings {
  readonly halfLifeYears: number
  /** Harm score at which a person is high harm. */
  readonly highCut: number
  readonly horizonDays: number
}

/**
 * The settings of the transition model from those of a force.
 *
 * @example peopleSettings(force).horizonDays === 364
 */
export function peopleSettings({ harm }: Force): PeopleSettings {
  return {
    halfLifeYears: harm.halfLifeYears,
    highCut: harm.cuts.high,
    horizonDays: harm.transitionWeeks * 7,
  }
}
