import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonRecord } from '../contract/people.ts'
import type { RosterFile } from '../contract/vocabulary.ts'

/** Where the records of a unit stand in the baked files. @example recordsPath('BE') === 'records/BE.jsonl' */
export function recordsPath(code: string): string {
  return `records/${code}.jsonl`
}

/** The files of a unit that the browser fetches: `list.json`, `children.json`, `person/PSEUDONYM.json`. */
function unitFiles(records: readonly PersonRecord[]): Map<string, string> {
  const list = (name: PersonRecord['list']): RosterFile => ({
    kind: 'list',
    rows: records.filter(record => record.list === name).map(({ row }) => row),
  })
  const files = new Map([['list.json', JSON.stringify(list('adults'))]])
  if (records.some(record => record.list === 'children'))
    files.set('children.json', JSON.stringify(list('children')))
  for (const { pseudonym, page } of records) files.set(`person/${pseudonym}.json`, JSON.stringify(page))
  return files
}

/**
 * Writes what the browser fetches of people into a built site: for each unit the files of `unitFiles` under
 * `lomu/CODE/`. The records are read as they were baked, without a check.
 *
 * @param baked the baked files of the people product
 * @param site the folder of the built people site
 */
export async function unpackRecords(baked: string, site: string): Promise<void> {
  const folder = join(baked, 'records')
  if (!existsSync(folder)) return
  for (const name of (await readdir(folder)).sort()) {
    const unit = join(site, 'lomu', name.replace(/\.jsonl$/, ''))
    await mkdir(join(unit, 'person'), { recursive: true })
    const files = unitFiles(readRecords(await readFile(join(folder, name), 'utf8')))
    // Derived from the records and made again from them at any time: not synced one by one.
    for (const [path, text] of files) await writeFile(join(unit, path), text, { mode: 0o640 })
  }
}

/** The records of a unit's file. */
function readRecords(text: string): PersonRecord[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as PersonRecord)
}
