import { join } from 'node:path'
import { random } from '../lib/seed.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import { type Manifest, shifted } from './faults-files.ts'
import { PEOPLE_FAULTS } from './faults-people.ts'
import { edit, keep, type RowFault, type Tools } from './row-fault.ts'
import { rewriteRows } from './rows.ts'

const crimes = ['crimes'] as const
const charges = ['charges'] as const
const RECORDED: Readonly<Partial<Record<string, string>>> = { crimes: 'recorded_at', charges: 'charged_at' }

export const ROW_FAULTS: Readonly<Record<string, RowFault>> = {
  'duplicated-file': {
    what: 'the export of crimes ran twice into the same file: every row is there twice',
    tables: crimes,
    passes: 2,
    change: () => ({ row: (cells: string[]) => [cells] }),
  },
  'shifted-date': {
    what: 'the clock of the export is four weeks slow: every recorded_at is 28 days early',
    tables: crimes,
    change: edit('recorded_at', 1, cell => shifted(cell, -28)),
  },
  'day-first-dates': {
    what: 'recorded_at is written day first, 16/11/2026 05:00',
    tables: crimes,
    change: edit(
      'recorded_at',
      1,
      cell => `${cell.slice(0, 10).split('-').reverse().join('/')} ${cell.slice(11, 16)}`,
    ),
  },
  'label-bug': {
    what: 'weapon_use is mapped wrongly: weapons seen or threatened are sent as used_causing_injury',
    tables: crimes,
    change: edit('weapon_use', 1, cell =>
      /^(seen|threatened|used_no_injury)$/.test(cell) ? 'used_causing_injury' : cell,
    ),
  },
  'missing-column': {
    what: 'the column weapon_use of crimes is gone',
    tables: crimes,
    change: ({ at }: Tools) => {
      const without = (cells: readonly string[]) => cells.filter((_, i) => i !== at('weapon_use'))
      return { columns: without, row: (cells: string[]) => [without(cells)] }
    },
  },
  'geocodes-lost': {
    what: '40% of the crimes have lost their coordinates',
    tables: crimes,
    change: ({ at, source }: Tools) => ({
      row: (cells: string[]) => {
        if (source.next() < 0.4) cells[at('easting')] = cells[at('northing')] = ''
        return [cells]
      },
    }),
  },
  'swapped-coordinates': {
    what: 'easting and northing have changed places in every crime',
    tables: crimes,
    change: ({ at }: Tools) => ({
      row: (cells: string[]) => {
        const [e, n] = [at('easting'), at('northing')]
        ;[cells[e], cells[n]] = [cells[n]!, cells[e]!]
        return [cells]
      },
    }),
  },
  'decimal-comma': {
    what: 'coordinates are written with a decimal comma, "406123,0"',
    tables: crimes,
    change: edit('easting', 1, cell => (cell ? `"${cell},0"` : cell)),
  },
  stale: {
    what: 'nothing recorded or charged in the last 21 days',
    tables: ['crimes', 'charges'],
    change: (tools: Tools) => {
      const name = tools.at('recorded_at') >= 0 ? RECORDED.crimes! : RECORDED.charges!
      const limit = isoDate(tools.asAt - 21)
      return keep(name, cell => cell < limit)(tools)
    },
  },
  'future-dates': {
    what: '5% of the crimes are recorded after the extract was taken',
    tables: crimes,
    change: ({ at, source, asAt }: Tools) =>
      edit('recorded_at', 0.05, cell => isoDate(asAt + 30) + cell.slice(10))({ at, source, asAt }),
  },
  'duplicate-ids': {
    what: '3% of the crimes carry the id of the crime before them',
    tables: crimes,
    change: ({ at, source }: Tools) => {
      let before = ''
      return {
        row: (cells: string[]) => {
          const id = at('crime_id')
          if (before && source.next() < 0.03) cells[id] = before
          before = cells[id]!
          return [cells]
        },
      }
    },
  },
  'orphan-charges': {
    what: '10% of the charges name a person who is not in the extract',
    tables: charges,
    change: edit('person_id', 0.1, cell => `X${cell}`),
  },
  'merge-loop': {
    what: 'one person in twenty is merged into another who is merged into the first',
    tables: ['persons'],
    change: ({ at }: Tools) => {
      const [id, into] = [at('person_id'), at('merged_into')]
      let held: string[] | undefined
      return {
        row: (cells: string[], index: number) => {
          const first = held
          held = index % 40 === 0 ? cells : undefined
          if (held) return []
          if (!first) return [cells]
          first[into] = cells[id]!
          cells[into] = first[id]!
          return [first, cells]
        },
        end: () => (held ? [held] : []),
      }
    },
  },
  'unknown-code': {
    what: '8% of the charges carry an offence code that has no weight',
    tables: charges,
    change: edit('offence_code', 0.08, cell => `Z${cell}`),
  },
  'outcomes-lost': {
    what: 'every charge is sent as pending',
    tables: charges,
    change: ({ at }: Tools) => ({
      row: (cells: string[]) => {
        cells[at('outcome')] = 'pending'
        cells[at('outcome_at')] = ''
        return [cells]
      },
    }),
  },
  'doubled-volume': {
    what: 'every crime is there a second time under another id',
    tables: crimes,
    change: ({ at }: Tools) => ({
      row: (cells: string[]) => [cells, cells.map((cell, i) => (i === at('crime_id') ? `${cell}B` : cell))],
    }),
  },
  'half-volume': {
    what: 'two thirds of the crimes are missing',
    tables: crimes,
    change: ({ source }: Tools) => ({ row: (cells: string[]) => (source.next() < 1 / 3 ? [cells] : []) }),
  },
  'bad-values': {
    what: '6% of the crimes have a weapon type outside the list',
    tables: crimes,
    change: edit('weapon_type', 0.06, () => 'BLADED ARTICLE'),
  },
  ...PEOPLE_FAULTS,
}

/**
 * Plants faults in the rows of CSV tables; the manifest's counts and hashes follow. Names of other faults do
 * nothing.
 */
export async function plantInRows(
  folder: string,
  manifest: Manifest,
  { names, seed }: { names: readonly string[]; seed: number },
): Promise<void> {
  const asAt = epochDay(manifest.extracted_at)
  for (const name of names) {
    const fault = Object.hasOwn(ROW_FAULTS, name) ? ROW_FAULTS[name] : undefined
    for (const file of manifest.files) {
      if (!fault?.tables.includes(file.table)) continue
      const source = random(seed, `fault-${name}`)
      const change = (columns: string[]) =>
        fault.change({ source, asAt, at: column => columns.indexOf(column) })
      Object.assign(file, await rewriteRows(join(folder, file.name), change, fault.passes))
    }
  }
}
