import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableName } from '../data/schema.ts'
import { sha256 } from '../lib/hash.ts'
import { type Random, random } from '../lib/seed.ts'
import { epochDay, isoDate } from '../lib/week.ts'
import { type RowChange, rewriteRows } from './rows.ts'

/** The manifest of an extract, as written. */
export interface Manifest {
  extract_id: string
  extracted_at: string
  covers_from: string
  covers_to: string
  timezone: string
  files: { table: TableName; name: string; rows: number; sha256: string }[]
}

interface Tools {
  readonly source: Random
  readonly asAt: number
  /** Position of a column by its name. */
  at(name: string): number
}

/**
 * A known defect. `rows`: in the data, with a manifest that agrees, so that only a look at the content can
 * find it.
 */
type Fault =
  | {
      kind: 'rows'
      what: string
      tables: readonly TableName[]
      passes?: number
      change(tools: Tools): RowChange
    }
  | { kind: 'bytes'; what: string; change(bytes: Buffer): Buffer }
  | { kind: 'manifest'; what: string; change(manifest: Manifest, folder: string): Promise<void> | void }

/** Moves a date by some days; an empty cell and a date that does not exist stay as they are. */
function shifted(cell: string, days: number): string {
  const day = Date.parse(`${cell.slice(0, 10)}T00:00:00Z`) / 86_400_000
  return Number.isNaN(day) || isoDate(day) !== cell.slice(0, 10) ? cell : isoDate(day + days) + cell.slice(10)
}

/** Changes the cell of one column in a share of the rows. */
function edit(
  name: string,
  share: number,
  next: (cell: string, cells: string[]) => string,
): (tools: Tools) => RowChange {
  return ({ at, source }) => {
    const column = at(name)
    return {
      row: cells => {
        if (source.next() < share) cells[column] = next(cells[column]!, cells)
        return [cells]
      },
    }
  }
}

/** Keeps only the rows that pass. */
function keep(name: string, passes: (cell: string, tools: Tools) => boolean): (tools: Tools) => RowChange {
  return tools => {
    const column = tools.at(name)
    return { row: cells => (passes(cells[column]!, tools) ? [cells] : []) }
  }
}

const crimes = ['crimes'] as const
const charges = ['charges'] as const
const RECORDED: Readonly<Partial<Record<string, string>>> = { crimes: 'recorded_at', charges: 'charged_at' }

const ROW_FAULTS = {
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
    what: '40 % of the crimes have lost their coordinates',
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
    what: '5 % of the crimes are recorded after the extract was taken',
    tables: crimes,
    change: ({ at, source, asAt }: Tools) =>
      edit('recorded_at', 0.05, cell => isoDate(asAt + 30) + cell.slice(10))({ at, source, asAt }),
  },
  'duplicate-ids': {
    what: '3 % of the crimes carry the id of the crime before them',
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
    what: '10 % of the charges name a person who is not in the extract',
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
    what: '8 % of the charges carry an offence code that has no weight',
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
    what: '6 % of the crimes have a weapon type outside the list',
    tables: crimes,
    change: edit('weapon_type', 0.06, () => 'BLADED ARTICLE'),
  },
} as const satisfies Record<string, Omit<Extract<Fault, { kind: 'rows' }>, 'kind'>>

const BYTE_FAULTS: Readonly<Record<string, Omit<Extract<Fault, { kind: 'bytes' }>, 'kind'>>> = {
  'truncated-file': {
    what: 'crimes ends in the middle of a row',
    change: bytes => bytes.subarray(0, Math.floor(bytes.length * 0.6)),
  },
  utf16: {
    what: 'crimes is written in UTF-16',
    change: bytes => Buffer.from(`\uFEFF${bytes.toString('latin1')}`, 'utf16le'),
  },
  bom: {
    what: 'crimes begins with a byte order mark',
    change: bytes => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  },
  'empty-file': { what: 'crimes holds no byte', change: () => Buffer.alloc(0) },
}

const MANIFEST_FAULTS: Readonly<Record<string, Omit<Extract<Fault, { kind: 'manifest' }>, 'kind'>>> = {
  'wrong-hash': {
    what: 'the manifest gives another SHA-256 for crimes',
    change: ({ files }) => {
      files[0]!.sha256 = sha256('another file')
    },
  },
  'wrong-rows': {
    what: 'the manifest counts 7 crimes more than there are',
    change: ({ files }) => {
      files[0]!.rows += 7
    },
  },
  'missing-file': {
    what: 'charges is in the manifest but not in the folder',
    change: ({ files }, folder) => rm(join(folder, files.find(({ table }) => table === 'charges')!.name)),
  },
  'wrong-week': {
    what: 'the extract says that it was taken eight weeks before its last record',
    change: manifest => {
      manifest.extracted_at = shifted(manifest.extracted_at, -56)
      manifest.covers_to = shifted(manifest.covers_to, -56)
    },
  },
}

/** Every fault that can be planted, by name, with what it does. */
export const FAULTS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...ROW_FAULTS, ...BYTE_FAULTS, ...MANIFEST_FAULTS }).map(([name, { what }]) => [
    name,
    what,
  ]),
)

/** Plants faults in the rows of CSV tables; the manifest's counts and hashes follow. */
export async function plantInRows(
  folder: string,
  manifest: Manifest,
  names: readonly string[],
  seed: number,
): Promise<void> {
  const asAt = epochDay(manifest.extracted_at)
  for (const name of names) {
    const fault = Object.hasOwn(ROW_FAULTS, name) ? ROW_FAULTS[name as keyof typeof ROW_FAULTS] : undefined
    for (const file of manifest.files) {
      if (!fault || !(fault.tables as readonly string[]).includes(file.table)) continue
      const source = random(seed, `fault-${name}`)
      const change = (columns: string[]) =>
        fault.change({ source, asAt, at: column => columns.indexOf(column) })
      Object.assign(
        file,
        await rewriteRows(join(folder, file.name), change, 'passes' in fault ? fault.passes : 1),
      )
    }
  }
}

/**
 * Plants faults in the bytes of the crimes (the hash follows, the row count does not) and in the manifest.
 */
export async function plantInFiles(
  folder: string,
  manifest: Manifest,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const bytes = Object.hasOwn(BYTE_FAULTS, name) ? BYTE_FAULTS[name] : undefined
    if (bytes) {
      const file = manifest.files[0]!
      const changed = bytes.change(await readFile(join(folder, file.name)))
      await writeFile(join(folder, file.name), changed)
      file.sha256 = sha256(changed)
    }
    if (Object.hasOwn(MANIFEST_FAULTS, name)) await MANIFEST_FAULTS[name]!.change(manifest, folder)
  }
}
