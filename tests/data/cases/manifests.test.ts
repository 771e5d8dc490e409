import { execFileSync } from 'node:child_process'
import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeExtract } from '../fixture.ts'
import { type Case, tell } from './table.ts'

/** An extract whose manifest was changed as text, or anything else beside it. */
const manifest = (name: string, edit: (text: string) => string, said: string): Case => ({
  name: `manifest.json: ${name}`,
  extract: async () => {
    const folder = await writeExtract()
    const path = join(folder, 'manifest.json')
    await writeFile(path, edit(await readFile(path, 'utf8')))
    return folder
  },
  said,
})
const field = (name: string, value: unknown, said: string) =>
  manifest(
    `${name} ${JSON.stringify(value)}`,
    text => JSON.stringify({ ...JSON.parse(text), [name]: value }),
    said,
  )
const BAD = 'refused (exit 3) manifest-bad'
const planted = (name: string, plant: (folder: string) => Promise<unknown>, said: string): Case => ({
  name,
  extract: async () => {
    const folder = await writeExtract()
    await plant(folder)
    return folder
  },
  said,
})

const MANIFESTS: Case[] = [
  manifest(
    'one key twice',
    text => text.replace('{', '{"extract_id":"X2",'),
    `${BAD}: one object names a key`,
  ),
  manifest('cut off', text => text.slice(0, -20), `${BAD}: not JSON`),
  manifest('a comment', text => `// hello\n${text}`, `${BAD}: not JSON`),
  manifest('a byte order mark', text => `\ufeff${text}`, 'accepted'),
  field('extracted_at', '2026-11-16T25:00:00', BAD),
  field('extracted_at', '2026-11-16T05:00:00Z', BAD),
  field('extracted_at', '2026-11-31T05:00:00', BAD),
  field('extracted_at', '2026-11-14T05:00:00', `${BAD}: dates not in order`),
  field('covers_to', '2026-02-30', BAD),
  field('covers_from', '2026-11-16', `${BAD}: dates not in order`),
  field('timezone', 'Europe/Londn', BAD),
  field('timezone', 'America/New_York', 'refused (exit 3) wrong-timezone'),
  field('extract_id', '', BAD),
  field('extract_id', 7, BAD),
  field('files', [], BAD),
  field('files', 'all', BAD),
  field('made_by', 'CONNECT 4', 'accepted'),
  manifest(
    'hashes in capitals',
    text => text.replace(/"sha256":"(\w+)"/g, (_, h) => `"sha256":"${h.toUpperCase()}"`),
    'accepted',
  ),
  manifest(
    'a hash of another file',
    text => text.replace(/"sha256":"\w{8}/, '"sha256":"00000000'),
    'wrong-hash',
  ),
  manifest('a path upwards', text => text.replace('"crimes.csv"', '"../crimes.csv"'), BAD),
  manifest('a name in capitals', text => text.replace('"crimes.csv"', '"CRIMES.CSV"'), BAD),
  manifest('a file that is not there', text => text.replace('"crimes.csv"', '"other.csv"'), 'file-missing'),
  manifest('an unknown table', text => text.replace('"table":"crimes"', '"table":"offences"'), BAD),
  manifest(
    'a table twice',
    text => text.replace('"table":"crimes"', '"table":"persons"'),
    'table-twice: persons',
  ),
  manifest('rows as text', text => text.replace('"rows":1', '"rows":"1"'), BAD),
  manifest('rows below nothing', text => text.replace('"rows":1', '"rows":-1'), BAD),
  planted('no manifest', folder => rm(join(folder, 'manifest.json')), 'refused (exit 3) manifest-missing'),
  planted('a pipe for a manifest', pipe('manifest.json'), 'refused (exit 3) not-a-file'),
  planted('a pipe for a table', pipe('crimes.csv'), 'refused (exit 3) not-a-file'),
  planted('a link for a table', link, 'refused (exit 3) not-a-file'),
  planted(
    'a file that nobody names',
    folder => writeFile(join(folder, 'notes.txt'), 'x'),
    'unexpected-files',
  ),
]

function pipe(name: string) {
  return async (folder: string) => {
    await rm(join(folder, name))
    execFileSync('mkfifo', [join(folder, name)])
  }
}

async function link(folder: string): Promise<void> {
  await rm(join(folder, 'crimes.csv'))
  await symlink(join(folder, 'persons.csv'), join(folder, 'crimes.csv'))
}

tell(MANIFESTS)
