import { expect, test } from 'vitest'
import { CELL_COLUMNS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { COLUMNS } from '../../../site/areas/charts/row.ts'
import { cellsCsv, cellsGeoJson } from '../../../site/areas/client/export.ts'
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

test('the headings of the table are those of the list of columns', () => {
  const known = new Map<string, string>(CELL_COLUMNS.map(({ key, title }) => [key, title]))
  expect(COLUMNS.filter(({ key, title }) => known.get(key) !== title)).toEqual([])
})

test('GeoJSON holds the columns of the CSV for the same squares in the same order, and baked shapes', () => {
  const rows = [cell({ rank: 2 }), cell({ rank: 1 })]
  const baked = { features: rows.map(({ id }) => ({ id, geometry: { type: 'Polygon', coordinates: [id] } })) }
  const about = { marking: 'OFFICIAL', title: 'Title' }
  const text = cellsGeoJson(about, rows, baked)
  expect(text.startsWith('{"marking":"OFFICIAL"')).toBe(true)
  const { features } = JSON.parse(text)
  expect(features.map(({ id }: { id: string }) => id)).toEqual(rows.map(({ id }) => id))
  expect(Object.keys(features[0].properties)).toEqual(CELL_COLUMNS.map(({ csv }) => csv))
  const [, heading, first] = cellsCsv('OFFICIAL', rows).split('\r\n')
  const csv = Object.fromEntries(heading!.split(',').map((name, k) => [name, first!.split(',')[k]]))
  for (const [name, value] of Object.entries(features[0].properties))
    expect(String(value ?? '')).toBe(csv[name])
  expect(features[0].geometry.coordinates).toEqual([rows[0]!.id])
})
