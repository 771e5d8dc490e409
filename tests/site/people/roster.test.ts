import { describe, expect, it } from 'vitest'
import {
  BANDS,
  type ListedPerson,
  type NoProbability,
  packPerson,
  tabCounts,
  unpackPerson,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import {
  columnsOf,
  LIST,
  nextSort,
  personAddress,
  sortOf,
  turnTo,
  viewOf,
} from '../../../site/people/client/address.ts'
import { capacityFigures, capacityLines } from '../../../site/people/client/capacity.ts'
import { COLUMNS, formatHarm } from '../../../site/people/client/columns.ts'
import { hasExpired } from '../../../site/people/client/expiry.ts'
import { rosterCsv } from '../../../site/people/client/export.ts'
import { changeOf, filterRoster, type RosterView, sortRoster } from '../../../site/people/client/roster.ts'
import { readState, writeState } from '../../../site/shared/client/state.ts'

const AS_AT = '2026-11-16'
/** Support as it is first shown. */
const FIRST_VIEW = viewOf(readState(LIST, ''), '')

const person = (reference: string, part: Partial<ListedPerson> = {}): ListedPerson => ({
  pseudonym: reference.padStart(32, '0').toLowerCase(),
  reference,
  band: 'low',
  harm: 10,
  transition: { kind: 'probability', expected: 0.02, low: 0.01, high: 0.03 },
  lastChargeOn: '2026-01-01',
  chargesInYear: 1,
  chargesEver: 1,
  ageBand: '25-34',
  inCustody: false,
  before: { kind: 'unknown' },
  lastCountedOn: '2026-01-01',
  bandFallsOn: null,
  managed: false,
  decision: null,
  stepDown: false,
  ...part,
})
const chance = (expected: number) => ({
  transition: { kind: 'probability' as const, expected, low: expected / 2, high: expected * 2 },
})
const none = (reason: NoProbability) => ({ transition: { kind: 'none' as const, reason } })
const people = [
  person('A1', chance(0.01)),
  person('A2', { ...chance(0.09), band: 'low-medium' }),
  person('A3', { ...chance(0.4), band: 'high-medium' }),
  person('A4', { ...none('already-high'), band: 'high', harm: 900 }),
  person('A5', { ...chance(0.03), inCustody: true, ageBand: '18-24' }),
]
/** The people of a view in its order, as the page shows them. */
const viewRoster = (list: readonly ListedPerson[], view: RosterView) =>
  filterRoster(sortRoster(list, view), view, AS_AT)
const references = (list: readonly ListedPerson[]) => list.map(one => one.reference)

describe('the list of a unit', () => {
  it('opens on the two lowest bands, the greatest probability first', () => {
    expect(references(viewRoster(people, FIRST_VIEW))).toEqual(['A2', 'A5', 'A1'])
  })

  it('puts people without a prediction last in both directions', () => {
    const all = { ...FIRST_VIEW, bands: BANDS }
    expect(references(sortRoster(people, all)).at(-1)).toBe('A4')
    expect(references(sortRoster(people, { ...all, descending: false }))).toEqual([
      'A1',
      'A5',
      'A2',
      'A3',
      'A4',
    ])
  })

  it('filters by custody, age band and a part of the reference', () => {
    expect(references(viewRoster(people, { ...FIRST_VIEW, custody: 'in custody' }))).toEqual(['A5'])
    expect(references(viewRoster(people, { ...FIRST_VIEW, age: '18-24' }))).toEqual(['A5'])
    expect(references(viewRoster(people, { ...FIRST_VIEW, search: ' a2 ' }))).toEqual(['A2'])
    expect(viewRoster(people, { ...FIRST_VIEW, bands: [] })).toEqual([])
  })

  it('orders bands by height, not by letter, and breaks ties by reference', () => {
    const view = { ...FIRST_VIEW, bands: BANDS, sort: 'band' as const }
    expect(references(sortRoster([...people].reverse(), view))).toEqual(['A4', 'A3', 'A2', 'A1', 'A5'])
  })

  it('survives the way through the list file', () => {
    const held = person('A6', { ...none('in-custody'), inCustody: true })
    const seen = person('A8', {
      before: { kind: 'listed', band: 'high', chance: null },
      bandFallsOn: '2027-01-02',
      managed: true,
      decision: { decidedOn: '2026-10-01', answer: 'more_needed', reviewOn: null },
      stepDown: true,
    })
    const fresh = person('A9', { before: { kind: 'new' } })
    for (const one of [...people, held, seen, fresh]) expect(unpackPerson(packPerson(one))).toEqual(one)
  })

  it('says why a person has no probability, and exports no number for it', () => {
    const cell = (reason: NoProbability) =>
      COLUMNS.filter(({ id }) => id === 'transition').map(column => {
        const one = person('A7', none(reason))
        return [column.show(one, AS_AT), ...column.file.map(({ value }) => value(one, AS_AT))]
      })
    expect([...cell('already-high'), ...cell('in-custody')]).toEqual([
      ['already high', ''],
      ['in custody', ''],
    ])
  })

  it('filters and sorts 5,000 people in a few times the time of a plain sort of them', () => {
    const many = Array.from({ length: 5000 }, (_, i) => person(`N${i}`, chance(((i * 7919) % 5000) / 50_000)))
    // Processor time of this process, so that a busy machine does not count.
    const cost = (work: (i: number) => unknown) => {
      const before = process.cpuUsage()
      for (let i = 0; i < 20; i++) work(i)
      return process.cpuUsage(before).user
    }
    const chanceOf = ({ transition }: ListedPerson) =>
      transition.kind === 'probability' ? transition.expected : -1
    const plainly = () => [...many].sort((a, b) => chanceOf(b) - chanceOf(a))
    const listed = (i: number) => viewRoster(many, { ...FIRST_VIEW, search: String(i % 10) })
    cost(plainly)
    cost(listed)
    const [plain, view] = [cost(plainly), cost(listed)]
    expect(view).toBeLessThan(10 * plain)
  })
})

describe('the tabs of a worklist', () => {
  const listed = (band: ListedPerson['band'], chance: number | null = 0.01) => ({
    before: { kind: 'listed' as const, band, chance },
  })
  const decided = (reviewOn: string | null) => ({
    decision: { decidedOn: '2026-10-01', answer: 'agree' as const, reviewOn },
  })
  const many = [
    ...people,
    person('B1', { ...listed('low'), band: 'low-medium' }),
    person('B2', { ...listed('high'), band: 'high-medium', stepDown: true }),
    person('B3', { before: { kind: 'new' } }),
    person('B4', { ...listed('low'), ...decided('2026-11-22') }),
    person('B5', { ...listed('low'), ...decided('2026-11-23') }),
    person('B6', { ...decided('2026-09-01'), ...none('already-high'), band: 'high' }),
    person('B7', decided(null)),
  ]
  const on = (tab: 'support' | 'step-down' | 'moved' | 'review') =>
    references(viewRoster(many, viewOf(readState(LIST, `?tab=${tab}`), '')))

  it('hold who may be stepped down, who is new or moved, and whose review is due this week or overdue', () => {
    expect(on('step-down')).toEqual(['B2'])
    expect(on('moved')).toEqual(['B3', 'B1', 'B2'])
    expect(on('review')).toEqual(['B6', 'B4'])
  })

  it('are counted by the rule by which they are filled', () => {
    const counts = tabCounts(many, AS_AT)
    expect(counts).toEqual({ support: 10, 'step-down': 1, moved: 3, review: 2 })
  })

  it('have bands, order and columns of their own, which a turn brings back', () => {
    const chosen = readState(LIST, '?band=high&sort=-harm&columns=age&page=3')
    const turned = { ...chosen, ...turnTo('review') }
    expect(writeState(LIST, turned)).toBe('?tab=review')
    expect(sortOf(turned)).toBe('review')
    expect(columnsOf(turned).map(({ id }) => id)).toContain('review')
    expect(columnsOf(chosen).map(({ id }) => id)).toEqual(['reference', 'age'])
  })

  it('say what changed since last week, and say where there is nothing to compare', () => {
    const shown = (id: string, one: ListedPerson) =>
      COLUMNS.find(column => column.id === id)!.show(one, AS_AT)
    const [up, down, fresh] = ['B1', 'B2', 'B3'].map(name => many.find(one => one.reference === name)!)
    expect([up!, down!, fresh!, people[0]!].map(one => shown('moved', one))).toEqual([
      'up from low',
      'down from high',
      'new',
      'no last week',
    ])
    expect(changeOf(up!)).toBeCloseTo(0.01, 12)
    expect([up!, fresh!, people[0]!].map(one => shown('change', one))).toEqual(['+1.0', 'new', 'none'])
    const due = many.find(one => one.reference === 'B6')!
    expect([shown('decision', due), shown('review', due)]).toEqual([
      'Agree, 6 weeks ago',
      '1 Sep 2026, overdue',
    ])
  })
})

describe('the capacity of a unit', () => {
  it('is the sum of the greatest probabilities, against the sum of all', () => {
    const figures = capacityFigures(people, 2)
    expect(figures.pool).toBe(4)
    expect(figures.found).toBeCloseTo(0.49, 12)
    expect(figures.all).toBeCloseTo(0.53, 12)
    expect(figures.atRandom).toBeCloseTo(0.265, 12)
    expect(figures.precision).toBeCloseTo(0.245, 12)
    expect(figures.recall).toBeCloseTo(0.49 / 0.53, 12)
  })

  it('never looks at more people than there are, and holds on an empty list', () => {
    expect(capacityFigures(people, 999).people).toBe(4)
    expect(capacityFigures(people, 999).recall).toBe(1)
    expect(capacityFigures([], 50)).toEqual({
      people: 0,
      pool: 0,
      found: 0,
      all: 0,
      atRandom: 0,
      precision: 0,
      recall: 0,
    })
  })

  it('says how many would and how many would not, adding up as written', () => {
    const lines = capacityLines(capacityFigures(people, 3))
    expect(lines.map(line => line.value)).toEqual(['0.5 of 3', '2.5 of 3', '0.4 of 3', '98%'])
  })
})

describe('the address of a list', () => {
  it('is empty for the first view and returns to it', () => {
    const first = readState(LIST, '')
    expect(writeState(LIST, first)).toBe('')
    expect(FIRST_VIEW).toMatchObject({ tab: 'support', bands: ['low', 'low-medium'], sort: 'transition' })
  })

  it('keeps every choice but the search text', () => {
    const search =
      '?week=2026-W47&tab=moved&band=low%2Chigh&sort=-harm&capacity=30&page=2&columns=age%2Ccustody'
    const state = readState(LIST, search)
    expect(writeState(LIST, state)).toBe(
      '?week=2026-W47&tab=moved&band=low%2Chigh&sort=-harm&capacity=30&page=2&columns=age%2Ccustody',
    )
    expect(viewOf(state, 'N1')).toMatchObject({
      bands: ['low', 'high'],
      sort: 'harm',
      descending: true,
      search: 'N1',
    })
    expect(Object.keys(LIST)).not.toContain('search')
  })

  it('keeps the choice of no band, and takes a senseless value as absent', () => {
    const none = writeState(LIST, { ...readState(LIST, ''), band: 'none' })
    expect(viewOf(readState(LIST, none), '').bands).toEqual([])
    expect(readState(LIST, '?tab=all&band=worst&sort=name&capacity=-1&page=x&columns=reference')).toEqual(
      readState(LIST, ''),
    )
  })

  it('goes along to a person, after the pseudonym alone', () => {
    expect(personAddress('BE', 'a1', '?band=high&sort=-harm')).toBe(
      '/lomu/BE/person/?p=a1&band=high&sort=-harm',
    )
    expect(personAddress('BE', 'a1', '')).toBe('/lomu/BE/person/?p=a1')
  })

  it('turns the order on a second press', () => {
    expect(nextSort('-transition', 'harm')).toBe('-harm')
    expect(nextSort('-harm', 'harm')).toBe('harm')
    expect(nextSort('harm', 'reference')).toBe('reference')
  })
})

describe('an export', () => {
  it('begins with the marking, keeps the columns chosen and runs no formula', () => {
    const facts = {
      marking: 'OFFICIAL-SENSITIVE',
      unit: 'A, LOMU',
      week: '2026-W47',
      dataTo: '2026-11-15',
      runId: 'r1',
      asAt: AS_AT,
    }
    const columns = COLUMNS.filter(column =>
      ['reference', 'transition', 'interval', 'last'].includes(column.id),
    )
    const lines = rosterCsv([person('=cmd()'), ...people.slice(3, 4)], columns, facts).split('\r\n')
    expect(lines[0]).toMatch(/^"?OFFICIAL-SENSITIVE/)
    expect(lines.slice(1)).toEqual([
      'CONNECT reference,Becomes high harm,Range of outcomes from,Range of outcomes to,Last charge',
      "'=cmd(),0.02,0.01,0.03,2026-01-01",
      'A4,,,,2026-01-01',
      '',
    ])
  })
})

it('a harm score is written with one decimal, rounded as in the sum of charges, and thousands marks', () => {
  expect([0, 999.96, 1234567.04, 28.65, -0.25].map(formatHarm)).toEqual([
    '0.0',
    '1,000.0',
    '1,234,567.0',
    '28.7',
    '-0.3',
  ])
})

it('a last day is over on the next day of the reader, not before', () => {
  expect(hasExpired('2026-11-30', new Date(2026, 10, 30, 23, 59))).toBe(false)
  expect(hasExpired('2026-11-30', new Date(2026, 11, 1))).toBe(true)
  expect(hasExpired('', new Date(2030, 0, 1))).toBe(false)
})
