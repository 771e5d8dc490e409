/** Bounds within which a measure of the people model may move before a person has to look. */
export interface RedLines {
  readonly calibrationSlope: readonly [number, number]
  readonly observedOverExpected: readonly [number, number]
  /** Greatest population stability index of any feature. */
  readonly maxStabilityIndex: number
  /** Greatest share of decisions in which the unit disagreed. */
  readonly maxOverrideRate: number
}

/** What was measured this week; null where it could not be, or where it may be off by chance alone. */
export interface Measures {
  readonly calibrationSlope: number | null
  readonly observedOverExpected: number | null
  /** The same of the shortest window that could be judged: the early sign. */
  readonly early: { readonly weeks: number; readonly observedOverExpected: number | null } | null
  readonly stabilityIndex: number | null
  readonly overrideRate: number | null
}

/** A measure outside its bounds. */
export interface Crossing {
  readonly measure: string
  readonly value: number
  readonly from: number
  readonly to: number
}

/**
 * Measures that lie outside their bounds, in a fixed order; bounds themselves are inside.
 *
 * @example crossings({ ...measures, calibrationSlope: 0.5 }, redLines)[0].measure === 'calibration slope'
 */
export function crossings(measures: Measures, lines: RedLines): Crossing[] {
  const bounds: [string, number | null, readonly [number, number]][] = [
    ['calibration slope', measures.calibrationSlope, lines.calibrationSlope],
    ['observed over expected', measures.observedOverExpected, lines.observedOverExpected],
    [
      `observed over expected, ${measures.early?.weeks} weeks`,
      measures.early?.observedOverExpected ?? null,
      lines.observedOverExpected,
    ],
    ['population stability index', measures.stabilityIndex, [0, lines.maxStabilityIndex]],
    ['override rate', measures.overrideRate, [0, lines.maxOverrideRate]],
  ]
  return bounds.flatMap(([measure, value, [from, to]]) =>
    value !== null && (value < from || value > to) ? [{ measure, value, from, to }] : [],
  )
}
