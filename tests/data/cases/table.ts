import { afterAll, expect, test } from 'vitest'
import type { TableName } from '../../../pipeline/force/contract.ts'
import type { Mapping } from '../../../pipeline/force/mapping.ts'
import { PipelineError } from '../../../pipeline/lib/error.ts'
import { type Files, type Row, row, takeLoosely, writeExtract } from '../fixture.ts'

/** A case of the table: what is done to an extract, and what is said of it. */
export interface Case {
  readonly name: string
  /** Makes the extract; its folder. */
  readonly extract: () => Promise<string>
  readonly mapping?: Mapping
  /** What has to be among the words: `accepted`, or a code with `refused`, `set aside`, `noted`, `warned`. */
  readonly said: string
}

/** What becomes of an extract: codes and words; `accepted` where nothing at all is said of it. */
async function sayOf({ extract, mapping }: Pick<Case, 'extract' | 'mapping'>): Promise<string> {
  const folder = await extract()
  try {
    const taken = await takeLoosely(folder, mapping ? { mapping } : {})
    taken.store.close()
    const warned = taken.warnings.filter(({ code }) => !QUIET.has(code))
    const said = [
      ...taken.issues
        .filter(({ code }) => !NOTED_OF_ALL.has(code))
        .map(({ code, rows, rejected }) => `${rejected ? 'set aside' : 'noted'} ${code} ${rows}`),
      ...warned.map(({ code, facts }) => `warned ${code}: ${facts}`),
    ]
    return said.length === 0 ? 'accepted' : said.join('; ')
  } catch (error) {
    if (error instanceof PipelineError) return `refused (exit ${error.exit}) ${error.message.split('\n')[0]}`
    return `RAW ${String(error)}`
  }
}

/** Said of every extract of one crime on a first run. */
const QUIET = new Set(['clause-without-crimes', 'first-run', 'merges-undated'])
const NOTED_OF_ALL = new Set(['unknown-crime', 'merged-person'])

const KEYS = {
  ...{ crimes: 'crime_id', persons: 'person_id', charges: 'charge_id', decisions: 'decision_id' },
  ...{ patrols: 'patrol_id', exclusions: 'area' },
} as const

/** An extract of two sound rows of a table and of a third with some values changed. */
export const withRow = (table: TableName, changes: Row) => () => {
  const key = KEYS[table]
  const rows = [row(table), row(table, { [key]: 'SOUND' }), row(table, { [key]: 'OTHER', ...changes })]
  return writeExtract({ [table]: rows } as Files)
}

/** A case of one row with some values changed. */
export const rowCase =
  (table: TableName) =>
  (changes: Row, said: string): Case => ({
    name: `${table}: ${Object.entries(changes)
      .map(([column, value]) => `${column} ${JSON.stringify(value.slice(0, 40))}`)
      .join(', ')}`,
    extract: withRow(table, changes),
    said,
  })

/** Asks every case of a table, and prints what was said of each; nothing of an engine may be among it. */
export function tell(cases: readonly Case[]): void {
  const lines: string[] = []
  afterAll(() => console.info(lines.join('\n')))
  test.each(cases.map(one => [one.name, one] as const))('%s', async (name, one) => {
    const said = await sayOf(one)
    lines.push(`${name} | ${said}`)
    expect(said).toContain(one.said)
    expect(said).not.toMatch(/RAW|Zod|Error:|_row|VARCHAR|SELECT/)
  })
}
