import type { Transition } from '../oracles/transition.ts'

/**
 * One charge: charged on, offence code, outcome, outcome known on. Weights: 1 = 7973, 5D = 2035, 34B = 800,
 * 28E = 465, 3B = 275, 8N = 189, 10D = 53, 46 = 12, 92E = 2; 99Z has none.
 */
type Charge = readonly [
  on: string,
  code: string,
  outcome?: 'convicted' | 'acquitted' | 'discontinued',
  known?: string,
]

interface HandLife {
  readonly name: string
  readonly charges: readonly Charge[]
  readonly is: Transition
  readonly landmark?: string
  readonly deceased?: true
  readonly custodyUntil?: string
  /** Charges that stand under another record, merged into this one. */
  readonly merged?: readonly Charge[]
}

/**
 * The day of the extract and the usual landmark; half-life 2 years (730.5 days), high from 700, horizon 364
 * days.
 */
export const KNOWN_TO = '2026-11-16'
export const LANDMARK = '2025-06-02'

/**
 * Lives written by hand, each with the answer that a careful reader finds. Two years halve a weight, four
 * quarter it.
 */
export const LIVES: readonly HandLife[] = [
  // Who is at stake
  { name: 'never charged', charges: [], is: 'not-charged' },
  { name: 'first charged on the landmark itself', charges: [['2025-06-02', '34B']], is: 'not-charged' },
  { name: 'first charged the day before, lightly', charges: [['2025-06-01', '46']], is: 'not-high' },
  { name: 'first charged a week after the landmark', charges: [['2025-06-09', '1']], is: 'not-charged' },
  { name: 'charged only with a code that has no weight', charges: [['2025-01-10', '99Z']], is: 'not-high' },
  {
    name: 'deceased, though charged heavily',
    charges: [
      ['2024-06-01', '46'],
      ['2025-07-01', '1'],
    ],
    deceased: true,
    is: 'deceased',
  },
  {
    name: 'in custody today has no say about an earlier landmark',
    charges: [['2024-06-01', '46']],
    custodyUntil: '2027-06-01',
    is: 'not-high',
  },
  {
    name: 'in custody today and scored today',
    charges: [['2024-06-01', '46']],
    custodyUntil: '2027-06-01',
    landmark: '2026-11-16',
    is: 'in-custody',
  },
  {
    name: 'custody that ends on the landmark still counts',
    charges: [['2024-06-01', '46']],
    custodyUntil: '2026-11-16',
    landmark: '2026-11-16',
    is: 'in-custody',
  },
  {
    name: 'released the day before the landmark',
    charges: [['2024-06-01', '46']],
    custodyUntil: '2026-11-15',
    landmark: '2026-11-16',
    is: 'immature',
  },
  { name: 'horizon one day short', charges: [['2024-06-01', '46']], landmark: '2025-11-18', is: 'immature' },
  { name: 'horizon just complete', charges: [['2024-06-01', '46']], landmark: '2025-11-17', is: 'not-high' },
  // Already high
  { name: 'robbery last week: 800 decays little', charges: [['2025-05-26', '34B']], is: 'already-high' },
  {
    name: 'robbery four months ago: 800 x 0.891 = 713',
    charges: [['2025-02-01', '34B']],
    is: 'already-high',
  },
  { name: 'robbery six months ago: 800 x 0.845 = 676', charges: [['2024-12-05', '34B']], is: 'not-high' },
  { name: 'homicide six years ago: 7973 / 8 = 997', charges: [['2019-06-02', '1']], is: 'already-high' },
  { name: 'homicide eight years ago: 7973 / 16 = 498', charges: [['2017-06-02', '1']], is: 'not-high' },
  {
    name: 'acquitted of the robbery before the landmark',
    charges: [['2025-04-01', '34B', 'acquitted', '2025-05-30']],
    is: 'not-high',
  },
  {
    name: 'acquitted the day before the landmark',
    charges: [['2025-04-01', '34B', 'acquitted', '2025-06-01']],
    is: 'not-high',
  },
  {
    name: 'acquitted on the landmark: not known when the day begins',
    charges: [['2025-04-01', '34B', 'acquitted', '2025-06-02']],
    is: 'already-high',
  },
  {
    name: 'acquitted later: still high at the landmark',
    charges: [['2025-04-01', '34B', 'acquitted', '2025-12-01']],
    is: 'already-high',
  },
  {
    name: 'convicted counts like pending',
    charges: [['2025-05-01', '34B', 'convicted', '2025-05-20']],
    is: 'already-high',
  },
  // Crossing
  {
    name: 'light, then robbery in the horizon',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '34B'],
    ],
    is: 'high',
  },
  {
    name: 'robbery on the landmark itself',
    charges: [
      ['2024-06-01', '46'],
      ['2025-06-02', '34B'],
    ],
    is: 'high',
  },
  {
    name: 'robbery on the last day of the horizon',
    charges: [
      ['2024-06-01', '46'],
      ['2026-05-31', '34B'],
    ],
    is: 'high',
  },
  {
    name: 'robbery on the first day after the horizon',
    charges: [
      ['2024-06-01', '46'],
      ['2026-06-01', '34B'],
    ],
    is: 'not-high',
  },
  {
    name: 'burglary and threats on one day: 740',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '28E'],
      ['2025-09-01', '3B'],
    ],
    is: 'high',
  },
  {
    name: 'burglary, then threats a year later: 465 x 0.707 + 275 = 604',
    charges: [
      ['2024-06-01', '46'],
      ['2025-06-05', '28E'],
      ['2026-05-30', '3B'],
    ],
    is: 'not-high',
  },
  {
    name: 'two burglaries a month apart: 465 x 0.97 + 465',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '28E'],
      ['2025-10-01', '28E'],
    ],
    is: 'high',
  },
  {
    name: 'a small charge tips the scale: 676 + 53',
    charges: [
      ['2024-12-05', '34B'],
      ['2025-06-10', '10D'],
    ],
    is: 'high',
  },
  {
    name: 'the same small charge ten months later does not',
    charges: [
      ['2024-12-05', '34B'],
      ['2026-04-10', '10D'],
    ],
    is: 'not-high',
  },
  {
    name: 'many thefts never reach 700',
    charges: Array.from({ length: 40 }, (_, i): Charge => [`2025-0${5 + (i % 4)}-${10 + (i % 18)}`, '46']),
    is: 'not-high',
  },
  {
    name: 'four assaults within weeks: 756',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '8N'],
      ['2025-09-08', '8N'],
      ['2025-09-15', '8N'],
      ['2025-09-22', '8N'],
    ],
    is: 'high',
  },
  {
    name: 'a heavy charge without weight crosses nothing',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '99Z'],
    ],
    is: 'not-high',
  },
  // Outcomes within the horizon
  {
    name: 'crossed in September, acquitted in March: it was a crossing',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '34B', 'acquitted', '2026-03-01'],
    ],
    is: 'high',
  },
  {
    name: 'discontinued on the day of the charge',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '34B', 'discontinued', '2025-09-01'],
    ],
    is: 'not-high',
  },
  {
    name: 'discontinued the day after the charge',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '34B', 'discontinued', '2025-09-02'],
    ],
    is: 'high',
  },
  {
    name: 'the first burglary fell before the second came',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '28E', 'discontinued', '2025-09-20'],
      ['2025-10-01', '28E'],
    ],
    is: 'not-high',
  },
  {
    name: 'the first burglary fell after the second came',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '28E', 'discontinued', '2025-10-02'],
      ['2025-10-01', '28E'],
    ],
    is: 'high',
  },
  {
    name: 'high once, acquitted before the landmark, and again',
    charges: [
      ['2024-12-01', '5D', 'acquitted', '2025-05-01'],
      ['2025-10-01', '34B'],
    ],
    is: 'high',
  },
  {
    name: 'an old pending charge counts all along: 1017 x 0.71',
    charges: [['2022-06-02', '5D']],
    is: 'already-high',
  },
  // Merged persons
  {
    name: 'the other record holds the charge before',
    charges: [['2025-09-01', '34B']],
    merged: [['2024-06-01', '46']],
    is: 'high',
  },
  {
    name: 'two records add up',
    charges: [
      ['2024-06-01', '46'],
      ['2025-09-01', '28E'],
    ],
    merged: [['2025-09-01', '3B']],
    is: 'high',
  },
  {
    name: 'the other record makes the person high already',
    charges: [['2024-06-01', '46']],
    merged: [['2025-05-26', '34B']],
    is: 'already-high',
  },
]
