import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { personalOf, pseudonymOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { runWeek } from '../../pipeline/weekly.ts'
import { changed, writeForce } from '../force/modules.ts'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'forces-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string) => readFileSync(path)
const filesOf = (home: string) =>
  readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map(name => join(home, name))
    .filter(path => statSync(path).isFile())

it('two forces in one home have weeks, keys and logs of their own, and share nothing', async () => {
  const extract = join(folder, 'extract')
  await makeTinyExtract(extract)
  const person = read(join(extract, 'persons.csv')).toString().split('\n')[1]!.split(',')[0]!
  const root = join(folder, 'home')
  mkdirSync(join(root, 'forces'), { recursive: true })
  const names = { avonshire: 'Avonshire Constabulary', kentshire: 'Kentshire Police' }
  const homes = Object.keys(names).map(id => join(root, 'forces', id))
  for (const [id, name] of Object.entries(names)) {
    const force = writeForce(folder, changed({ id, name }))
    expect(await runWeek({ extract, home: root, force, log: silentLog })).toBe(0)
    // The same extract is new to another force, and known to its own.
    expect(await runWeek({ extract, home: root, force, log: silentLog })).toBe(2)
  }
  expect(readdirSync(root)).toEqual(['forces'])
  for (const home of homes) {
    const audits = await auditArchive(home)
    expect(audits.map(({ name, manifest }) => [name, manifest?.sequence])).toEqual([['2026-W47', 1]])
    expect([...audits.flatMap(({ findings }) => findings), ...(await auditHome(home))]).toEqual([])
  }
  const [avon, kent] = homes as [string, string]
  for (const key of ['publish.key', 'pseudonym.key'])
    expect(read(join(avon, 'keys', key)).equals(read(join(kent, 'keys', key)))).toBe(false)
  const theirs = [
    names.kentshire,
    pseudonymOf(read(join(kent, 'keys/pseudonym.key')), personalOf(person)),
    'kentshire',
  ]
  const found = filesOf(avon).filter(path => theirs.some(text => read(path).includes(text)))
  expect(found).toEqual([])
})
