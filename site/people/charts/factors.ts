import type { PersonFile } from '../../../pipeline/bake/contract/people.ts'
import { REASONS } from '../../../pipeline/bake/contract/vocabulary.ts'

type Group = Extract<PersonFile['prediction'], { kind: 'probability' }>['groups'][number]

/** What `rankFactors` ranks: one reason with its words. */
interface Factor {
  readonly name: string
  readonly value: string
  readonly contribution: number
  readonly support: number
}

/** The parts of all groups as reasons with their words. @example factorsOf(prediction.groups)[0].name */
export function factorsOf(groups: readonly Group[]): Factor[] {
  return groups.flatMap(({ parts }) =>
    parts.map(({ feature, ...part }) => ({ name: REASONS[feature].words, ...part })),
  )
}

/**
 * A factor as shown: its words, its part of the log-odds as written, and a bar from `x` of `width` (0 to 100,
 * middle 50).
 */
export interface FactorRow {
  readonly name: string
  readonly value: string
  readonly contribution: number
  readonly support: number | null
  readonly x: number
  readonly width: number
}

/**
 * The factors that raise or lower a prediction most, strongest first, and one last row for everything else,
 * so that the rows' contributions add up to the sum of all factors.
 *
 * @param factors centred contributions in log-odds
 * @param most how many stand alone
 * @example rankFactors(factorsOf(person.prediction.groups), 6).at(-1)?.name // 'Everything else (5 factors)'
 */
export function rankFactors(factors: readonly Factor[], most: number): FactorRow[] {
  const sorted = [...factors].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  const rest = sorted.slice(most)
  const other = rest.reduce((sum, factor) => sum + factor.contribution, 0)
  const scale = Math.max(1e-9, Math.abs(sorted[0]?.contribution ?? 0), Math.abs(other))
  const rows = sorted.slice(0, most).map(factor => toRow(factor, scale))
  if (rest.length === 0) return rows
  const name = `Everything else (${rest.length} ${rest.length === 1 ? 'factor' : 'factors'})`
  return [...rows, toRow({ name, value: '', contribution: other, support: null }, scale)]
}

function toRow(factor: Omit<Factor, 'support'> & { support: number | null }, scale: number): FactorRow {
  const width = Math.round((Math.abs(factor.contribution) / scale) * 480) / 10
  return { ...factor, x: factor.contribution < 0 ? 50 - width : 50, width }
}
