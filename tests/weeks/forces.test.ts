import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { personalOf, pseudonymOf } from '../../pipeline/data/pseudonym.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { readRuns } from '../../pipeline/publish/runs.ts'
import { changed, writeForce } from '../force/modules.ts'
import { makeTinyExtract } from '../tiny-extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'forces-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Two whole weeks, in processes that start others: only what hangs takes so long. */
const HANG_MS = 1_800_000

const read = (path: string) => readFileSync(path)
const filesOf = (home: string) =>
  readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map(name => join(home, name))
    .filter(path => statSync(path).isFile())

/** Runs the feed once, as a timer does, and gives its exit code and what it said. */
function feed(inbox: string, home: string, force: string) {
  const asked = ['pipeline/feed.ts', '--inbox', inbox, '--home', home, '--force', force, '--once']
  const { status, stderr, stdout } = spawnSync(process.execPath, asked, { encoding: 'utf8' })
  return { exit: status, said: stderr, told: stdout }
}

it(
  'two forces fed into one home have weeks, keys, logs and inboxes of their own',
  async () => {
    const extract = join(folder, 'extract')
    await makeTinyExtract(extract)
    const person = read(join(extract, 'persons.csv')).toString().split('\n')[1]!.split(',')[0]!
    const root = join(folder, 'home')
    mkdirSync(join(root, 'forces'), { recursive: true })
    const names = { avonshire: 'Avonshire Constabulary', kentshire: 'Kentshire Police' }
    const forces = Object.entries(names).map(([id, name]) => ({
      ...{ id, name, home: join(root, 'forces', id), inbox: join(folder, `inbox-${id}`) },
      module: writeForce(folder, changed({ id, name, recordsSystem: `Records of ${id}` })),
    }))
    for (const { id, inbox, module } of forces) {
      // The same extract is new to another force; what comes twice is known to its own.
      for (const name of ['first', 'twice']) cpSync(extract, join(inbox, name), { recursive: true })
      const { exit, said, told } = feed(inbox, root, module)
      expect(exit, said).toBe(0)
      expect(said).toMatch(
        new RegExp(`^foresite-feed status=published exit=0 force=${id} live=2026-W47 `, 'm'),
      )
      expect(
        told
          .trim()
          .split('\n')
          .map(line => JSON.parse(line).end),
      ).toEqual(['published', 'nothing new'])
      expect(readdirSync(join(inbox, 'done'))).toEqual(['first', 'twice'])
    }
    expect(readdirSync(root)).toEqual(['forces'])
    for (const { id, home } of forces) {
      const texts = filesOf(join(home, 'live', 'people')).filter(path => /\.(html|js)$/.test(path))
      const said = texts.map(path => read(path).toString()).join('\n')
      expect(said).toContain(`Records of ${id} reference`)
      expect(said).not.toContain('CONNECT')
    }
    const [avon, kent] = forces as [(typeof forces)[number], (typeof forces)[number]]
    expect(feed(avon.inbox, root, kent.module)).toMatchObject({
      exit: 5,
      said: expect.stringContaining("this inbox is another force's: avonshire, not kentshire"),
    })
    for (const { home } of forces) {
      const audits = await auditArchive(home)
      expect(audits.map(({ name, manifest }) => [name, manifest?.sequence])).toEqual([['2026-W47', 1]])
      expect([...audits.flatMap(({ findings }) => findings), ...(await auditHome(home))]).toEqual([])
      expect((await readRuns(home)).map(({ end }) => end)).toEqual(['published', 'nothing new'])
    }
    const keyOf = ({ home }: typeof avon, key: string) => read(join(home, 'keys', key))
    for (const key of ['publish.key', 'pseudonym.key'])
      expect(keyOf(avon, key).equals(keyOf(kent, key))).toBe(false)
    for (const [own, other] of [
      [avon, kent],
      [kent, avon],
    ] as const) {
      const theirs = [other.id, other.name, pseudonymOf(keyOf(other, 'pseudonym.key'), personalOf(person))]
      const holds = (path: string) => theirs.some(text => read(path).includes(text))
      expect([...filesOf(own.home), ...filesOf(own.inbox)].filter(holds)).toEqual([])
    }
  },
  HANG_MS,
)
