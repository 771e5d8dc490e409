import { rm } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { type PersonPage, REASON_GROUPS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { sumCharges } from '../../../site/people/charts/charges.ts'
import { dotBlocks, layoutDots } from '../../../site/people/charts/dots.ts'
import { pickPath } from '../../../site/people/charts/path.ts'
import { rankReasons } from '../../../site/people/charts/reasons.ts'
import { drawTimeline } from '../../../site/people/charts/timeline.ts'
import { listDoubts, recordAddress } from '../../../site/people/words/doubts.ts'
import { bakeCohort } from './cohort.ts'

type Harm = PersonPage['harm']
const AS_AT = '2026-11-16'
const { people: baked, folder } = await bakeCohort()
const people = baked.map(({ page }) => page)

afterAll(() => rm(folder, { recursive: true, force: true }))

const charge = (chargedOn: string, contribution: number, part: Partial<Harm['charges'][number]> = {}) => ({
  chargedOn,
  offenceOn: chargedOn,
  code: '8N',
  offence: 'assault with injury',
  outcome: 'convicted' as const,
  counted: true,
  weight: 189,
  contribution,
  ...part,
})
const acquitted = { outcome: 'acquitted', counted: false, contribution: 0 } as const
/**
 * Two counted charges, two and four years old to the day, and an acquittal: 94.5 + 47.25 = 141.75 by hand.
 */
const harm: Harm = {
  score: 141.75,
  undecayed: 378,
  band: 'low-medium',
  halfLifeYears: 2,
  cuts: [
    { band: 'low-medium', from: 60 },
    { band: 'high-medium', from: 250 },
    { band: 'high', from: 700 },
  ],
  charges: [charge('2022-11-16', 47.25), charge('2024-11-16', 94.5), charge('2025-11-16', 0, acquitted)],
  decay: [
    { on: '2026-11-16', score: 141.75, band: 'low-medium' },
    { on: '2027-05-17', score: 119.2, band: 'low-medium' },
    { on: '2027-11-16', score: 100.2, band: 'low-medium' },
    { on: '2028-01-16', score: 95, band: 'low-medium' },
    { on: '2029-07-01', score: 59.9, band: 'low' },
  ],
  bandFallsOn: '2029-07-01',
}

describe('the sum of charges', () => {
  it('adds up as written: lines, rounding and score', () => {
    const sum = sumCharges(harm, 8)
    expect(sum.rows.map(row => row.tenths)).toEqual([0, 945, 473])
    expect(sum.roundingTenths).toBe(0)
    expect(sum.scoreTenths).toBe(1418)
  })

  it('adds up for every baked career, on the screen and in print', () => {
    for (const { harm: one } of people) {
      const sum = sumCharges(one, 8)
      const lines = sum.rows.reduce((total, row) => total + row.tenths, 0)
      expect(lines + sum.roundingTenths).toBe(Math.round(one.score * 10))
      const printed = sum.rows.filter(row => row.leading)
      expect(printed.length).toBe(Math.min(8, one.charges.length))
      expect(printed.reduce((total, row) => total + row.tenths, sum.othersTenths)).toBe(lines)
    }
  })

  it('leaves no charge out, and lists the newest first', () => {
    const rows = sumCharges(people[0]!.harm, 8).rows
    expect(rows.length).toBe(people[0]!.harm.charges.length)
    expect(rows[0]!.charge.chargedOn >= rows.at(-1)!.charge.chargedOn).toBe(true)
  })
})

describe('the curve of harm', () => {
  it("ends at today's score and carries on from there", () => {
    const figure = drawTimeline(harm, AS_AT)
    const last = figure.past.split('L').at(-1)
    expect(figure.future.startsWith(`M${last}L`)).toBe(true)
    expect(last?.startsWith(`${figure.today},`)).toBe(true)
  })

  it('begins at the weight of the first counted charge: one four years ago counted four times', () => {
    const one = { ...harm, charges: [charge('2022-11-16', 47.25)], score: 47.25, decay: [], cuts: [] }
    const figure = drawTimeline(one, AS_AT)
    const heights = figure.past
      .slice(1)
      .split('L')
      .map(point => figure.bottom - Number(point.split(',')[1]))
    expect(heights[0]).toBe(0)
    expect(heights[1]! / heights.at(-1)!).toBeCloseTo(4, 1)
  })

  it('marks every charge and shows the cuts up to the next one above the highest score of the past', () => {
    const figure = drawTimeline(harm, AS_AT)
    expect(figure.marks.map(mark => mark.counted)).toEqual([true, true, false])
    expect(figure.cuts.map(cut => cut.label)).toEqual(['low-medium 60', 'high-medium 250', 'high 700'])
  })

  it('stays inside its frame for every baked career, and for a person without a charge', () => {
    const empty = { ...harm, score: 0, charges: [], decay: [] }
    for (const one of [...people.map(person => person.harm), empty]) {
      const figure = drawTimeline(one, AS_AT)
      const numbers = `${figure.area} ${figure.future}`.match(/-?[\d.]+|NaN|Infinity/g) ?? []
      expect(numbers.every(text => Number(text) >= 0 && Number(text) <= figure.width)).toBe(true)
    }
  })
})

describe('people as dots', () => {
  it('shows a hundred people, or a thousand where the probability is small', () => {
    expect(layoutDots({ expected: 0.072, low: 0.05, high: 0.1 })).toMatchObject({
      of: 100,
      expected: 7,
      low: 5,
      high: 10,
    })
    expect(layoutDots({ expected: 0.004, low: 0.002, high: 0.009 })).toMatchObject({
      of: 1000,
      expected: 4,
      low: 2,
      high: 9,
    })
  })

  it('covers each dot once, row by row', () => {
    for (const [from, to] of [
      [0, 100],
      [18, 45],
      [3, 3],
      [7, 9],
      [20, 60],
      [99, 100],
    ] as const) {
      const covered = dotBlocks(from, to, 20).flatMap(block =>
        Array.from(
          { length: block.width * block.height },
          (_, i) => (block.y + Math.floor(i / block.width)) * 20 + block.x + (i % block.width),
        ),
      )
      expect(covered.sort((a, b) => a - b)).toEqual(Array.from({ length: to - from }, (_, i) => from + i))
    }
  })
})

describe('reasons', () => {
  it('add up to the prediction', () => {
    for (const { prediction } of people) {
      if (prediction.kind === 'none') continue
      const rows = rankReasons(prediction.reasons)
      const sum = rows.reduce((total, row) => total + row.contribution, prediction.baseline)
      expect(sum).toBeCloseTo(prediction.logit, 9)
      expect(rows.length).toBe(REASON_GROUPS.length)
      expect(rows.every(row => row.x >= 0 && row.x + row.width <= 100)).toBe(true)
    }
  })

  it('stand strongest first, raising to the right and lowering to the left', () => {
    const reason = (words: string, contribution: number) => ({
      group: 'age' as const,
      words,
      contribution,
      parts: [],
    })
    const rows = rankReasons([reason('weak', 0.1), reason('lowers', -2), reason('raises', 1)])
    expect(rows.map(row => row.words)).toEqual(['lowers', 'raises', 'weak'])
    expect(rows.map(row => [row.x, row.width])).toEqual([
      [2, 48],
      [50, 24],
      [50, 2.4],
    ])
  })
})

describe('the path with no new charge', () => {
  it('shows today, half a year, a year, and the day in a lower band', () => {
    const points = pickPath(harm.decay)
    expect(points.map(point => point.on)).toEqual(['2026-11-16', '2027-05-17', '2027-11-16', '2029-07-01'])
    expect(points.map(point => point.falls)).toEqual([false, false, false, true])
    expect(pickPath([])).toEqual([])
  })
})

describe('missing or doubtful data', () => {
  const base = people.find(person => !person.facts.child)!
  const facts = { ageBand: '25-34', inCustodyUntil: null, child: false }
  const doubts = (charges: Harm['charges']) =>
    listDoubts({ ...base, asAt: AS_AT, facts, harm: { ...harm, charges } })

  it('are none for settled charges with a weight', () => {
    expect(doubts(harm.charges)).toEqual([])
  })

  it('name a code without a weight, pending charges, long-pending ones and false dates', () => {
    const found = doubts([
      charge('2026-01-01', 0, { code: '99X', weight: null }),
      charge('2023-01-01', 10, { outcome: 'pending' }),
      charge('2026-02-01', 10, { offenceOn: '2026-03-01' }),
      charge('2026-02-01', 10, { offenceOn: '2019-03-01' }),
    ])
    expect(found.map(text => text.slice(0, 22))).toEqual([
      'No harm weight for 1 o',
      '1 charge with no outco',
      '1 charge pending for t',
      '1 charge dated before ',
      '1 charge five years or',
    ])
  })
})

it('a link to the record comes from the template and is a web address or nothing', () => {
  expect(recordAddress('https://connect.example/nominal/{id}', 'N 1&"')).toBe(
    'https://connect.example/nominal/N%201%26%22',
  )
  const others = ['', 'javascript:alert({id})', 'https://a b/{id}']
  expect(others.map(template => recordAddress(template, 'N1'))).toEqual([null, null, null])
})
