import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Ingest, type IngestOptions, ingest } from '../../pipeline/data/ingest.ts'
import { receive } from '../../pipeline/data/receive.ts'
import { type TableName, tableOf } from '../../pipeline/data/schema.ts'
import { type LoadedForce, loadForce } from '../../pipeline/force/load.ts'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'

/** A row of text by column; columns that are not named take the default of `row`. */
export type Row = Readonly<Record<string, string>>

const DEFAULTS: Record<TableName, Row> = {
  crimes: {
    crime_id: 'C1',
    recorded_at: '2026-11-10T12:00:00',
    occurred_from: '2026-11-10T10:00:00',
    occurred_to: '',
    offence_code: '8N',
    offence_title: 'assault with injury',
    status: 'recorded',
    status_at: '',
    weapon_type: 'knife',
    weapon_use: 'used_causing_injury',
    easting: '407000',
    northing: '286900',
    location_quality: 'exact',
    location_type: 'street',
    found_by: 'public',
    domestic: 'false',
    lpa: 'BE',
  },
  persons: {
    person_id: 'P1',
    birth_month: '1990-01',
    sex: 'male',
    ethnicity: 'W1',
    lomu: 'BE',
    status: 'living',
    in_custody_until: '',
    merged_into: '',
  },
  charges: {
    charge_id: 'H1',
    person_id: 'P1',
    crime_id: 'C1',
    offence_code: '8N',
    offence_date: '2026-11-10',
    charged_at: '2026-11-11T09:00:00',
    outcome: 'pending',
    outcome_at: '',
  },
  decisions: {
    decision_id: 'D1',
    person_id: 'P1',
    decided_at: '2026-11-12T10:00:00',
    unit: 'BE',
    agreed: 'agree',
    reason: '',
    review_on: '',
  },
  patrols: { patrol_id: 'T1', cell: 'e407000n286000', started_at: '2026-11-12T10:00:00', minutes: '15' },
  exclusions: { area: 'A1', kind: 'event', reason: '', entered_by: '', from: '2026-11-01', until: '' },
}

/** A row of a table: the default row with some values changed. */
export function row(table: TableName, changes: Row = {}): Row {
  return { ...DEFAULTS[table], ...changes }
}

/** A field of RFC 4180, quoted only when it must be. */
export function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** CSV of rows, in the contract's order of columns; a column that may lack stands there if a row has it. */
export function csv(table: TableName, rows: readonly Row[]): string {
  const columns = tableOf(table).columns.filter(
    ({ name, mayLack }) => !mayLack || rows.some(values => values[name] !== undefined),
  )
  const names = columns.map(column => column.name)
  const lines = rows.map(values => names.map(name => quoted(values[name] ?? '')).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}

interface ExtractFile {
  readonly name: string
  readonly content: string | Uint8Array
  readonly rows: number
}

export type Files = Partial<Record<TableName, readonly Row[] | ExtractFile>>

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** A fresh folder under the system's temporary folder, removed when the tests of the file are done. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foresite-'))
  folders.push(folder)
  return folder
}

/**
 * Writes an extract of the given tables (crimes, persons, charges of one row by default) and returns its
 * folder.
 */
export async function writeExtract(
  files: Files = {},
  manifest: Record<string, unknown> = {},
): Promise<string> {
  const folder = join(await tempFolder(), 'extract')
  await mkdir(folder)
  const all: Files = {
    crimes: [row('crimes')],
    persons: [row('persons')],
    charges: [row('charges')],
    ...files,
  }
  const listed = []
  for (const [table, given] of Object.entries(all) as [TableName, readonly Row[] | ExtractFile][]) {
    const file = isRows(given)
      ? { name: `${table}.csv`, content: csv(table, given), rows: given.length }
      : given
    await writeFile(join(folder, file.name), file.content)
    listed.push({ table, name: file.name, rows: file.rows, sha256: sha256(file.content) })
  }
  const whole = {
    extract_id: 'X1',
    extracted_at: '2026-11-16T05:00:00',
    covers_from: '2021-11-16',
    covers_to: '2026-11-15',
    timezone: 'Europe/London',
    files: listed,
    ...manifest,
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(whole))
  return folder
}

function isRows(given: readonly Row[] | ExtractFile): given is readonly Row[] {
  return Array.isArray(given)
}

let loaded: Promise<LoadedForce> | undefined

/** The default force, loaded once. */
export function force(): Promise<LoadedForce> {
  loaded ??= loadForce()
  return loaded
}

/** Ingests an extract with a fresh work folder and a silent log. */
export async function take(folder: string, options: Partial<IngestOptions> = {}): Promise<Ingest> {
  const workDir = join(await tempFolder(), 'work')
  const extract = await receive(folder, await tempFolder(), options.mapping)
  return ingest(extract, { force: await force(), workDir, log: silentLog, ...options })
}

/** Ingests with gates that let everything through, for cases about rows. */
export async function takeLoosely(folder: string, options: Partial<IngestOptions> = {}): Promise<Ingest> {
  const base = await force()
  const gates = {
    ...base.settings.gates,
    maxRejectShare: 1,
    minGeocodedShare: 0,
    maxDaysWithoutRecords: 100_000,
    maxTwinShare: 1,
    maxUnlikelyAgeShare: 1,
    maxDeceasedShare: 1,
    maxAcquittedShare: 1,
    maxOldPendingShare: 1,
    maxOnePersonShare: 1,
    maxOneDayShare: 1,
    minCodeRatio: 0,
    maxUnknownUnitShare: 1,
    ...{ maxCancelledShare: 1, minRecentPendingShare: 0, maxUnknownCrimeShare: 1 },
    ...{
      maxOnePointShare: 1,
      maxOutsideShare: 1,
      maxLongRangeShare: 1,
      maxUnknownBirthShare: 1,
      maxOneBirthMonthShare: 1,
    },
    ...{ maxUnchargedDecisionShare: 1, maxMergedBirthsApart: 1, maxUnchargedCustodyShare: 1 },
  }
  return take(folder, { force: { ...base, settings: { ...base.settings, gates } }, ...options })
}
