import { rowsWhere } from '../../lib/rows.ts'
import { aucMeasure, brierMeasure, clusteredFigure, type JudgedRows, slopeMeasure } from './clustered.ts'
import { type Figure, figureOf, resample, sumByPerson } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** How good some probabilities are on the rows that were judged, each with its 95% interval. */
export interface QualityFigures {
  readonly rows: number
  readonly people: number
  /** Rows of people who became high harm. */
  readonly high: number
  readonly brier: Figure
  readonly auc: Figure
  readonly slope: Figure
  /** Those who became high harm over those expected to; 1 is calibrated in the large. */
  readonly observedOverExpected: Figure
}

/** A simple rule beside the model, on the same rows. */
export interface Rival {
  readonly name: string
  /** Null for a rule that gives no probability. */
  readonly brier: number | null
  readonly auc: number
  /** Brier score of the rule less the model's: above zero the model is closer to what happened. */
  readonly brierGain: (Figure & { readonly verdict: Verdict }) | null
  /** AUC of the model less the rule's. */
  readonly aucGain: Figure & { readonly verdict: Verdict }
}

/**
 * Quality of probabilities with intervals over people. Throws RangeError when nobody, or everybody, became
 * high harm.
 *
 * @example qualityFigures(rows, probability).auc.low
 */
export function qualityFigures(rows: JudgedRows, probability: ArrayLike<number>): QualityFigures {
  const { person, outcome } = rows
  const high = Array.from(outcome).reduce((sum, y) => sum + y, 0)
  if (high === 0 || high === outcome.length) throw new RangeError('outcomes are all equal: nothing to judge')
  const people = sumByPerson(person, r => ({ counts: [outcome[r]!], expected: probability[r]! }))
  return {
    rows: outcome.length,
    people: people.length,
    high,
    brier: clusteredFigure(rows, brierMeasure(probability, outcome)),
    auc: clusteredFigure(rows, aucMeasure(probability, outcome)),
    slope: clusteredFigure(rows, slopeMeasure(probability, outcome)),
    observedOverExpected: figureOf(
      resample(people, 'observed over expected'),
      ({ counts, expected }) => counts[0]! / expected,
    )!,
  }
}

/**
 * The model against the rules it has to beat: differences on the same rows with their intervals, and whether
 * they can be told apart.
 *
 * @example rivalsOf(heldOut)[1].aucGain.verdict === 'better'
 */
export function rivalsOf(heldOut: HeldOut): Rival[] {
  const { rules, probability, outcome } = heldOut
  const model = { auc: aucMeasure(probability, outcome), brier: brierMeasure(probability, outcome) }
  const judged = (figure: Figure) => ({ ...figure, verdict: verdictOf(figure) })
  const rival = (name: string, values: Float64Array, gives: 'probability' | 'rank'): Rival => {
    const auc = aucMeasure(values, outcome)
    const brier = gives === 'probability' ? brierMeasure(values, outcome) : null
    return {
      name,
      brier: brier?.value ?? null,
      auc: auc.value,
      brierGain: brier && judged(clusteredFigure(heldOut, brier, model.brier)),
      aucGain: judged(clusteredFigure(heldOut, model.auc, auc)),
    }
  }
  return [
    rival(
      'base rate',
      rules.baseRate.map(() => rules.baseRate[0]!),
      'probability',
    ),
    rival('gap to the cut-point only', rules.gapOnly, 'probability'),
    rival('Copas rate and age', rules.copasAge, 'probability'),
    rival('harm rank', rules.harmRank, 'rank'),
  ]
}

/** Expected and observed share of those who became high harm in some part of the scored. */
export interface Calibration {
  /** What the part is called: a band's index, a unit's code, places on a list. */
  readonly part: string
  readonly rows: number
  readonly expected: number
  readonly observed: Figure
}

/**
 * Calibration of parts of the rows, in the order of their names given; a part without rows is left out.
 *
 * @param partOf name of the part of each row, null for none
 * @example calibrationBy(heldOut, r => String(heldOut.band[r]), ['0', '1', '2'])
 */
export function calibrationBy(
  { person, probability, outcome }: HeldOut,
  partOf: (row: number) => string | null,
  parts: readonly string[],
): Calibration[] {
  return parts.flatMap(part => {
    const rows = rowsWhere(outcome.length, r => partOf(r) === part)
    if (rows.length === 0) return []
    const sums = sumByPerson(
      rows.map(r => person[r]!),
      i => ({ counts: [1, outcome[rows[i]!]!], expected: probability[rows[i]!]! }),
    )
    const resampled = resample(sums, `calibration ${part}`)
    const observed = figureOf(resampled, ({ counts }) => counts[1]! / counts[0]!)!
    return [{ part, rows: rows.length, expected: resampled.sums.expected / rows.length, observed }]
  })
}
