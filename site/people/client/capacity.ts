import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'

/** What to expect if a unit looks at the top `people` of a list of `pool` people who are below high. */
export interface CapacityFigures {
  readonly people: number
  readonly pool: number
  /** Expected to become high harm among the top, and among the pool: sums of probabilities. */
  readonly found: number
  readonly all: number
  /** Expected among as many people picked at random from the pool. */
  readonly atRandom: number
  /** Expected too: found / people and found / all; 0 where there is nobody. */
  readonly part: number
  readonly share: number
}

/**
 * Expected numbers at a capacity: sums of the probabilities of the people with the greatest ones. They are
 * expectations of the model, not results; people without a prediction do not take part.
 *
 * @param people whoever is shown, in any order
 * @param capacity how many the unit can look at
 * @example capacityFigures(people, 50).found // 4.2: about four of the fifty
 */
export function capacityFigures(people: readonly ListedPerson[], capacity: number): CapacityFigures {
  const chances = Float64Array.from(
    people.flatMap(({ transition }) => (transition.kind === 'probability' ? transition.expected : [])),
  )
    .sort()
    .reverse()
  const top = Math.max(0, Math.min(Math.floor(capacity), chances.length))
  const all = chances.reduce((sum, chance) => sum + chance, 0)
  const found = chances.slice(0, top).reduce((sum, chance) => sum + chance, 0)
  return {
    people: top,
    pool: chances.length,
    found,
    all,
    atRandom: chances.length > 0 ? (all / chances.length) * top : 0,
    part: top > 0 ? found / top : 0,
    share: all > 0 ? found / all : 0,
  }
}

/** One figure of the capacity panel: what it is, its value and the value in words. */
export interface CapacityLine {
  readonly id: string
  readonly title: string
  readonly value: string
  readonly detail: string
}

/** The capacity panel's figures for reading; the baked page and the slider show the same words. */
export function capacityLines(figures: CapacityFigures): CapacityLine[] {
  const { people, pool, all, atRandom, part, share } = figures
  const found = Math.round(figures.found * 10) / 10
  const of = ` of ${formatWhole(people)}`
  return [
    {
      id: 'found',
      title: 'Expected to become high',
      value: found.toFixed(1) + of,
      detail: `${formatShare(part)} of them`,
    },
    {
      id: 'not',
      title: 'Expected to stay below',
      value: (people - found).toFixed(1) + of,
      detail: 'the unit looks at them too',
    },
    {
      id: 'random',
      title: 'Picked at random instead',
      value: atRandom.toFixed(1) + of,
      detail: `from the same ${formatWhole(pool)} people`,
    },
    {
      id: 'share',
      title: 'Share of all expected',
      value: formatShare(share),
      detail: `of ${all.toFixed(1)} expected among the ${formatWhole(pool)}`,
    },
  ]
}
