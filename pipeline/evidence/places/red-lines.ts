import type { PLACE_LINES } from '../../force/red-lines.ts'
import type { CheckCode } from './check.ts'

/** Bounds within which a measure of the place forecasts may move before a person has to look. */
export interface PlaceRedLines {
  readonly slope: readonly [number, number]
  /** Offences recorded over those expected in the latest twelve weeks that are over. */
  readonly recordedOverExpected: readonly [number, number]
  /**
   * Part of the counts inside the middle 80% of their forecast, squares in which at least 0.3 was expected.
   */
  readonly coverage: readonly [number, number]
}

/** Bounds for a force whose settings name none. */
export const DEFAULT_RED_LINES: PlaceRedLines = {
  slope: [0.8, 1.25],
  recordedOverExpected: [0.75, 1.33],
  coverage: [0.7, 0.9],
}

/** A measure with its bounds; a gain has no upper one. */
export interface PlaceLine {
  readonly measure: (typeof PLACE_LINES)[number]
  /** NaN where there is nothing to measure. */
  readonly value: number
  readonly from: number
  readonly to: number | null
  readonly crossed: boolean
}

/** What is held against the lines. */
export interface DriftMeasures {
  /** The checks of past forecasts, by their codes. */
  readonly checks: readonly {
    readonly code: CheckCode
    readonly found: number
    readonly holds: boolean | null
  }[]
  /** Recorded and expected in the latest horizons that are over. */
  readonly recent: { readonly expected: number; readonly actual: number }
}

/**
 * The measures of the place forecasts with their bounds, in a fixed order; bounds themselves are inside. To
 * be worse than the best simple map, beyond chance, is always outside.
 *
 * @example placeLines({ checks: [], recent: { expected: 100, actual: 50 } }, DEFAULT_RED_LINES)[1].crossed //
 * true
 */
export function placeLines({ checks, recent }: DriftMeasures, lines: PlaceRedLines): PlaceLine[] {
  const found = (code: CheckCode) => checks.find(check => check.code === code)?.found ?? Number.NaN
  const bounded = [
    ['slope', found('slope'), lines.slope],
    ['recordedOverExpected', recent.actual / recent.expected, lines.recordedOverExpected],
    ['coverage', found('squares'), lines.coverage],
  ] as const
  const worse = checks.some(({ code, holds }) => code === 'gain' && holds === false)
  return [
    ...bounded.map(([measure, value, [from, to]]) => ({
      ...{ measure, value, from, to },
      crossed: value < from || value > to,
    })),
    { measure: 'gain', value: found('gain'), from: 0, to: null, crossed: worse },
  ]
}
