import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFile, receive } from '../../pipeline/data/receive.ts'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { csv, row, take, tempFolder, writeExtract } from '../data/fixture.ts'

const refused = (code: string) => ({ exit: 3, message: expect.stringContaining(code) })
const pipe = (path: string) => execFileSync('mkfifo', [path])

/** What somebody puts in the place of a file of the extract, and what is said of it. */
const PLANTED: readonly (readonly [string, file: string, plant: (path: string) => void, code: string])[] = [
  ['a pipe as manifest', 'manifest.json', pipe, 'not-a-file'],
  ['a device as manifest', 'manifest.json', path => symlinkSync('/dev/zero', path), 'not-a-file'],
  ['a link as manifest', 'manifest.json', path => symlinkSync('crimes.csv', path), 'not-a-file'],
  ['a pipe as table', 'crimes.csv', pipe, 'not-a-file'],
  ['a link as table', 'crimes.csv', path => symlinkSync('/etc/passwd', path), 'not-a-file'],
  ['a device as table', 'crimes.csv', path => symlinkSync('/dev/urandom', path), 'not-a-file'],
  ['a folder as table', 'crimes.csv', path => execFileSync('mkdir', [path]), 'not-a-file'],
]

test.each(PLANTED)('%s is refused at once', async (...[_name, file, plant, code]) => {
  const folder = await writeExtract()
  rmSync(join(folder, file))
  plant(join(folder, file))
  await expect(take(folder)).rejects.toMatchObject(refused(code))
})

test('a pipe instead of an extract is refused at once', async () => {
  const path = join(await tempFolder(), 'extract.zip')
  pipe(path)
  await expect(receive(path, await tempFolder())).rejects.toMatchObject(refused('not-a-file'))
})

test('a file that is exchanged after it was hashed is not read', async () => {
  const folder = await writeExtract()
  const received = await receive(folder, await tempFolder())
  const file = received.manifest.files.find(({ table }) => table === 'crimes')!
  const path = await openFile(received, file, await tempFolder())
  writeFileSync(join(folder, 'other.csv'), csv('crimes', [row('crimes', { offence_code: '1' })]))
  renameSync(join(folder, 'other.csv'), join(folder, 'crimes.csv'))
  expect(sha256(readFileSync(path))).toBe(file.sha256)
})

const change = (edit: (text: string) => string) => async () => {
  const folder = await writeExtract()
  const path = join(folder, 'manifest.json')
  writeFileSync(path, edit(readFileSync(path, 'utf8')))
  return folder
}

const MANIFESTS: readonly (readonly [string, () => Promise<string>, message: RegExp])[] = [
  [
    'a key twice',
    change(text => text.replace('{', '{"covers_to": "2026-11-01", ')),
    /^manifest-bad: one object names a key twice \(manifest\.json\)$/,
  ],
  [
    'a key of a file twice',
    change(text => text.replace('"rows":', '"rows":9,"rows":')),
    /^manifest-bad: one object names a key twice/,
  ],
  ['hour 25', change(text => text.replace('T05:00:00', 'T25:00:00')), /local date-time.*extracted_at/],
  ['minute 60', change(text => text.replace('T05:00:00', 'T05:60:00')), /local date-time.*extracted_at/],
  ['30 February', change(text => text.replace('2026-11-16T', '2026-02-30T')), /local date-time/],
  ['a year of five digits', change(text => text.replace('2026-11-16T', '12026-11-16T')), /local date-time/],
  ['text for a number', change(text => text.replace('"rows":1', '"rows":"1"')), /whole number of rows/],
  ['half a million brackets', change(() => '['.repeat(500_000)), /^manifest-bad: not JSON/],
  ['more than a megabyte', change(text => text + ' '.repeat(1_000_000)), /larger than 1 MB/],
]

test.each(MANIFESTS)('a manifest with %s is refused in plain words', async (_name, make, message) => {
  const error = await take(await make()).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ exit: 3, message: expect.stringMatching(message) })
  expect((error as Error).message).not.toMatch(/Invalid|received|zod/i)
})
