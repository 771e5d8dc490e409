import { describe, expect, it } from 'vitest'
import { type ListedPerson, tabCounts } from '../../../pipeline/bake/contract/vocabulary.ts'
import { columnsOf, LIST, sortOf, turnTo, viewOf } from '../../../site/people/client/address.ts'
import { COLUMNS } from '../../../site/people/client/columns.ts'
import { changeOf } from '../../../site/people/client/roster.ts'
import { readState, writeState } from '../../../site/shared/client/state.ts'
import { AS_AT, FIRST_VIEW, none, people, person, references, viewRoster } from './listed.ts'

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

  it('hold who may be stepped down, who is new or moved, and whose review is due', () => {
    expect(on('step-down')).toEqual(['B2'])
    expect(on('moved')).toEqual(['B3', 'B1', 'B2'])
    expect(on('review')).toEqual(['B6', 'B4'])
  })

  it('leave nobody unfound: everyone on the list can be shown and searched', () => {
    const all = viewRoster(many, viewOf(readState(LIST, '?tab=all'), ''))
    expect(all).toHaveLength(many.length)
    expect(references(viewRoster(many, viewOf(readState(LIST, '?tab=all'), 'b6')))).toEqual(['B6'])
  })

  it('hold whom no model could be learnt for under support, and nobody in custody', () => {
    const unlearnt = [
      person('C1', none('not-learnt')),
      person('C2', { ...none('in-custody'), inCustody: true }),
    ]
    expect(references(viewRoster(unlearnt, FIRST_VIEW))).toEqual(['C1'])
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
