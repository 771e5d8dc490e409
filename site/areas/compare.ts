import { sum } from 'd3-array'
import type { ComparableFile } from '../../pipeline/bake/contract/areas.ts'
import { explainMove } from '../../pipeline/bake/contract/vocabulary.ts'

/** One square in two weeks, with what moved its number. */
export interface Movement {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly place: string
  readonly district: string
  readonly before: number
  readonly after: number
  readonly rankBefore: number
  readonly rankAfter: number
  /** Parts of the change by the labels of the comparison; empty where there are none. */
  readonly parts: readonly number[]
}

/** Two weeks set side by side, or why they cannot be. */
export type Comparison =
  | { readonly kind: 'none'; readonly reason: 'other-squares' | 'other-target' }
  | {
      readonly kind: 'two'
      /** What the parts of a change are called; empty where two models cannot be set against each other. */
      readonly labels: readonly string[]
      /** Every square, the largest change first. */
      readonly movements: readonly Movement[]
    }

/**
 * Sets two weeks of one target side by side: each square's number in both, and what moved it, by the same
 * exact formula as between a week and the one before.
 */
export function compareWeeks(before: ComparableFile, after: ComparableFile): Comparison {
  if (before.slug !== after.slug) return { kind: 'none', reason: 'other-target' }
  if (before.id.join() !== after.id.join()) return { kind: 'none', reason: 'other-squares' }
  const sameTerms = before.labels.join() === after.labels.join()
  const moved = sameTerms ? explainMove(reasonsOf(after), reasonsOf(before)) : undefined
  const movements = after.id.map(
    (id, i): Movement => ({
      id,
      x: after.x[i]!,
      y: after.y[i]!,
      place: after.place[i]!,
      district: after.district[i]!,
      before: before.expected[i]!,
      after: after.expected[i]!,
      rankBefore: before.rank[i]!,
      rankAfter: after.rank[i]!,
      parts: moved?.map(({ count }) => count[i]!) ?? [],
    }),
  )
  const change = ({ before, after }: Movement) => Math.abs(after - before)
  return {
    kind: 'two',
    labels: moved?.map(({ label }) => label) ?? [],
    movements: movements.sort((a, b) => change(b) - change(a) || a.rankAfter - b.rankAfter),
  }
}

function reasonsOf({ parts, expected }: ComparableFile): Parameters<typeof explainMove>[0] {
  return {
    total: sum(expected),
    parts: parts.map(({ form, weight, terms }) => ({
      form,
      weight,
      terms: terms.map(term => Float64Array.from(term)),
    })),
  }
}

/** Classes of a difference, symmetric about none: two of fewer, no real change, two of more. */
export function changeBreaks(movements: readonly Movement[]): number[] {
  const sizes = movements.map(({ before, after }) => Math.abs(after - before)).sort((a, b) => a - b)
  const at = (share: number) => Number((sizes[Math.floor(share * sizes.length)] ?? 0).toPrecision(1))
  const [small, large] = [at(0.9), at(0.98)]
  return small > 0 && large > small ? [-large, -small, small, large] : [-0.1, -0.01, 0.01, 0.1]
}
