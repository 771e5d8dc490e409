import { expect, test } from 'vitest'
import { CELL_COLUMNS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { COLUMNS } from '../../../site/areas/charts/row.ts'
import { cellsCsv } from '../../../site/areas/client/export.ts'
import { fileName } from '../../../site/shared/client/download.ts'
import { cell } from './cells-fixture.ts'

test('an exported file carries the marking in its first line and its name', () => {
  expect(cellsCsv('OFFICIAL - Foresite', [cell({ rank: 1 })]).split('\r\n')[0]).toBe('OFFICIAL - Foresite')
  expect(fileName('OFFICIAL-SENSITIVE', ['knife', '2026-W47'], 'csv')).toBe(
    'OFFICIAL-SENSITIVE_knife_2026-W47.csv',
  )
})

test('an export holds week-on-week columns and recorded counts in full', () => {
  const csv = cellsCsv('OFFICIAL', [cell({ rank: 3, previousRank: 5, last4: 1 })])
  const [, heading, row] = csv.split('\r\n')
  const value = (name: string) => row!.split(',')[heading!.split(',').indexOf(name)]
  expect(value('rank_change')).toBe('2')
  expect(value('recorded_4_weeks')).toBe('1')
})

test('a place that would begin a formula is exported as text', () => {
  expect(cellsCsv('OFFICIAL', [cell({ rank: 1, place: '=1+1' })])).toContain(",'=1+1,")
})

test('the table has the headings of the list of columns; only the interval is two columns in files', () => {
  const known = new Map<string, string>(CELL_COLUMNS.map(({ key, title }) => [key, title]))
  const own = COLUMNS.filter(({ key, heading }) => known.get(key) !== heading)
  expect(own.map(({ key }) => key)).toEqual(['interval'])
})
