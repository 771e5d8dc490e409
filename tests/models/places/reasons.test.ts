import { expect, it } from 'vitest'
import { MODEL_CATALOGUE, RIVAL_MODELS } from '../../../pipeline/models/places/catalogue.ts'
import { explainShare } from '../../../pipeline/models/places/explain.ts'
import { expectPlaces, type PlaceExpectation } from '../../../pipeline/models/places/forecast.ts'
import {
  explainMove,
  explainNumbers,
  logarithmicMean,
  type Reasons,
} from '../../../pipeline/models/places/reasons.ts'
import { makeCity } from './city.ts'

const { history } = makeCity({ perWeek: 20, weeks: 156 })
const related = makeCity({ perWeek: 40, weeks: 156, seed: 8 }).history.target
const days = [148 * 7, 152 * 7]
const made = expectPlaces({ ...history, related }, days, { keep: expectation => expectation })
const CHOSEN = ['stack', ...RIVAL_MODELS] as const

/** What a model's numbers would rest on, had it been the one published. */
function reasonsOf({ fit, total }: PlaceExpectation, chosen: (typeof CHOSEN)[number]): Reasons {
  return { total: total.expected, parts: explainShare({ ...fit, chosen, share: fit.shares[chosen] }) }
}

const added = (parts: readonly { readonly count: Float64Array }[], i: number) =>
  parts.reduce((sum, { count }) => sum + count[i]!, 0)

for (const chosen of CHOSEN) {
  const { title } = MODEL_CATALOGUE[chosen]
  it(`${title}: the parts of every cell add up to its number within 1e-9, and those of a move to it`, () => {
    const [before, now] = made.map(one => reasonsOf(one, chosen))
    const [was, is] = made.map(({ fit, total }) => fit.shares[chosen].map(share => share * total.expected))
    const [why, moved] = [explainNumbers(now!), explainMove(now!, before!)!]
    is!.forEach((expected, i) => {
      expect(Math.abs(added(why, i) - expected)).toBeLessThan(1e-9)
      expect(Math.abs(added(moved, i) - (expected - was![i]!))).toBeLessThan(1e-9)
    })
  })
}

it('no part is a correction many times the number', () => {
  const { fit, total } = made[1]!
  const why = explainNumbers(reasonsOf(made[1]!, 'stack'))
  const expected = fit.shares.stack.map(share => share * total.expected)
  const highest = [...expected.keys()].sort((a, b) => expected[b]! - expected[a]!).slice(0, 20)
  for (const i of highest)
    for (const { count } of why) expect(Math.abs(count[i]!)).toBeLessThan(2 * expected[i]!)
})

it('numbers of different models cannot be set against each other', () => {
  expect(explainMove(reasonsOf(made[1]!, 'stack'), reasonsOf(made[0]!, 'mean'))).toBeUndefined()
})

it('the logarithmic mean lies between both numbers, and is either where they are equal', () => {
  expect(logarithmicMean(6, 1)).toBeCloseTo(5 / Math.log(6), 12)
  expect(logarithmicMean(2, 2)).toBe(2)
  expect(logarithmicMean(1 + 1e-9, 1)).toBeCloseTo(1 + 5e-10, 15)
})
