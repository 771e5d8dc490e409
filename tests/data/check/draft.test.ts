import { describe, expect, it, test } from 'vitest'
import { unitsOf } from '../../../pipeline/data/check/draft-units.ts'
import { gatesOf, historyStartOf } from '../../../pipeline/data/check/extract-facts.ts'
import { screenOf } from '../../../pipeline/data/check/screen.ts'
import { tableOfFile } from '../../../pipeline/data/check/table-names.ts'
import { epochDay } from '../../../pipeline/lib/week.ts'

describe('units', () => {
  it('whose names cannot be codes get one, and a line of the mapping', () => {
    const units = [
      { unit: 'Lough Erne / East', people: 60 },
      { unit: 'W1', people: 30 },
      { unit: '', people: 5 },
      { unit: 'x', people: 1 },
    ]
    const { lomus, mapped } = unitsOf(units, new Map())
    expect(lomus.value).toEqual([
      { code: 'Lough-Erne-East', name: 'Lough Erne / East', capacity: 67 },
      { code: 'W1', name: 'W1 unit', capacity: 33 },
    ])
    expect(mapped.map(({ own, to }) => [own, to])).toEqual([['Lough Erne / East', 'Lough-Erne-East']])
    expect(lomus.why).toMatch(/without one 5; 1 rare values left out/)
  })

  it('have the capacity of the people whom they manage now, where the extract says so', () => {
    const units = [{ unit: 'A', people: 60 }]
    expect(unitsOf(units, new Map([['A', 41]])).lomus.value[0]).toMatchObject({ capacity: 41 })
  })

  it('an extract without units has one for everybody', () => {
    const { lomus, mapped } = unitsOf([{ unit: '', people: 9 }], new Map())
    expect(lomus.value.map(({ code }) => code)).toEqual(['ALL'])
    expect(mapped).toMatchObject([{ own: '', to: 'ALL' }])
  })
})

/** Crimes on every day of some weeks, as many a day as a function says. */
function facts(weeks: number, perDay: (week: number) => number, geocoded = 0.97) {
  const monday = epochDay('2024-01-01')
  const recorded = Array.from({ length: 7 * weeks }, (_, i) => ({
    day: monday + i,
    crimes: perDay(Math.floor(i / 7)),
  })).filter(({ crimes }) => crimes > 0)
  const crimes = recorded.reduce((sum, day) => sum + day.crimes, 0)
  return { lpas: [], recorded, crimes, geocoded: geocoded * crimes, managed: new Map() }
}

describe('history and gates', () => {
  it('history starts where the weeks are full', () => {
    const start = historyStartOf(
      facts(120, week => (week < 20 ? 2 : 10)),
      '2024-01-01',
    )
    expect(start.value).toBe('2024-05-20')
    expect(
      historyStartOf(
        facts(120, () => 10),
        '2024-01-01',
      ).value,
    ).toBe('2024-01-01')
    expect(
      historyStartOf(
        facts(4, () => 10),
        '2024-01-01',
      ).value,
    ).toBeUndefined()
  })

  it('bounds leave room around what the volume did', () => {
    const steady = gatesOf(
      facts(120, () => 10),
      [],
    )
    expect(steady.minVolumeRatio.value).toBe(0.8)
    expect(steady.maxVolumeRatio.value).toBe(1.3)
    const wild = gatesOf(
      facts(120, week => (week % 20 < 4 ? 2 : 10)),
      [],
    )
    expect(wild.minVolumeRatio.value).toBeLessThan(0.5)
    expect(wild.maxVolumeRatio.value).toBeGreaterThanOrEqual(1.3)
    expect(
      gatesOf(
        facts(120, () => 10, 0.8),
        [],
      ).minGeocodedShare.value,
    ).toBe(0.77)
  })
})

test.each([
  ['OFFENCES_2026.csv', ['a'], 'crimes'],
  ['NominalExtract.csv', ['a'], 'persons'],
  ['export1.csv', ['Charge No', 'Nominal No', 'Incident No', 'Charged On', 'Result'], 'charges'],
  ['notes.csv', ['a', 'b'], undefined],
] as const)('the file %s with the columns %j is the table %s', (name, header, table) => {
  expect(tableOfFile(name, header)).toBe(table)
})

describe('one screen', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}`)

  it('shows everything where there is room', () => {
    const shown = screenOf(['head'], [{ title: 'A', lines: lines(3) }], 'see all')
    expect(shown).toEqual(['head', 'A', '  line 0', '  line 1', '  line 2', 'nothing is left out'])
  })

  it('keeps the least lines of every part, gives the first the rest, and counts what is left out', () => {
    const parts = [
      { title: 'A', lines: lines(50) },
      { title: 'B', lines: lines(5), least: 4 },
      { title: 'C', lines: lines(9), least: 0 },
    ]
    const shown = screenOf(['head'], parts, 'see all')
    expect(shown).toHaveLength(39)
    expect(shown.slice(-6)).toEqual([
      ...['B', '  line 0', '  line 1', '  line 2', '  ... and 2 more'],
      expect.stringMatching(/^\d+ lines are left out: see all$/),
    ])
    expect(shown).not.toContain('C')
  })

  it('breaks what is wider than the screen', () => {
    const wide = screenOf([], [{ title: 'A', lines: ['word '.repeat(40).trim()] }], 'see all')
    expect(wide.every(line => line.length <= 100)).toBe(true)
    expect(wide.join(' ').match(/word/g)).toHaveLength(40)
  })
})
