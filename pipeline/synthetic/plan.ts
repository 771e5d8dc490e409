import type { Shape } from '../lib/geo.ts'

/**
 * What the generator is told of a force: outlines and places in metres, areas, weights, and what its truth is
 * asked about.
 */
export interface Setting {
  readonly districts: readonly { readonly name: string; readonly shape: Shape }[]
  readonly lpas: readonly Area[]
  readonly lomus: readonly Area[]
  readonly places: readonly { readonly name: string; readonly x: number; readonly y: number }[]
  readonly timezone: string
  readonly targets: readonly TruthTarget[]
  /** Harm weight by offence code: every code that the generator charges must be in it. */
  readonly weights: ReadonlyMap<string, number>
  readonly halfLifeYears: number
  /** Harm score at which a person is high harm, and the weeks of the transition. */
  readonly highCut: number
  readonly transitionWeeks: number
}

export interface Area {
  readonly code: string
  readonly name: string
}

/** A target of the place forecasts, as the force defines it: any clause holds and no exclusion does. */
export interface TruthTarget {
  readonly cellMetres: number
  readonly id: string
  readonly anyOf: readonly TruthClause[]
  readonly noneOf: readonly TruthClause[]
}

export interface TruthClause {
  readonly where: Readonly<Partial<Record<string, readonly string[]>>>
}

/**
 * How large the synthetic force is, and when. Days are epoch days; minutes are local minutes since
 * 1970-01-01.
 */
export interface Plan {
  readonly seed: number
  readonly scale: number
  readonly years: number
  /** Day of the last extract. */
  readonly lastAsAt: number
  /** First day of records. */
  readonly startDay: number
  /** Successive weekly extracts, the last on `lastAsAt`. */
  readonly weeks: number
}

/** Minutes in a day: all instants of the generator are local minutes since 1970-01-01. */
export const DAY = 1440

/** Days in a year, on average. */
export const YEAR = 365.25

/** Hour at which an extract is taken. */
export const EXTRACT_HOUR = 5

/**
 * Fills in a plan: a small force keeps five years, the full one ten; records begin on a Monday.
 *
 * @example makePlan({ seed: 1, scale: 0.02, weeks: 1, lastAsAt: 20773 }).years === 5
 */
export function makePlan(asked: {
  seed: number
  scale: number
  weeks: number
  lastAsAt: number
  years?: number | undefined
}): Plan {
  const years = asked.years ?? (asked.scale >= 0.5 ? 10 : 5)
  const startDay = asked.lastAsAt - Math.round((years * YEAR) / 7) * 7
  return { ...asked, years, startDay }
}

/** The instant (local minutes) at which the extract of a day is taken. */
export function extractMinute(asAt: number): number {
  return asAt * DAY + EXTRACT_HOUR * 60
}
