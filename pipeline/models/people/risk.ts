import type { LabelledRows } from './columns.ts'
import { type AdditiveModel, type AdditiveOptions, fitAdditive, type PairTerm, predictLogits } from './gam.ts'
import { type Effects, effectsOf, purify, rankPairs } from './purify.ts'
import { type BoostedTrees, fitTrees, type TreeOptions } from './trees.ts'

/** How the boosted half of a risk model is made; found by cross-validation (`chooseRecipe`). */
export interface Recipe {
  /** Weight of the boosted step functions against the smooth ones, 0 to 1. */
  readonly boostShare: number
  readonly boostingRounds: number
  readonly pairs: boolean
  /** Calibration: log-odds become intercept + slope x log-odds. */
  readonly intercept: number
  readonly slope: number
}

export type RiskOptions = Pick<AdditiveOptions, 'lambdas' | 'bags'>

/** Pairs of columns that may enter a model. */
const MAX_PAIRS = 8

/** Knots that so many rows can carry: about n^0.3, 8 to 24. @example knotsFor(12_651) === 17 */
export function knotsFor(rows: number): number {
  return Math.round(Math.min(24, Math.max(8, rows ** 0.3)))
}

/** Learning rate of the boosted half. */
const RATE = 0.1

/** The smooth half of a risk model. Throws RangeError when all labels are equal. */
export function fitSmooth(rows: LabelledRows, options: RiskOptions = {}): AdditiveModel {
  return fitAdditive(rows, { ...options, knots: knotsFor(rows.table.rows) })
}

/**
 * The boosted half: trees of depth two in which only columns of the strongest pairs may follow each other
 * (none when `pairs` is false), so that each tree is a function of one column or of two.
 */
export function fitSteps(
  smooth: AdditiveModel,
  rows: LabelledRows,
  options: { pairs: boolean; boostingRounds: number; stop?: TreeOptions['stop'] },
): BoostedTrees {
  const bins = smooth.terms.map(term => term.bins)
  const found = options.pairs ? strongestPairs(smooth, rows) : []
  const partners = bins.map(
    (_bin, j) =>
      new Set(found.flatMap(({ first, second }) => (first === j ? [second] : second === j ? [first] : []))),
  )
  return fitTrees(rows, {
    bins,
    depth: 2,
    boostingRounds: options.boostingRounds,
    rate: RATE,
    ...(options.stop ? { stop: options.stop } : {}),
    partners,
  })
}

function strongestPairs(smooth: AdditiveModel, rows: LabelledRows) {
  const trees = fitTrees(rows, {
    depth: 2,
    boostingRounds: 60,
    rate: 0.1,
    maxBins: 12,
    offset: predictLogits(smooth, rows.table),
  })
  return rankPairs(trees.trees).slice(0, MAX_PAIRS)
}

/**
 * Fits a risk model by a recipe: the smooth and the boosted half mixed on the log-odds scale, written out as
 * one additive model (intercept, one function a column, and a few purified pairs), then calibrated. The
 * decomposition stays exact.
 */
export function fitRisk(rows: LabelledRows, recipe: Recipe, options: RiskOptions = {}): AdditiveModel {
  const smooth = fitSmooth(rows, options)
  if (recipe.boostShare === 0) return scaled(smooth, recipe)
  const steps = fitSteps(smooth, rows, recipe)
  return scaled(mix(smooth, effectsOf(steps), recipe.boostShare), recipe)
}

function mix(smooth: AdditiveModel, raw: Effects, share: number): AdditiveModel {
  const marginals = smooth.terms.map(({ mass }) => {
    const total = mass.reduce((sum, m) => sum + m, 0)
    return mass.map(m => m / total)
  })
  const effects = purify(raw, marginals)
  return {
    ...smooth,
    intercept: (1 - share) * smooth.intercept + share * effects.constant,
    terms: smooth.terms.map((term, j) => ({
      ...term,
      values: term.values.map((value, b) => (1 - share) * value + share * effects.mains[j]![b]!),
    })),
    pairs: effects.pairs.map(
      (pair): PairTerm => ({ ...pair, values: pair.values.map(value => share * value) }),
    ),
  }
}

function scaled(model: AdditiveModel, { intercept, slope }: Recipe): AdditiveModel {
  const scale = (values: Float64Array) => values.map(value => slope * value)
  return {
    ...model,
    intercept: intercept + slope * model.intercept,
    terms: model.terms.map(term => ({ ...term, values: scale(term.values) })),
    pairs: model.pairs.map(pair => ({ ...pair, values: scale(pair.values) })),
    bags: model.bags.map(scale),
  }
}
