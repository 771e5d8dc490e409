import { expect, test } from 'vitest'
import { cellsCsv, csvText, fileName, safeCell } from '../../../site/areas/client/export.ts'
import { cell } from './cells-fixture.ts'

test('no cell begins a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\uff1d']) {
    expect(safeCell(`${start}1+1`).replace(/^"/, '')[0]).toBe("'")
  }
})

test('numbers stay numbers, below zero too', () => {
  expect(safeCell(-3)).toBe('-3')
})

test('quotes, commas and line ends are quoted', () => {
  expect(csvText('OFFICIAL', ['a'], [['say "no", \nplease']])).toBe(
    'OFFICIAL\r\na\r\n"say ""no"", \nplease"\r\n',
  )
})

test('an exported file carries the marking in its first line and its name', () => {
  expect(cellsCsv('OFFICIAL - Foresite', [cell({ rank: 1 })]).split('\r\n')[0]).toBe('OFFICIAL - Foresite')
  expect(fileName('OFFICIAL-SENSITIVE', ['knife', '2026-W47'], 'csv')).toBe(
    'OFFICIAL-SENSITIVE_knife_2026-W47.csv',
  )
})

test('an export holds week-on-week columns and says where a count is withheld', () => {
  const [, heading, row] = cellsCsv('OFFICIAL', [cell({ rank: 3, previousRank: 5, last4: null })]).split(
    '\r\n',
  )
  const value = (name: string) => row!.split(',')[heading!.split(',').indexOf(name)]
  expect(value('rank_change')).toBe('2')
  expect(value('recorded_4_weeks')).toBe('withheld')
})
