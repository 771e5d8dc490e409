import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { isoDate } from '../../lib/week.ts'
import { explainMove, REASONS, type Reasons } from '../../models/places/reasons.ts'
import { PastReasons, type TargetFile } from '../contract/areas.ts'
import { tidy } from './tidy.ts'

/** Eight decimals of a logarithm: a hundred times finer than the counts that are shown. */
const fine = (value: number) => Math.round(value * 1e8) / 1e8

/** What a forecast's numbers rest on, to be kept for the week after. */
export function reasonsFile({ target, grid, forecast, asAt }: JudgedTarget): PastReasons {
  const { total, parts } = forecast.reasons
  return PastReasons.parse({
    kind: 'reasons',
    slug: target.slug,
    forecastFrom: isoDate(asAt),
    total,
    cells: [...grid.ids],
    labels: [...REASONS],
    parts: parts.map(({ form, weight, terms }) => ({
      form,
      weight,
      terms: terms.map(term => Array.from(term, fine)),
    })),
  })
}

/**
 * Why the numbers moved since the forecast before, as it was published: a row a cell, in the order given.
 *
 * @param before.kept whether there was an earlier forecast at all; `reasons` what is kept of what it rested
 * on
 * @param order cells in the order of the target's file
 */
export function movesOf(
  { grid, forecast }: JudgedTarget,
  before: { readonly kept: boolean; readonly reasons: PastReasons | undefined },
  order: Uint32Array,
): TargetFile['moves'] {
  const none = (reason: Extract<TargetFile['moves'], { kind: 'none' }>['reason']) =>
    ({ kind: 'none', reason }) as const
  if (!before.kept) return none('no-earlier-week')
  if (!before.reasons) return none('not-kept')
  const { forecastFrom, cells, labels } = before.reasons
  if (cells.join() !== grid.ids.join()) return none('other-squares')
  if (labels.join() !== REASONS.join()) return none('other-model')
  const moved = explainMove(forecast.reasons, asReasons(before.reasons))
  if (!moved) return none('other-model')
  return {
    kind: 'since',
    from: forecastFrom,
    labels: moved.map(({ label }) => label),
    counts: Array.from(order, cell => moved.map(({ count }) => tidy(count[cell]!))),
  }
}

function asReasons({ total, parts }: PastReasons): Reasons {
  return {
    total,
    parts: parts.map(({ form, weight, terms }) => ({
      form,
      weight,
      terms: terms.map(term => Float64Array.from(term)),
    })),
  }
}
