import type { PEOPLE_LINES } from '../../force/red-lines.ts'

/** Bounds within which a measure of the people model may move before a person has to look. */
export interface RedLines {
  readonly calibrationSlope: readonly [number, number]
  readonly observedOverExpected: readonly [number, number]
  /** Greatest population stability index of any feature. */
  readonly maxStabilityIndex: number
  /** Greatest share of decisions in which the unit disagreed. */
  readonly maxOverrideRate: number
}

/** A measure of this week; `byChance` where it may be off its ideal by chance alone. */
export interface Measured {
  readonly value: number
  readonly byChance: boolean
}

/** What was measured this week; null where it could not be. */
export interface Measures {
  readonly calibrationSlope: Measured | null
  readonly observedOverExpected: Measured | null
  /** The same of the shortest window that could be judged: the early sign. */
  readonly early: { readonly weeks: number; readonly observedOverExpected: Measured | null } | null
  readonly stabilityIndex: number | null
  readonly overrideRate: number | null
}

/** A measure with its red lines: what it is called, what it was, and whether it lies beyond them. */
export interface RedLine {
  readonly line: (typeof PEOPLE_LINES)[number]
  readonly measure: string
  /** Null where it could not be measured. */
  readonly value: number | null
  readonly from: number
  readonly to: number
  /** Whether it lies outside, and not by chance alone. */
  readonly crossed: boolean
}

/** A measure outside its bounds. */
export interface Crossing {
  readonly measure: string
  readonly value: number
  readonly from: number
  readonly to: number
}

/**
 * Every measure with its red lines, in a fixed order. Bounds themselves are inside, and so is what may be off
 * by chance alone.
 *
 * @example redLines({ ...measures, overrideRate: 0.6 }, lines).at(-1)?.crossed // true
 */
export function redLines(measures: Measures, lines: RedLines): RedLine[] {
  const { calibrationSlope, observedOverExpected, early, stabilityIndex, overrideRate } = measures
  const exact = (value: number | null) => value !== null && { value, byChance: false }
  const bounds: [RedLine['line'], string, Measured | null | false, readonly [number, number]][] = [
    ['calibrationSlope', 'calibration slope', calibrationSlope, lines.calibrationSlope],
    ['observedOverExpected', 'observed over expected', observedOverExpected, lines.observedOverExpected],
    [
      'earlyObservedOverExpected',
      `observed over expected, ${early ? `${early.weeks} weeks` : 'a shorter window'}`,
      early?.observedOverExpected ?? null,
      lines.observedOverExpected,
    ],
    ['stabilityIndex', 'population stability index', exact(stabilityIndex), [0, lines.maxStabilityIndex]],
    ['overrideRate', 'override rate', exact(overrideRate), [0, lines.maxOverrideRate]],
  ]
  return bounds.map(([line, measure, found, [from, to]]) => ({
    line,
    measure,
    value: found ? found.value : null,
    from,
    to,
    crossed: found ? !found.byChance && (found.value < from || found.value > to) : false,
  }))
}

/**
 * Those that are crossed.
 *
 * @example crossings(redLines(measures, lines))[0].measure === 'calibration slope'
 */
export function crossings(lines: readonly RedLine[]): Crossing[] {
  return lines.flatMap(({ measure, value, from, to, crossed }) =>
    crossed && value !== null ? [{ measure, value, from, to }] : [],
  )
}
