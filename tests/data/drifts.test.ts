import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Ingest } from '../../pipeline/data/ingest.ts'
import { PipelineError } from '../../pipeline/lib/error.ts'
import { isoDate } from '../../pipeline/lib/week.ts'
import { csv, type Row, row, take, writeExtract } from './fixture.ts'

/** Two hundred crimes, four a day back from the last day covered. */
const CRIMES: readonly Row[] = Array.from({ length: 200 }, (_, i) => {
  const day = isoDate(20_772 - (i >> 2))
  return row('crimes', {
    crime_id: `C${i}`,
    occurred_from: `${day}T01:00:00`,
    recorded_at: `${day}T1${i & 3}:00:00`,
  })
})
const TEXT = csv('crimes', CRIMES)

interface Drift {
  readonly name: string
  /** The drifted crimes.csv. */
  readonly text?: (text: string) => string | Uint8Array
  /** Rows that the manifest declares, when they are not those of the text. */
  readonly rows?: number
  readonly manifest?: Readonly<Record<string, string>>
  readonly spoil?: (folder: string) => Promise<void>
  readonly exit: 0 | 3
  readonly code: string
}

const eachLine = (edit: (fields: string[], i: number) => string[]) => (text: string) =>
  `${text
    .trimEnd()
    .split('\n')
    .map((line, i) => edit(line.split(','), i).join(','))
    .join('\n')}\n`
const column = (name: string) => TEXT.split('\n')[0]!.split(',').indexOf(name)
const inColumn = (name: string, edit: (value: string) => string) =>
  eachLine((fields, i) => (i === 0 ? fields : fields.with(column(name), edit(fields[column(name)]!))))
const header = (edit: (text: string) => string) => (text: string) => text.replace(/^.*\n/, line => edit(line))

const DRIFTS: readonly Drift[] = [
  {
    name: 'a column added',
    text: eachLine((f, i) => [...f, i === 0 ? 'beat' : 'x']),
    exit: 0,
    code: 'column-added',
  },
  {
    name: 'a column removed',
    text: eachLine(f => f.toSpliced(column('weapon_use'), 1)),
    exit: 3,
    code: 'column-missing',
  },
  {
    name: 'a column renamed',
    text: header(line => line.replace('weapon_use', 'WeaponUse')),
    exit: 3,
    code: 'column-renamed',
  },
  { name: 'columns reordered', text: eachLine(f => f.toReversed()), exit: 0, code: 'columns-reordered' },
  { name: 'a column twice', text: eachLine(f => [...f, f[0]!]), exit: 3, code: 'column-duplicate' },
  { name: 'another type', text: inColumn('easting', () => 'four hundred'), exit: 3, code: 'bad-number' },
  {
    name: 'another date format',
    text: inColumn('recorded_at', () => '10/11/2026 12:00'),
    exit: 3,
    code: 'bad-timestamp',
  },
  {
    name: 'date-times with a zone',
    text: inColumn('recorded_at', value => `${value}Z`),
    exit: 3,
    code: 'timestamp-with-zone',
  },
  { name: 'a decimal comma', text: inColumn('easting', () => '"407000,5"'), exit: 3, code: 'decimal-comma' },
  { name: 'a new code', text: inColumn('weapon_use', () => 'brandished'), exit: 3, code: 'unknown-value' },
  { name: 'a file missing', spoil: folder => rm(join(folder, 'crimes.csv')), exit: 3, code: 'file-missing' },
  { name: 'a file empty', text: () => '', exit: 3, code: 'empty-file' },
  { name: 'only a header', text: text => `${text.split('\n')[0]}\n`, exit: 3, code: 'no-rows' },
  {
    name: 'all rows doubled',
    text: text => text + text.slice(text.indexOf('\n') + 1),
    exit: 3,
    code: 'duplicate-row',
  },
  {
    name: 'the file twice, header and all',
    text: text => text + text,
    rows: 401,
    exit: 3,
    code: 'repeated-header',
  },
  {
    name: 'another week',
    manifest: { extracted_at: '2026-10-19T05:00:00', covers_to: '2026-10-18' },
    exit: 3,
    code: 'future-date',
  },
  {
    name: 'a later week with old data',
    manifest: { extracted_at: '2026-12-14T05:00:00', covers_to: '2026-12-13' },
    exit: 3,
    code: 'stale',
  },
  {
    name: 'another period than the rows',
    manifest: { covers_to: '2026-11-01' },
    exit: 3,
    code: 'wrong-week',
  },
  { name: 'UTF-16', text: text => Buffer.from(`\ufeff${text}`, 'utf16le'), exit: 3, code: 'utf-16' },
  {
    name: 'Windows-1252',
    text: text => Buffer.from(text.replaceAll('assault', 'déjà vu \x96 '), 'latin1'),
    exit: 3,
    code: 'windows-1252',
  },
  { name: 'a byte order mark', text: text => `\ufeff${text}`, exit: 0, code: 'byte-order-mark' },
  {
    name: 'mixed newlines',
    text: text => text.replace(/(C\d*[02468],.*)\n/g, '$1\r\n'),
    exit: 0,
    code: 'mixed-newlines',
  },
  { name: 'CRLF', text: text => text.replaceAll('\n', '\r\n'), exit: 0, code: 'crlf' },
  { name: 'blank lines', text: text => text.replaceAll('\n', '\n\n'), exit: 0, code: 'blank-lines' },
  {
    name: 'a line of 2 MB',
    text: text => text.replace('assault with injury', 'x'.repeat(2_000_000)),
    exit: 0,
    code: 'record-too-long',
  },
  {
    name: 'one field too few',
    text: eachLine((f, i) => (i === 3 ? f.slice(1) : f)),
    exit: 0,
    code: 'wrong-field-count',
  },
  {
    name: 'wrong hash',
    spoil: folder => writeFile(join(folder, 'crimes.csv'), TEXT.replace('8N', '8P')),
    exit: 3,
    code: 'wrong-hash',
  },
  { name: 'wrong row count', rows: 199, exit: 3, code: 'wrong-row-count' },
  {
    name: 'no manifest',
    spoil: folder => rm(join(folder, 'manifest.json')),
    exit: 3,
    code: 'manifest-missing',
  },
  {
    name: 'a manifest that is not JSON',
    spoil: folder => writeFile(join(folder, 'manifest.json'), '{'),
    exit: 3,
    code: 'manifest-bad',
  },
  { name: 'another time zone', manifest: { timezone: 'Europe/Paris' }, exit: 3, code: 'wrong-timezone' },
  {
    name: 'a file that nobody named',
    spoil: folder => writeFile(join(folder, 'notes.txt'), 'x'),
    exit: 0,
    code: 'unexpected-files',
  },
]

async function extractOf({ text, rows, manifest, spoil }: Drift): Promise<string> {
  const content = text ? text(TEXT) : TEXT
  const lines = typeof content === 'string' ? content.split('\n').filter(line => line.trim()).length - 1 : 200
  const folder = await writeExtract(
    { crimes: { name: 'crimes.csv', content, rows: rows ?? Math.max(0, lines) } },
    { ...manifest },
  )
  await spoil?.(folder)
  return folder
}

function codesOf({ warnings, issues, store }: Ingest): string[] {
  store.close()
  return [...warnings.map(warning => warning.code), ...issues.map(issue => issue.code)]
}

describe('a drift of the extract has a code of its own', () => {
  test.each(DRIFTS)('$name: $code, exit $exit', async drift => {
    const folder = await extractOf(drift)
    const outcome = await take(folder).then(codesOf, (error: unknown) => error)
    if (drift.exit === 0) expect(outcome).toContain(drift.code)
    else {
      expect(outcome).toBeInstanceOf(PipelineError)
      expect(outcome).toMatchObject({ exit: 3, message: expect.stringContaining(drift.code) })
      expect((outcome as PipelineError).message).not.toMatch(/\bC\d+\b/)
    }
  })

  test('the extract without a drift is accepted whole, without a warning', async () => {
    const { accounts, warnings, store } = await take(
      await extractOf({ name: '', exit: 0, code: '', manifest: { covers_from: '2026-09-27' } }),
    )
    expect(accounts.map(({ table, rows, accepted }) => [table, rows, accepted])).toEqual([
      ['crimes', 200, 200],
      ['persons', 1, 1],
      ['charges', 1, 1],
    ])
    // An extract of one kind of crime leaves most clauses without any.
    const expected = ['clause-without-crimes', 'first-run']
    expect(warnings.filter(({ code }) => !expected.includes(code))).toEqual([])
    store.close()
  })

  test('a refusal leaves the quarantine behind for those who must look', async () => {
    const folder = await extractOf({ name: '', text: inColumn('easting', () => '=1+1'), exit: 3, code: '' })
    const workDir = join(folder, '..', 'kept')
    await expect(take(folder, { workDir })).rejects.toThrow(/rejects: crimes: 200 of 200 rows/)
    const lines = (await readFile(join(workDir, 'quarantine', 'crimes.csv'), 'utf8')).split('\n')
    expect(lines[1]).toBe("bad-number,crimes.csv,2,easting,'=1+1")
  })
})
