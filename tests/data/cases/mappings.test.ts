import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableName } from '../../../pipeline/force/contract.ts'
import type { TableMapping } from '../../../pipeline/force/mapping.ts'
import { csv, type Row, row, writeExtract } from '../fixture.ts'
import { type Case, tell, withRow } from './table.ts'

const TEXT = csv('crimes', [row('crimes'), row('crimes', { crime_id: 'C2' })])
const TWO = { name: 'crimes.csv', rows: 2 }

const map = (table: TableName, part: Partial<TableMapping>) => ({
  [table]: { columns: {}, constants: {}, values: {}, ...part },
})
const mapped = (
  name: string,
  [changes, values]: readonly [Row, Record<string, string>],
  said: string,
): Case => {
  const [column] = Object.keys(changes)
  return {
    name: `mapping of ${column}: ${name}`,
    extract: withRow('crimes', changes),
    mapping: map('crimes', { values: { [column!]: values } }),
    said,
  }
}

const MAPPINGS: Case[] = [
  mapped('a blank becomes a value', [{ weapon_type: '' }, { '': 'none' }], 'accepted'),
  mapped('blanks of spaces too', [{ weapon_type: '  ' }, { '': 'none' }], 'accepted'),
  mapped('several become one', [{ weapon_type: 'blade' }, { KNF: 'knife', BLADE: 'knife' }], 'accepted'),
  mapped('a pattern', [{ weapon_type: 'GUN (air)' }, { 'gun*': 'firearm' }], 'accepted'),
  mapped(
    'a pattern that does not hold',
    [{ weapon_type: 'AIR GUN' }, { 'gun*': 'firearm' }],
    'unknown-value',
  ),
  mapped('a value becomes empty', [{ lpa: 'N/A' }, { 'n/a': '' }], 'accepted'),
  mapped('of a required column to empty', [{ weapon_use: 'NK' }, { NK: '' }], 'set aside missing-value'),
  mapped('codes in another form', [{ offence_code: '00806' }, { '8.6': '8N' }], 'accepted'),
  mapped('codes by a pattern', [{ offence_code: 'HO-8N' }, { 'HO-*': '*' }], 'accepted'),
  mapped('a percent sign is no pattern', [{ weapon_type: 'x' }, { '%': 'knife' }], 'set aside unknown-value'),
  mapped('a quote in a value', [{ weapon_type: "KNIFE 'K'" }, { "knife 'k'": 'knife' }], 'accepted'),
  {
    name: 'mapping: a constant for a column that the extract lacks',
    extract: () => writeExtract({ crimes: { ...TWO, content: without('domestic') } }),
    mapping: map('crimes', { constants: { domestic: 'false' } }),
    said: 'accepted',
  },
  {
    name: 'mapping: a constant for a column that the extract has',
    extract: () => writeExtract(),
    mapping: map('crimes', { constants: { domestic: 'false' } }),
    said: 'refused (exit 3) column-and-constant',
  },
  {
    name: 'mapping: an own column that is not there',
    extract: () => writeExtract(),
    mapping: map('crimes', { columns: { domestic: 'DV_FLAG' } }),
    said: 'refused (exit 3) column-',
  },
  {
    name: 'mapping: an own column in other capitals',
    extract: () => writeExtract({ crimes: { ...TWO, content: TEXT.replace('domestic', 'Dv  Flag') } }),
    mapping: map('crimes', { columns: { domestic: 'DV FLAG' } }),
    said: 'accepted',
  },
  {
    name: 'mapping: an own name of a table',
    extract: async () => {
      const folder = await writeExtract()
      const path = join(folder, 'manifest.json')
      await writeFile(path, (await readFile(path, 'utf8')).replace('"table":"crimes"', '"table":"OFFENCES"'))
      return folder
    },
    mapping: map('crimes', { table: 'offences' }),
    said: 'accepted',
  },
]

function without(name: string): string {
  const [header, ...rows] = TEXT.trimEnd().split('\n')
  const position = header!.split(',').indexOf(name)
  return `${[header!, ...rows].map(line => line.split(',').toSpliced(position, 1).join(',')).join('\n')}\n`
}

tell(MAPPINGS)
