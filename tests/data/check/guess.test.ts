import { describe, expect, it, test } from 'vitest'
import { alike } from '../../../pipeline/data/check/alike.ts'
import { matchColumns } from '../../../pipeline/data/check/columns.ts'
import { guessCode, guessValue } from '../../../pipeline/data/check/guess.ts'
import { tableOf } from '../../../pipeline/data/schema.ts'
import { ONS_2020 } from '../../../pipeline/force/weights.ts'

const column = (name: string) => tableOf('crimes').columns.find(found => found.name === name)!

describe('a value of the contract is proposed for an own one', () => {
  test.each([
    ['weapon_type', 'KNF', 'knife'],
    ['weapon_type', 'Bladed article', 'knife'],
    ['weapon_type', 'Shotgun', 'firearm'],
    ['weapon_type', '', 'none'],
    ['weapon_use', 'USED - NO INJURY', 'used_no_injury'],
    ['weapon_use', 'Used, causing injury', 'used_causing_injury'],
    ['weapon_use', 'Threat', 'threatened'],
    ['status', 'NO CRIME', 'cancelled'],
    ['status', 'Canceled', 'cancelled'],
    ['found_by', 'Officer', 'police'],
    ['domestic', 'Y', 'true'],
    ['domestic', '0', 'false'],
  ])('%s %j: %s', (name, own, value) => expect(guessValue(column(name), own)).toBe(value))

  // A wrong guess here would change what counts as an injury: the analyst must say.
  test.each([
    ['weapon_use', 'USED'],
    ['weapon_use', 'INJURY'],
    ['weapon_use', 'NOT USED, INJURY'],
    ['weapon_use', 'not threatened'],
    ['weapon_type', 'no knife'],
    ['weapon_type', 'X'],
    ['domestic', 'maybe'],
    ['found_by', 'unknown'],
  ])('%s %j: none', (name, own) => expect(guessValue(column(name), own)).toBeUndefined())
})

it.each([
  ['45.10', '', { own: '45.*', to: '45' }],
  ['8.6', 'Assault with injury', { own: '8.6', to: '8N' }],
  ['8.6', '', { own: '8.6', to: undefined }],
  ['ZZ9', '', { own: 'ZZ9', to: undefined }],
])('the code %s with the title %j', (code, title, guess) =>
  expect(guessCode(code, title, ONS_2020)).toMatchObject(guess),
)

it('names are compared word by word, words of one meaning as one', () => {
  expect(alike('CrimeRef_No', 'crime_id')).toBe(1)
  expect(alike('DATE RECORDED', 'recorded_at')).toBe(1)
  expect(alike('GRID_E', 'easting')).toBe(1)
  expect(alike('Y_COORD', 'northing')).toBe(1)
  expect(alike('HO Title', 'offence_title')).toBe(0.5)
  expect(alike('colour', 'crime_id')).toBe(0)
})

it('an own column is proposed by its name and its values, each once, and never against its values', () => {
  const own = [
    { name: 'REC_DT', values: ['2026-11-10T10:00:00'] },
    { name: 'RECORDED_BY', values: ['PC 123'] },
    { name: 'X', values: ['407000', ''] },
  ]
  const found = matchColumns(tableOf('crimes'), ['recorded_at', 'easting', 'northing'], own)
  expect(found.map(({ column, own }) => [column.name, own])).toEqual([
    ['recorded_at', 'REC_DT'],
    ['easting', 'X'],
    ['northing', undefined],
  ])
  expect(found[0]!.evidence).toBe('name 100% alike, 100% of 1 values are date-times')
})

it.each([
  ['Arson not endangering life', '56B'],
  ['Rape of a female aged under 16', '19D'],
  ['Burglary, residential', '28E'],
  ['Murder', undefined],
  ['Other notifiable offences', undefined],
  ['Robbery of personal property', undefined],
])(
  'what an offence is called, %j, is taken for a code only where one title is clearly like it',
  (title, to) => {
    expect(guessCode(title, title, ONS_2020).to).toBe(to)
  },
)

it('a column that is called so and holds something else is named, by the form of its values', () => {
  const own = [{ name: 'Date Recorded', values: ['01/02/2024 10:00', '02/02/2024 11:30'] }]
  const [match] = matchColumns(tableOf('crimes'), ['recorded_at'], own)
  expect(match!.own).toBeUndefined()
  expect(match!.evidence).toContain('Date Recorded is called so')
  expect(match!.evidence).toContain('99/99/9999 99:99')
})
