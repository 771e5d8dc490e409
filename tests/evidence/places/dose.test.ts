import { expect, test } from 'vitest'
import { type Delivered, doseOf, effectOf } from '../../../pipeline/evidence/places/dose.ts'
import type { PlacedEvents } from '../../../pipeline/features/events.ts'
import { type Random, random } from '../../../pipeline/lib/seed.ts'

const CELLS = 200
const [HISTORY, WEEKS] = [104, 52]
const SHAPE = 0.5
const MEAN = 0.25
const TRIALS = 400

/** How a small force sends its patrols in a week, and what they do to the rate where they go. */
interface Policy {
  readonly effect: number
  readonly goTo: (first: readonly number[], recent: (cell: number) => number, source: Random) => number[]
}

const HALF_AT_RANDOM: Policy['goTo'] = (first, _, source) => first.filter(() => source.next() < 0.5)
/** The squares that had most in the last four weeks: what they had by chance they will not have again. */
const AFTER_A_PEAK: Policy['goTo'] = (first, recent) =>
  [...first].sort((a, b) => recent(b) - recent(a) || a - b).slice(0, first.length / 2)

/**
 * A small force: squares with gamma rates, Poisson counts, forecasts that know the truth about the rates and
 * all counts before each window.
 */
function simulate({ effect, goTo }: Policy, seed: number) {
  const source = random(seed, 'dose')
  const rate = Array.from({ length: CELLS }, () => (source.gamma(SHAPE) * MEAN) / SHAPE)
  const counts = rate.map(value => Array.from({ length: HISTORY }, () => source.poisson(value)))
  const delivered: Delivered[] = []
  const past = []
  for (let week = HISTORY; week < HISTORY + WEEKS; week++) {
    if ((week - HISTORY) % 4 === 0) {
      const mean = counts.map(past => (SHAPE + sumOf(past)) / (SHAPE / MEAN + week))
      const total = sumOf(mean)
      past.push({
        origin: 7 * week,
        share: Float64Array.from(mean, value => value / total),
        total: { expected: 4 * total } as never,
      })
    }
    const { share } = past.at(-1)!
    const first = [...share.keys()].sort((a, b) => share[b]! - share[a]!).slice(0, CELLS / 10)
    const sent = new Set(goTo(first, cell => sumOf(counts[cell]!.slice(-4)), source))
    for (const cell of sent) delivered.push({ cell, day: 7 * week + 2, minutes: 45 })
    for (const [cell, past] of counts.entries())
      past.push(source.poisson(rate[cell]! * (sent.has(cell) ? effect : 1)))
  }
  return { past, delivered, events: eventsOf(counts) }
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

/** Events in the middle of each week. */
function eventsOf(counts: readonly (readonly number[])[]): PlacedEvents {
  const [cell, day]: [number[], number[]] = [[], []]
  counts.forEach((past, c) => {
    past.forEach((count, week) => {
      for (let k = 0; k < count; k++) {
        cell.push(c)
        day.push(7 * week + 3)
      }
    })
  })
  const size = cell.length
  return {
    cell: Int32Array.from(cell),
    day: Int32Array.from(day),
    weight: new Float64Array(size).fill(1),
    goneFrom: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
  } as unknown as PlacedEvents
}

const run = (policy: Policy, seed: number) => {
  const { past, delivered, events } = simulate(policy, seed)
  const at = { events, horizonDays: 28, completeBefore: 7 * (HISTORY + WEEKS) }
  return doseOf(past, delivered, at)
}

test.each([
  ['a fifth less where patrols went', { effect: 0.8, goTo: HALF_AT_RANDOM }],
  ['no effect', { effect: 1, goTo: HALF_AT_RANDOM }],
  ['no effect, patrols sent where crime had just peaked', { effect: 1, goTo: AFTER_A_PEAK }],
])(
  '%s: over 400 small forces the estimate is true and the 80 %% interval holds it four times in five',
  (name, policy) => {
    const found = Array.from({ length: TRIALS }, (_, seed) => run(policy, seed).effect)
    const measured = found.flatMap(effect => (effect.kind === 'measured' ? [effect] : []))
    expect(measured).toHaveLength(TRIALS)
    const held =
      measured.filter(({ low, high }) => low <= policy.effect && policy.effect <= high).length / TRIALS
    const mean = Math.exp(sumOf(measured.map(({ ratio }) => Math.log(ratio))) / TRIALS)
    console.info(`${name}: estimate ${mean.toFixed(3)}, truth ${policy.effect}, held ${held.toFixed(3)}`)
    expect(Math.abs(mean - policy.effect)).toBeLessThan(0.025)
    expect(held).toBeGreaterThanOrEqual(0.75)
    expect(held).toBeLessThanOrEqual(0.85)
  },
)

test('a plain count before and after would have found an effect where patrols only followed a peak', () => {
  const naive = Array.from({ length: 40 }, (_, seed) => {
    const { past, delivered, events } = simulate({ effect: 1, goTo: AFTER_A_PEAK }, seed)
    const count = (cell: number, from: number, to: number) =>
      events.cell.reduce(
        (n, c, i) => n + (c === cell && events.day[i]! >= from && events.day[i]! < to ? 1 : 0),
        0,
      )
    const sent = delivered.filter(({ day }) => day < past[0]!.origin + 7)
    const after = sumOf(sent.map(({ cell, day }) => count(cell, day, day + 28)))
    return after / sumOf(sent.map(({ cell, day }) => count(cell, day - 28, day)))
  })
  expect(sumOf(naive) / naive.length).toBeLessThan(0.9)
})

test('without patrols, with too few weeks or offences, or with all squares patrolled, it is said why', () => {
  const met = (cells: number, expected: number) => ({ cells, expected, observed: expected, minutes: 0 })
  const weeks = (n: number, patrolled: number, expected = 2) =>
    Array.from({ length: n }, (_, k) => ({
      day: 7 * k,
      patrolled: met(patrolled, expected),
      others: met(5, expected),
    }))
  expect(effectOf(weeks(8, 5), 't')).toEqual({ kind: 'none', reason: 'too-few-weeks' })
  expect(effectOf(weeks(20, 0), 't')).toEqual({ kind: 'none', reason: 'all-alike' })
  expect(effectOf(weeks(20, 5, 0.01), 't')).toEqual({ kind: 'none', reason: 'too-few-offences' })
  const { past, events } = simulate({ effect: 1, goTo: HALF_AT_RANDOM }, 1)
  const none = doseOf(past, [], { events, horizonDays: 28, completeBefore: 7 * (HISTORY + WEEKS) })
  expect(none.effect).toEqual({ kind: 'none', reason: 'no-patrols' })
})

test('the same squares before the first patrol are the placebo', () => {
  const { past, delivered, events } = simulate({ effect: 0.5, goTo: HALF_AT_RANDOM }, 3)
  const started = past[6]!.origin
  const later = delivered.filter(({ day, cell }) => day >= started && cell % 2 === 0)
  const dose = doseOf(past, later, { events, horizonDays: 28, completeBefore: 7 * (HISTORY + WEEKS) })
  expect(dose.weeks[0]!.day).toBe(started)
  expect(dose.placebo.kind).toBe('measured')
})

test('square-weeks fall into bands of minutes, and all of them into one', () => {
  const dose = run({ effect: 1, goTo: HALF_AT_RANDOM }, 5)
  expect(dose.bands.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 30],
    [30, 60],
    [60, 120],
    [120, null],
  ])
  expect(sumOf(dose.bands.map(({ cells }) => cells))).toBe(dose.squares * WEEKS)
  expect(dose.bands[2]!.cells).toBeGreaterThan(0)
})
