import type { Force } from '../../force/schema.ts'

/** Every bound of the gates: those that a force must set, and these with what they are unless it does. */
export type Bounds = { readonly [Name in keyof Force['gates']]-?: number }

/**
 * What an optional setting of `gates` is when a force leaves it out. Shares that compare an extract with the
 * last run are for one week; after a longer gap they grow with the weeks.
 */
export const GATE_DEFAULTS = {
  /**
   * Largest share of crimes, or of charges, that may equal another in all but the id: several victims of one
   * incident are that alike now and then, an export that ran twice always is.
   */
  maxTwinShare: 0.01,
  /** Largest share of the last run's rows whose facts may differ: outcome, person, offence, birth, gone. */
  maxChangedShare: 0.02,
  /** Largest share that may change as rows do in the course of things: an outcome known, a unit, custody. */
  maxEditedShare: 0.05,
  /**
   * Days before the last day covered without a charge, where five or more would be usual; at least those that
   * may pass without a crime.
   */
  maxDaysWithoutCharges: 35,
  /** Largest share of persons who are deceased. */
  maxDeceasedShare: 0.2,
  /** Largest share of charges against people under ten or over ninety. */
  maxUnlikelyAgeShare: 0.02,
  /** Largest share of acquittals among convictions and acquittals (in English courts about a fifth). */
  maxAcquittedShare: 0.6,
  /** Largest share of charges that are still pending after a year. */
  maxOldPendingShare: 0.95,
  /** Least share of the last four weeks' charges that are pending: courts do not decide on the day. */
  minRecentPendingShare: 0.01,
  /** Largest share of crimes that may be cancelled. */
  maxCancelledShare: 0.25,
  /** Largest share of charges that may name a crime which the extract lacks. */
  maxUnknownCrimeShare: 0.4,
  /** Largest share of decisions about people who had not been charged before. */
  maxUnchargedDecisionShare: 0.1,
  /** Largest share of people in custody without a charge that counts, where charges look like strangers'. */
  maxUnchargedCustodyShare: 0.03,
  /** Largest share of merged people whose records differ in their birth month. */
  maxMergedBirthsApart: 0.5,
  /** Largest share of all charges that may be one person's: more is a record for "unknown". */
  maxOnePersonShare: 0.05,
  /** Largest share of all crimes, or of all charges, that may be dated on one day: more is a default date. */
  maxOneDayShare: 0.2,
  /** Largest share of crimes with coordinates, in all or in the last four weeks, on one point. */
  maxOnePointShare: 0.15,
  /** Largest share of crimes whose coordinates are rounded to half a kilometre or more. */
  maxCoarseShare: 0.5,
  /** Largest share of crimes outside every district. */
  maxOutsideShare: 0.1,
  /** Largest share of crimes whose date range is too long to be placed in time. */
  maxLongRangeShare: 0.25,
  /** Largest share of decided charges that are discontinued (in English courts about a quarter). */
  maxDiscontinuedShare: 0.8,
  /** Largest share of charged people whose birth month is empty: nobody could tell who is a child. */
  maxUnknownBirthShare: 0.25,
  /** Largest share of births in one month of the year: more is a year with a month made up. */
  maxOneBirthMonthShare: 0.4,
  /** Largest share of charged people who are in custody. */
  maxInCustodyShare: 0.3,
  /**
   * Least number of crimes, or charges, in any four weeks since the first, as a part of what the last year
   * had: fewer is a hole in the history.
   */
  minPeriodRatio: 0.1,
  /** Least number of an offence code in the last four weeks, as a part of what the year before had. */
  minCodeRatio: 0.2,
  /** Largest relative change of the whole harm of all charges in a week. */
  maxHarmChange: 0.1,
  /** Largest share of people whose sum of harm moves by more than a half in a week. */
  maxHarmMovedShare: 0.05,
  /** Largest share of people who may be in another band of harm than a week before, time alone left out. */
  maxBandFlowShare: 0.03,
  /** Largest number of people who may come to or leave the two highest bands in a week, to those there. */
  maxHighFlowShare: 0.15,
  /**
   * Largest share of charged people with a unit that stands in no setting: nobody would see them on a list.
   */
  maxUnknownUnitShare: 0.1,
} as const satisfies Partial<Force['gates']>

/** The bounds of a force: its settings, and the defaults of those that it leaves out. */
export function boundsOf(gates: Force['gates']): Bounds {
  const { maxDaysWithoutRecords, maxDaysWithoutCharges = GATE_DEFAULTS.maxDaysWithoutCharges } = gates
  const days = Math.max(maxDaysWithoutCharges, gates.maxDaysWithoutCharges ? 0 : maxDaysWithoutRecords)
  return { ...GATE_DEFAULTS, ...gates, maxDaysWithoutCharges: days } as Bounds
}
