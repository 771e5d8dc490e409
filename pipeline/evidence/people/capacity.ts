import { type Figure, figureOf, type PersonSums, resample, sumByPerson } from './figures.ts'
import type { HeldOut } from './held-out.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** What lists of some length held, drawn up by one rule. */
export interface ListsHeld {
  /** Of those listed, the share that became high harm. */
  readonly precision: Figure
  /** Of those who became high harm, the share listed. */
  readonly recall: Figure
}

/** The same by a simple rule, with how much more the model's lists held. */
export interface RivalLists extends ListsHeld {
  readonly name: string
  /** Precision of the model less the rule's. */
  readonly gain: Figure & { readonly verdict: Verdict }
}

/** What lists of one length would have held: by the model, by simple rules and by chance. */
export interface AtCapacity extends ListsHeld {
  readonly perUnit: number
  /** Places on all lists together, of all days. */
  readonly listed: number
  readonly rivals: readonly RivalLists[]
}

/**
 * Who stands on the lists when each unit takes its `perUnit` people of greatest value on each day: 1 for each
 * row selected. A row without a list (null) is never selected. Ties are settled by row order.
 *
 * @param lists name of each row's list
 */
export function selectAtCapacity(
  values: ArrayLike<number>,
  lists: readonly (string | null)[],
  perUnit: number,
): Uint8Array {
  return within(placesOn(values, lists), perUnit)
}

/** 1 for each row whose place is one of the first; a row without a place is not. */
function within(places: Int32Array, perUnit: number): Uint8Array {
  const selected = new Uint8Array(places.length)
  for (let r = 0; r < places.length; r++) if (places[r]! > 0 && places[r]! <= perUnit) selected[r] = 1
  return selected
}

/** Place of each row on its list by value, from 1; 0 without a list. */
export function placesOn(values: ArrayLike<number>, lists: readonly (string | null)[]): Int32Array {
  const places = new Int32Array(values.length)
  for (const rows of rowsByList(lists).values()) {
    rows.sort((a, b) => values[b]! - values[a]! || a - b)
    rows.forEach((r, i) => {
      places[r] = i + 1
    })
  }
  return places
}

function rowsByList(lists: readonly (string | null)[]): Map<string, number[]> {
  const byList = new Map<string, number[]>()
  lists.forEach((list, r) => {
    if (list === null) return
    const rows = byList.get(list)
    if (rows) rows.push(r)
    else byList.set(list, [r])
  })
  return byList
}

/** The list on which each row stood: adults of a unit on a day, children apart. */
export function listsOf({ unit, day, child }: HeldOut, which: 'adults' | 'children'): (string | null)[] {
  return unit.map((code, r) => ((child[r] === 1) === (which === 'children') ? `${code} ${day[r]}` : null))
}

const [LISTED, HIGH, HITS, GAP_HITS, RANK_HITS] = [0, 1, 2, 3, 4] as const

/** Lists of whatever length, put in order by the model, by the gap alone and by the harm score. */
export interface OrderedLists {
  /** Place of each row by each, from 1; 0 without a list. */
  readonly places: readonly [model: Int32Array, gap: Int32Array, rank: Int32Array]
  /** How many stand on the list of each row. */
  readonly sizes: Int32Array
}

/**
 * The lists in every order that they are compared in, so that each length is only read off.
 *
 * @example orderLists(heldOut, listsOf(heldOut, 'adults')).places[0][0] // place of the first row
 */
export function orderLists({ probability, rules }: HeldOut, lists: readonly (string | null)[]): OrderedLists {
  const sizes = new Int32Array(lists.length)
  for (const rows of rowsByList(lists).values()) for (const r of rows) sizes[r] = rows.length
  const by = (values: Float64Array) => placesOn(values, lists)
  return { places: [by(probability), by(rules.gapOnly), by(rules.harmRank)], sizes }
}

/**
 * What lists of one length would have held: the model's, those by the gap alone and by the harm score, and
 * lists drawn by chance from the same people. Null when the lists are empty or nobody on them became high.
 *
 * @example listsAtCapacity(heldOut, orderLists(heldOut, listsOf(heldOut, 'adults')), 50)?.precision.value
 */
export function listsAtCapacity(
  { person, outcome }: HeldOut,
  { places, sizes }: OrderedLists,
  perUnit: number,
): AtCapacity | null {
  const [model, gap, rank] = places.map(place => within(place, perUnit))
  const chance = Float64Array.from(sizes, size => (size > 0 ? Math.min(1, perUnit / size) : 0))
  const people = sumByPerson(person, r => {
    const y = sizes[r] === 0 ? 0 : outcome[r]!
    return {
      counts: [model![r]!, y, model![r]! * y, gap![r]! * y, rank![r]! * y],
      // Chance is no whole count: its hits are what the draw would find on average.
      expected: chance[r]! * y,
    }
  })
  const resampled = resample(people, `lists of ${perUnit}`)
  const { counts } = resampled.sums
  if (counts[LISTED] === 0 || counts[HIGH] === 0) return null
  const held = (hits: (sums: PersonSums) => number): ListsHeld => ({
    precision: figureOf(resampled, sums => hits(sums) / sums.counts[LISTED]!)!,
    recall: figureOf(resampled, sums => hits(sums) / sums.counts[HIGH]!)!,
  })
  const own = ({ counts: of }: PersonSums) => of[HITS]!
  const rival = (name: string, hits: (sums: PersonSums) => number): RivalLists => {
    const gain = figureOf(resampled, sums => (own(sums) - hits(sums)) / sums.counts[LISTED]!)!
    return { name, ...held(hits), gain: { ...gain, verdict: verdictOf(gain) } }
  }
  return {
    perUnit,
    listed: counts[LISTED]!,
    ...held(own),
    rivals: [
      rival('gap to the cut-point only', ({ counts: of }) => of[GAP_HITS]!),
      rival('harm rank', ({ counts: of }) => of[RANK_HITS]!),
      rival('chance', ({ expected }) => expected),
    ],
  }
}

/** Tenths of the rows by probability, lowest first, with the mean probability and the share that happened. */
export function tenthsOf(probability: Float64Array): (row: number) => string {
  const order = Uint32Array.from({ length: probability.length }, (_value, r) => r).sort(
    (a, b) => probability[a]! - probability[b]! || a - b,
  )
  const tenth = new Uint8Array(order.length)
  order.forEach((r, i) => {
    tenth[r] = 1 + Math.floor((10 * i) / order.length)
  })
  return row => String(tenth[row]!)
}
