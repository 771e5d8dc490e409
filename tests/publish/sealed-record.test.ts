import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { PipelineError } from '../../pipeline/lib/error.ts'
import { sealPeople } from '../../pipeline/publish/people-week.ts'
import { recordHead, recordTexts } from '../../pipeline/publish/sealed-record.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const PERSON = 'a1'.repeat(16)
const record = (row: unknown, page: unknown = { kind: 'person', text: 'a' }) =>
  JSON.stringify({ place: 7, list: 'adults', row, page })

/** The same by reading and writing in full. */
function read(text: string) {
  const { row, page, ...rest } = JSON.parse(text)
  return { ...rest, row: JSON.stringify(row), page: JSON.stringify(page) }
}

it('a record that is cut gives what reading and writing it gives', () => {
  const rows = [
    [PERSON, 'N1', 2, 107.2, [0.4, 0.3, 0.5], null, 0],
    [],
    [[['a']], 'page', ']', 'x],"page":{"a":1}', '"],"page":{'],
    ['a { in a text', 1],
    ['é £ 😀 \u2028 \\ " \n'],
    { pseudonym: PERSON, page: { a: 1 } },
    [{ page: {} }, 'page'],
    'one text',
  ]
  for (const row of rows) expect(recordTexts(record(row))).toEqual(read(record(row)))
})

it('a page may hold whatever a row holds, and may be no object', () => {
  for (const page of [{ page: [], row: ['],"page":{'] }, {}, [1], 'text', null])
    expect(recordTexts(record([1], page))).toEqual(read(record([1], page)))
})

it('a record without a page is none', () => {
  expect(() => recordTexts('{"place":7,"list":"adults","row":[1]}')).toThrow()
  expect(() => recordTexts('{"place":7,"list":"others","row":[1],"page":{}}')).toThrow()
})

it('a line of records begins with whose it is', () => {
  const line = JSON.stringify({ pseudonym: PERSON, list: 'children', row: [1], page: {} })
  expect(recordHead(line)).toEqual([`{"pseudonym":"${PERSON}",`, PERSON])
  for (const other of ['', '{}', line.slice(1), line.replace('a1', 'A1'), line.replace('children', 'others')])
    expect(() => recordHead(other)).toThrow(PipelineError)
})

it('a line that is no record of a person is not sealed, and the error does not repeat it', async () => {
  const records = join(temporaryFolder('records'), 'records')
  mkdirSync(records)
  writeFileSync(join(records, 'BW.jsonl'), `{"pseudonym":"N1234567"}\n`)
  const sealing = sealPeople(temporaryFolder('home'), '2026-W47', { records, persons: async () => ({}) })
  await expect(sealing).rejects.toThrow(/^a line of records is not that of a person$/)
})
