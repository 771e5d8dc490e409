import { expect, test } from 'vitest'
import {
  bandWords,
  deliveredWords,
  effectWords,
  lessWords,
  patrolsOf,
  placeboWords,
} from '../../../site/areas/words/patrols.ts'

const effect = (ratio: number, low: number, high: number) =>
  ({ kind: 'measured', ratio, low, high, weeks: 52 }) as const

test('an effect that cannot be told is said as plainly as one that can', () => {
  expect(effectWords(effect(0.9, 0.7, 1.15))).toMatch(/^No effect can be told from these weeks\. /)
  expect(effectWords(effect(0.8, 0.7, 0.9))).toBe(
    'Against the other first squares, patrolled ones had 20% fewer offences than expected ' +
      '(80% interval: 30% fewer to 10% fewer; 52 weeks). ' +
      'That is no proof that patrols were the cause: nobody drew lots for where they went.',
  )
  expect(effectWords(effect(1.2, 1.1, 1.3))).toMatch(/20% more offences than expected.*no proof/)
})

test('an effect before the first patrol says that the comparison is not fair', () => {
  expect(placeboWords(effect(0.8, 0.7, 0.9))).toMatch(
    /Nobody patrolled them then, so the comparison is not fair/,
  )
  expect(placeboWords(effect(1, 0.9, 1.1))).toMatch(
    /had as many as expected .* No difference can be told, as it should be/,
  )
  expect(placeboWords({ kind: 'none', reason: 'too-few-weeks' })).toMatch(/too few weeks before/)
})

test('every reason for no figure has words of its own', () => {
  const reasons = ['no-patrols', 'too-few-weeks', 'too-few-offences', 'all-alike'] as const
  const words = reasons.map(reason => effectWords({ kind: 'none', reason }))
  expect(new Set(words).size).toBe(reasons.length)
})

test('delivered stands beside planned, and bands of minutes meet', () => {
  expect(deliveredWords({ planned: 2000, delivered: 1100, visits: 80 })).toBe(
    '1,100 minutes were delivered in 80 visits, 55% of what was planned (2,000 minutes).',
  )
  expect(deliveredWords({ planned: 0, delivered: 10, visits: 1 })).not.toMatch(/%/)
  expect(lessWords(1)).toBe('as many')
  expect([
    bandWords({ from: 0, to: 1 }),
    bandWords({ from: 30, to: 60 }),
    bandWords({ from: 120, to: null }),
  ]).toEqual(['not patrolled', '30 to 59 minutes', '120 minutes or more'])
})

test('the squares of a patch are taken together, named by the one with most minutes', () => {
  const square = (place: string, patch: number, delivered: number) => ({
    ...{ id: place, place, rank: 1, patch, planned: 10, delivered, visits: 1 },
  })
  const squares = [square('Aston', 2, 30), square('Witton', 2, 5), square('Sparkbrook', 1, 3)]
  expect(patrolsOf(squares, 2)).toEqual({ name: '2: Aston', planned: 20, delivered: 35, visits: 2 })
})
