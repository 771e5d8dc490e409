import { describe, expect, it } from 'vitest'
import {
  BANDS,
  type ListedPerson,
  type NoProbability,
  packPerson,
  unpackPerson,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { LIST, nextSort, personAddress, viewOf } from '../../../site/people/client/address.ts'
import { capacityFigures, capacityLines } from '../../../site/people/client/capacity.ts'
import { COLUMNS, formatHarm } from '../../../site/people/client/columns.ts'
import { hasExpired } from '../../../site/people/client/expiry.ts'
import { rosterCsv } from '../../../site/people/client/export.ts'
import { sortRoster } from '../../../site/people/client/roster.ts'
import { readState, writeState } from '../../../site/shared/client/state.ts'
import { AS_AT, chance, FIRST_VIEW, none, people, person, references, viewRoster } from './listed.ts'

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

describe('the capacity of a unit', () => {
  it('is the sum of the greatest probabilities, against the sum of all', () => {
    const figures = capacityFigures(people, 2)
    expect(figures.pool).toBe(4)
    expect(figures.found).toBeCloseTo(0.49, 12)
    expect(figures.all).toBeCloseTo(0.53, 12)
    expect(figures.atRandom).toBeCloseTo(0.265, 12)
    expect(figures.part).toBeCloseTo(0.245, 12)
    expect(figures.share).toBeCloseTo(0.49 / 0.53, 12)
  })

  it('never looks at more people than there are, and holds on an empty list', () => {
    expect(capacityFigures(people, 999).people).toBe(4)
    expect(capacityFigures(people, 999).share).toBe(1)
    expect(capacityFigures([], 50)).toEqual({
      people: 0,
      pool: 0,
      found: 0,
      all: 0,
      atRandom: 0,
      part: 0,
      share: 0,
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
    expect(readState(LIST, '?tab=some&band=worst&sort=name&capacity=-1&page=x&columns=reference')).toEqual(
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
