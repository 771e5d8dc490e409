import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { archivedWeeks } from '../../pipeline/publish/archive.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { disposedPeople, personKeys } from '../../pipeline/publish/disposals.ts'
import { homeOf } from '../../pipeline/publish/home.ts'
import { recallWeek } from '../../pipeline/publish/memory.ts'
import { openPacks } from '../../pipeline/publish/packs.ts'
import { readPersonKeys } from '../../pipeline/publish/person-keys.ts'
import { ensureUnpacked } from '../../pipeline/publish/unpack.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { LISTED, MERGED, peopledWeek, pseudonymIn, publishPeopled, SHE, UNLISTED } from './people.ts'
import { removeTestFolder, temporaryFolder, writeTree } from './sites.ts'

afterAll(removeTestFolder)

const HEAD = 'code,file,line,column,value\n'

const dispose = (home: string, id: string, on = '2026-12-01') =>
  disposePerson({ home, person: personalOf(id), reason: 'the case was a mistake', on, log: silentLog })

/** The newest week's people site, unpacked. */
async function unpacked(home: string): Promise<string> {
  return ensureUnpacked(homeOf(home), (await archivedWeeks(home)).at(-1)!)
}

const rowsOf = (folder: string, path: string): string[] =>
  JSON.parse(readFileSync(join(folder, path), 'utf8')).rows.map((row: { reference: string }) => row.reference)

/** Paths of all files of a home in whose bytes, inflated too, one of the texts stands. */
function filesWith(home: string, texts: readonly (string | Buffer)[]): string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => {
      const bytes = readFileSync(path)
      const isGzip = bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))
      return (isGzip ? [bytes, gunzipSync(bytes)] : [bytes]).some(content =>
        texts.some(text => content.includes(text)),
      )
    })
    .map(path => path.slice(home.length + 1))
}

describe('one person disposed of in 52 weeks', () => {
  const home = temporaryFolder('home')
  let weeks: string[]
  let key: Buffer
  let before: string
  let keysBefore: string
  let report: Awaited<ReturnType<typeof dispose>>

  beforeAll(async () => {
    weeks = await publishPeopled(home, 52)
    before = await pseudonymIn(home, SHE)
    key = (await personKeys(home)).get(before)!
    keysBefore = join(temporaryFolder('backup'), 'keys')
    cpSync(join(home, 'keys'), keysBefore, { recursive: true })
    await unpacked(home)
    writeTree(home, {
      'log/access-people.jsonl': `{"user":"A","path":"/lomu/BW/person/${before}.json"}\n{"path":"/"}\n`,
      'log/access-people.jsonl.1.gz': gzipSync(`{"path":"/lomu/BW/person/${before}.json"}\n`),
      'quarantine/r1/quarantine/persons.csv': `${HEAD}bad-id,persons.csv,7,person_id,"${SHE}, x"\n`,
      'quarantine/r1/changes-persons.csv': `key,kind\n${SHE},deceased\n`,
      'work/baked/people.json': SHE,
      'inbox/extract/persons.csv': `person_id\n${SHE}\n`,
    })
    report = await dispose(home, SHE)
  }, 300_000)

  it('goes with all records that were merged with her', () => {
    expect(report).toMatchObject({ records: 3, keys: 3, unsealed: [], restored: [] })
    expect(report.swept.map(({ place, count }) => [place, count])).toEqual([
      ['live', expect.any(Number)],
      ['log', 2],
      ['quarantine', 1],
      ['ledger', 0],
    ])
  })

  it('is unreadable in every week, in which everybody else can be read', async () => {
    const keys = await personKeys(home)
    const others = LISTED.length - 1
    const readWeek = async (week: string) => {
      const packs = ['BW', 'SH'].map(unit => ({
        bytes: readFileSync(join(home, 'archive', week, 'packs', `${unit}.pack`)),
        place: { revision: week, unit },
      }))
      return (await openPacks(packs, keys)).flat()
    }
    const opened = await Promise.all(weeks.map(readWeek))
    expect(opened.map(records => records.length)).toEqual(weeks.map(() => others))
    expect(JSON.stringify(opened)).not.toContain(before)
    expect(JSON.stringify(opened)).not.toContain(SHE)
  })

  it('every week still verifies', async () => {
    const audits = await auditArchive(home)
    expect(audits.flatMap(({ findings }) => findings)).toEqual([])
    expect(audits).toHaveLength(52)
  })

  it('stands in no byte of the home, by reference, pseudonym or key, but where others put her', async () => {
    const names = await Promise.all([SHE, ...MERGED].map(id => pseudonymIn(home, id)))
    const bytes = names.map(name => Buffer.from(name, 'hex'))
    const found = filesWith(home, [SHE, ...MERGED, ...names, ...bytes, key, key.toString('hex')])
    expect(found).toEqual(['inbox/extract/persons.csv'])
    expect(report.left).toEqual(found)
  })

  it('is gone from the live list and data; the others stand in their order', async () => {
    const folder = await unpacked(home)
    expect(rowsOf(folder, 'lomu/BW/list.json')).toEqual([LISTED[1]])
    expect(rowsOf(folder, 'lomu/BW/children.json')).toEqual([LISTED[2]])
    expect(rowsOf(folder, 'lomu/SH/list.json')).toEqual([LISTED[3], LISTED[4]])
    expect(existsSync(join(folder, 'lomu/BW/person', `${before}.json`))).toBe(false)
    expect(readdirSync(join(folder, 'lomu/BW/person'))).toHaveLength(2)
  })

  it('keeps who looked and when in the logs, and the counts of the quarantine', () => {
    const log = readFileSync(join(home, 'log/access-people.jsonl'), 'utf8')
    expect(log).toBe(`{"user":"A","path":"/lomu/BW/person/${'0'.repeat(32)}.json"}\n{"path":"/"}\n`)
    const quarantine = readFileSync(join(home, 'quarantine/r1/quarantine/persons.csv'), 'utf8')
    expect(quarantine).toBe(`${HEAD}bad-id,persons.csv,7,person_id,\n`)
  })

  it('is known by marks to the next run, whose memory and bands are without her', async () => {
    const people = (await disposedPeople(home))!
    const asked = [SHE, ` ${SHE}\u200b`, ...MERGED, LISTED[1]!].map(id => people.on(personalOf(id)))
    expect(asked).toEqual(['2026-12-01', '2026-12-01', '2026-12-01', '2026-12-01', undefined])
    const { standings } = await recallWeek(home, '2026-W53', {
      into: temporaryFolder('recalled'),
      log: silentLog,
    })
    expect(Object.keys(standings!)).toHaveLength(LISTED.length - 1)
    expect(standings).not.toHaveProperty(before)
  })

  it('does not come back with a back-up of the keys, nor with one of the log', async () => {
    const empty = temporaryFolder('empty')
    cpSync(join(home, 'archive'), join(empty, 'archive'), { recursive: true })
    await publishWeek(await peopledWeek(home, '2026-W53', [SHE, ...MERGED]))
    cpSync(join(home, 'archive/2026-W53'), join(empty, 'archive/2026-W53'), { recursive: true })
    cpSync(keysBefore, join(empty, 'keys'), { recursive: true })
    expect((await readPersonKeys(homeOf(empty))).get(before)).toEqual(key)
    expect((await personKeys(empty)).has(before)).toBe(false)
    expect(filesWith(join(empty, 'keys'), [key])).toEqual([])
  })

  it('may be asked for again, and nothing is logged twice', async () => {
    const log = readFileSync(join(home, 'log/disposals.jsonl'), 'utf8')
    expect(await dispose(home, SHE)).toMatchObject({ records: 1, keys: 0 })
    expect(readFileSync(join(home, 'log/disposals.jsonl'), 'utf8')).toBe(log)
  })
})

describe('a disposal', () => {
  it('of a merged, an unlisted and an unknown reference is no error', async () => {
    const home = temporaryFolder('home')
    await publishPeopled(home, 1)
    expect(await dispose(home, MERGED[1]!)).toMatchObject({ records: 3, keys: 3 })
    expect(await dispose(home, UNLISTED)).toMatchObject({ records: 1, keys: 1 })
    expect(await dispose(home, 'NOBODY-EVER-SAW')).toMatchObject({ records: 1, keys: 0 })
    expect(rowsOf(await unpacked(home), 'lomu/BW/list.json')).toEqual([LISTED[1]])
    const people = (await disposedPeople(home))!
    expect(people.on(personalOf('NOBODY-EVER-SAW'))).toBe('2026-12-01')
  })

  it('names nobody in its log, and refuses a reason that does', async () => {
    const home = temporaryFolder('home')
    await publishPeopled(home, 1)
    const naming = { home, person: personalOf(SHE), on: '2026-12-01', log: silentLog }
    await expect(disposePerson({ ...naming, reason: `for ${SHE.toLowerCase()}` })).rejects.toThrow(
      'names the person',
    )
    await expect(disposePerson({ ...naming, reason: ' ' })).rejects.toThrow('missing option')
    await dispose(home, SHE)
    const entry = JSON.parse(readFileSync(join(home, 'log/disposals.jsonl'), 'utf8')).entry
    expect(Object.keys(entry).sort()).toEqual(['kind', 'marks', 'on', 'reason'])
    expect(entry.marks).toHaveLength(3)
  })

  it('is completed when it was killed after its first step', async () => {
    const home = temporaryFolder('home')
    await publishPeopled(home, 1)
    const keys = readFileSync(join(home, 'keys/persons'))
    await dispose(home, SHE)
    // The log is written first: keys as they were before stand for a run that was killed behind it.
    writeFileSync(join(home, 'keys/persons'), keys)
    writeTree(home, { '.overwrite/1': SHE, '.overwrite/7': SHE })
    expect(await dispose(home, SHE)).toMatchObject({ keys: 0 })
    expect((await readPersonKeys(homeOf(home))).has(await pseudonymIn(home, SHE))).toBe(false)
    expect(filesWith(home, [SHE])).toEqual([])
  })

  it('log that was changed, shortened or signed by another stops everything that reads people', async () => {
    const home = temporaryFolder('home')
    await publishPeopled(home, 1)
    await dispose(home, SHE)
    await dispose(home, UNLISTED)
    const path = join(home, 'log/disposals.jsonl')
    const text = readFileSync(path, 'utf8')
    const lines = text.split('\n')
    for (const changed of [text.replace('mistake', 'Mistake'), `${lines[1]}\n`, 'nonsense\n']) {
      writeFileSync(path, changed)
      await expect(personKeys(home)).rejects.toThrow('log not sound')
    }
    writeFileSync(path, `${text}{"half a line`)
    expect((await personKeys(home)).size).toBeGreaterThan(0)
    await dispose(home, LISTED[3]!)
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3)
  })

  it('that an older log forgot is known from the newest week', async () => {
    const home = temporaryFolder('home')
    await publishPeopled(home, 1)
    await dispose(home, SHE)
    await publishWeek(await peopledWeek(home, '2026-W02', [SHE, ...MERGED]))
    rmSync(join(home, 'log/disposals.jsonl'))
    expect((await disposedPeople(home))!.on(personalOf(SHE))).toBe('2026-12-01')
    await dispose(home, UNLISTED)
    expect(readFileSync(join(home, 'log/disposals.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('says which weeks were archived before people were sealed', async () => {
    const home = temporaryFolder('home')
    const [old] = await publishPeopled(home, 2)
    const folder = join(home, 'archive', old!)
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'packs'), 0o755)
    rmSync(join(folder, 'packs'), { recursive: true })
    chmodSync(folder, 0o555)
    expect((await dispose(home, UNLISTED)).unsealed).toEqual([old])
  })

  it('names the extracts that a feed kept with the person, and those that nobody can search', async () => {
    const [home, inbox] = [temporaryFolder('home'), temporaryFolder('inbox')]
    await publishPeopled(home, 1)
    writeTree(inbox, {
      'done/a/persons.csv': `person_id\n${'x'.repeat(70_000)}\n${SHE}\n`,
      'done/b/charges.csv.gz': gzipSync(`charge_id,person_id\nC1,${MERGED[0]}\n`),
      'done/c/persons.csv': 'person_id\nsomebody else\n',
      'done/d/persons.parquet': 'PAR1',
      'refused/e/charges.csv.gz': 'no gzip',
      'refused/e.reason.txt': SHE,
      'waiting/persons.csv': SHE,
    })
    const options = { home, person: personalOf(SHE), reason: 'a mistake', on: '2026-12-01', log: silentLog }
    const keys = (await personKeys(home)).size
    const nowhere = disposePerson({ ...options, inbox: join(inbox, 'none') })
    await expect(nowhere).rejects.toThrow('no such folder')
    expect((await personKeys(home)).size).toBe(keys)
    expect((await disposePerson({ ...options, inbox })).kept).toEqual([
      { name: 'done/a', about: 'holds-the-person' },
      { name: 'done/b', about: 'holds-the-person' },
      { name: 'done/d', about: 'cannot-be-searched' },
      { name: 'refused/e', about: 'cannot-be-searched' },
    ])
  })
})
