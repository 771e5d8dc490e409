import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Events, placeEvents } from '../../pipeline/features/events.ts'
import { gridOf } from '../../pipeline/features/grid.ts'
import { readPlaceHistory } from '../../pipeline/features/place-history.ts'
import { weeklyCounts } from '../../pipeline/features/reporting-delay.ts'
import type { Target } from '../../pipeline/force/schema.ts'
import { type Duck, openDuck } from '../../pipeline/lib/duck.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { makeStore } from './store.ts'

const target: Target = {
  id: 'knife',
  slug: 'knife',
  title: 'Knife',
  description: 'Knife',
  cellMetres: 500,
  anyOf: [{ name: 'knife used', where: { weapon_type: ['knife'] } }],
  noneOf: [
    { name: 'cancelled', where: { status: ['cancelled', 'transferred'] } },
    { name: 'found by police', where: { found_by: ['police'] } },
  ],
  helpers: [{ name: 'blunt', where: { weapon_type: ['blunt'] } }],
}
const grid = gridOf([250, 750], [250, 250], 500)
const asAt = epochDay('2026-03-02')

/** Events that a forecast of a day may use, by weight. */
function eventsOn(events: Events, day: number): number {
  const { usableFrom, goneFrom, weight } = placeEvents(grid, events)
  return weight.reduce((sum, part, i) => sum + (usableFrom[i]! <= day && goneFrom[i]! > day ? part : 0), 0)
}

let store: Duck
beforeAll(async () => {
  store = await openDuck()
  await makeStore(store, [
    { id: 'counted' },
    { id: 'recorded later', recorded: '2026-03-02 00:00:00' },
    { id: 'cancelled before', status: 'cancelled', statusAt: '2026-02-20 10:00:00' },
    { id: 'cancelled later', status: 'cancelled', statusAt: '2026-03-05 10:00:00' },
    { id: 'found by police', foundBy: 'police' },
    { id: 'without place', easting: null },
    { id: 'over four days', from: '2026-02-10 12:00:00', to: '2026-02-13 08:00:00' },
    { id: 'related', weapon: 'blunt' },
  ])
})
afterAll(() => store.close())

it('a crime counts when recorded before the day, live then, placed and not excluded', async () => {
  const { target: events } = await readPlaceHistory(store, target, { asAt, grid })
  expect(eventsOn(events, asAt)).toBeCloseTo(3)
})

it('a crime stands until the day after it was cancelled, and not one day longer', async () => {
  const { target: events } = await readPlaceHistory(store, target, { asAt: asAt + 30, grid })
  const counts = ['2026-02-20', '2026-02-21', '2026-03-05', '2026-03-06'].map(day =>
    eventsOn(events, epochDay(day)),
  )
  expect(counts.map(Math.round)).toEqual([4, 3, 4, 3])
})

it('a crime that began before the history is left out', async () => {
  const historyFrom = epochDay('2026-02-10')
  const { target: events } = await readPlaceHistory(store, target, { asAt, grid, historyFrom })
  expect([...events.weight!]).toEqual([0.25, 0.25, 0.25, 0.25])
})

describe('an exclusion holds when all its fields do', () => {
  const definition = (where: Target['noneOf'][number]['where']): Target => ({
    ...target,
    noneOf: [{ name: 'excluded', where }],
  })
  const count = async (where: Target['noneOf'][number]['where']) => {
    const { target: events } = await readPlaceHistory(store, definition(where), { asAt, grid })
    return Math.round(eventsOn(events, asAt))
  }

  it('transferred and domestic is not the same as transferred or domestic', async () => {
    expect(await count({ status: ['transferred'], domestic: ['true'] })).toBe(5)
    expect(await count({ domestic: ['false'] })).toBe(0)
    expect(await count({ status: ['cancelled'], domestic: ['false'] })).toBe(4)
    expect(await count({ status: ['cancelled'], domestic: ['true'] })).toBe(5)
  })

  it('cancelled crimes count where the force does not exclude them', async () => {
    expect(await count({ found_by: ['police'] })).toBe(4)
  })

  it('a definition by status takes a crime in from the day on which it had that status', async () => {
    const cancelled: Target = {
      ...target,
      anyOf: [{ name: 'cancelled', where: { status: ['cancelled'] } }],
      noneOf: [],
    }
    const { target: events } = await readPlaceHistory(store, cancelled, { asAt: asAt + 30, grid })
    const days = ['2026-02-20', '2026-02-21', '2026-03-05', '2026-03-06'].map(epochDay)
    expect(days.map(day => eventsOn(events, day))).toEqual([0, 1, 1, 2])
  })
})

it('a crime of several days is spread over them in equal parts', async () => {
  const { target: events } = await readPlaceHistory(store, target, { asAt, grid })
  const parts = [...events.weight!].filter(weight => weight < 1)
  expect(parts).toEqual([0.25, 0.25, 0.25, 0.25])
})

it('related offences are others than the target', async () => {
  const { related } = await readPlaceHistory(store, target, { asAt, grid })
  expect(related!.day.length).toBe(1)
})

it('an event is usable from the day after it was recorded', () => {
  const day = Int32Array.from([10, 5])
  const placed = placeEvents(grid, {
    day,
    known: Int32Array.from([10, 20]),
    x: Float64Array.from([1, 1]),
    y: Float64Array.from([1, 1]),
  })
  expect([...placed.usableFrom]).toEqual([11, 21])
})

it('recent weeks are raised by the part that is usually still unrecorded', () => {
  const days = Array.from({ length: 1400 }, (_, i) => Math.floor(i / 2))
  const known = days.map((day, i) => (i % 2 === 0 ? day : day + 7))
  const x = new Float64Array(days.length).fill(1)
  const events = { day: Int32Array.from(days), known: Int32Array.from(known), x, y: x }
  const { counts, complete } = weeklyCounts(placeEvents(grid, events), 700)
  expect(complete[0]).toBeCloseTo(0.5)
  expect(counts[0]).toBeCloseTo(14)
  expect(complete[2]).toBeCloseTo(1, 12)
})
