import { expect, it } from 'vitest'
import { csvText, safeText } from '../../pipeline/lib/csv.ts'

it('text that a spreadsheet would run is disarmed, full-width forms too', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\uff1d', '\uff0b', '\uff0d', '\uff20']) {
    expect(safeText(`${start}1+1`)).toBe(`'${start}1+1`)
  }
  expect(safeText('plain')).toBe('plain')
})

it('numbers stay numbers, below zero too, and a missing value is an empty field', () => {
  expect(csvText('OFFICIAL', ['a', 'b'], [[-3, null]])).toBe('OFFICIAL\r\na,b\r\n-3,\r\n')
})

it('quotes, commas and line ends are quoted', () => {
  expect(csvText('OFFICIAL', ['a'], [['say "no", \nplease']])).toBe(
    'OFFICIAL\r\na\r\n"say ""no"", \nplease"\r\n',
  )
})

it('the example is true as printed', () => {
  expect(csvText('OFFICIAL', ['a', 'b'], [[-3, '=x']])).toBe("OFFICIAL\r\na,b\r\n-3,'=x\r\n")
})
