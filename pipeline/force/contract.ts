import { OUTCOMES } from './outcomes.ts'
import { VENUES } from './venues.ts'

/** How the text of one column becomes a value. `timestamp` is local time; `date` and `month` are civil. */
export type ColumnKind =
  | 'id'
  | 'text'
  | 'timestamp'
  | 'date'
  | 'month'
  | 'metres'
  | 'number'
  | 'boolean'
  | 'code'
  | 'enum'

/**
 * One column of the contract. Optional columns may be empty in a row; a column must be present in the file
 * unless it `mayLack`.
 */
export interface Column {
  readonly name: string
  readonly kind: ColumnKind
  readonly optional?: boolean
  /** A date-time whose time of day may be missing: many systems keep only the day of it. */
  readonly dateOnly?: boolean
  /** A file may come without the column: it is empty in every row then. */
  readonly mayLack?: boolean
  /** What an empty value means. */
  readonly whenEmpty?: string
  readonly values?: readonly string[]
}

/** One table of the contract. `key` names its unique column. */
export interface Table {
  readonly name: TableName
  readonly key: string
  readonly required: boolean
  readonly columns: readonly Column[]
}

export type TableName = 'crimes' | 'persons' | 'charges' | 'decisions' | 'patrols' | 'exclusions'

const column = (name: string, kind: ColumnKind, rest: Partial<Column> = {}): Column => ({
  name,
  kind,
  ...rest,
})
const optional = { optional: true } as const
const optionalDay = { optional: true, dateOnly: true } as const
const lackable = { optional: true, mayLack: true } as const

/** The weekly extract, table by table. */
export const TABLES: readonly Table[] = [
  {
    name: 'crimes',
    key: 'crime_id',
    required: true,
    columns: [
      column('crime_id', 'id'),
      column('recorded_at', 'timestamp'),
      column('occurred_from', 'timestamp'),
      column('occurred_to', 'timestamp', optional),
      column('offence_code', 'code'),
      column('offence_title', 'text', optional),
      column('status', 'enum', { values: ['recorded', 'cancelled', 'transferred'] }),
      column('status_at', 'timestamp', optionalDay),
      column('weapon_type', 'enum', { values: ['none', 'knife', 'sharp', 'firearm', 'blunt', 'other'] }),
      column('weapon_use', 'enum', {
        values: ['none', 'seen', 'threatened', 'used_no_injury', 'used_causing_injury'],
      }),
      column('easting', 'metres', optional),
      column('northing', 'metres', optional),
      column('location_quality', 'enum', { values: ['exact', 'street', 'postcode', 'none'] }),
      column('location_type', 'enum', { values: VENUES }),
      column('found_by', 'enum', { values: ['public', 'police'] }),
      column('domestic', 'boolean'),
      column('lpa', 'text', optional),
    ],
  },
  {
    name: 'persons',
    key: 'person_id',
    required: true,
    columns: [
      column('person_id', 'id'),
      column('birth_month', 'month', optional),
      column('sex', 'text', optional),
      column('ethnicity', 'text', optional),
      column('lomu', 'text', optional),
      column('status', 'enum', { values: ['living', 'deceased'] }),
      column('in_custody_until', 'date', optional),
      column('merged_into', 'id', optional),
    ],
  },
  {
    name: 'charges',
    key: 'charge_id',
    required: true,
    columns: [
      column('charge_id', 'id'),
      column('person_id', 'id'),
      column('crime_id', 'id', optional),
      column('offence_code', 'code'),
      column('offence_date', 'date'),
      column('charged_at', 'timestamp'),
      column('outcome', 'enum', { values: OUTCOMES }),
      column('outcome_at', 'timestamp', optionalDay),
    ],
  },
  {
    name: 'decisions',
    key: 'decision_id',
    required: false,
    columns: [
      column('decision_id', 'id'),
      column('person_id', 'id'),
      column('decided_at', 'timestamp'),
      column('unit', 'text'),
      column('agreed', 'enum', { values: ['agree', 'disagree', 'more_needed'] }),
      column('reason', 'text', optional),
      column('review_on', 'date', optional),
      column('managed_from', 'date', lackable),
      column('managed_until', 'date', lackable),
    ],
  },
  {
    name: 'patrols',
    key: 'patrol_id',
    required: false,
    columns: [
      column('patrol_id', 'id'),
      column('cell', 'text'),
      column('started_at', 'timestamp'),
      column('minutes', 'number'),
      column('kind', 'enum', { ...lackable, values: ['planned', 'delivered'], whenEmpty: 'delivered' }),
      column('target', 'text', lackable),
      column('officers', 'number', lackable),
      column('source', 'enum', { ...lackable, values: ['gps', 'log'] }),
      column('arrests', 'number', lackable),
      column('searches', 'number', lackable),
      column('weapons', 'number', lackable),
    ],
  },
  {
    name: 'exclusions',
    key: 'area',
    required: false,
    columns: [
      column('area', 'text'),
      column('kind', 'text'),
      column('reason', 'text', optional),
      column('entered_by', 'text', optional),
      column('from', 'date'),
      column('until', 'date', optional),
    ],
  },
]

/** Tables that no forecast and no score reads this week: what is wrong with them warns and never refuses. */
export const UNUSED_TABLES: ReadonlySet<string> = new Set<TableName>(['patrols', 'exclusions'])

/** Columns that no forecast and no score reads. */
export const UNUSED_COLUMNS: readonly string[] = [
  'crimes.offence_title',
  'crimes.location_quality',
  'crimes.lpa',
]

/** The contract of one table by name. */
export function tableOf(name: TableName): Table {
  return TABLES.find(table => table.name === name)!
}
