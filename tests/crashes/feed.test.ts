import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { killTree } from '../../pipeline/publish/feed/week-process.ts'
import { readRuns } from '../../pipeline/publish/runs.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'

/** Kills; the whole table (FORESITE_KILLS=30) takes most of an hour on a busy machine. */
const KILLS = Number(process.env.FORESITE_KILLS ?? 2)
/** Nothing but a hang takes so long. */
const WHOLE_TABLE_MS = 4 * 3_600_000
/** So many kills one after another hit the same inbox before a plain run completes it. */
const TOGETHER = 4

const [OLD, NEW] = ['2026-W46', '2026-W47'] as const
const folder = mkdtempSync(join(tmpdir(), 'killed-feeds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const copyTo = (from: string, to: string) => execFileSync('cp', ['-a', from, to])

/** Runs the feed once as a timer does; with a delay, it is killed then. */
async function runFeed(place: string, death?: { after: number; alone: boolean }) {
  const asked = ['--inbox', join(place, 'inbox'), '--home', join(place, 'home'), '--once']
  const child = spawn(process.execPath, ['pipeline/feed.ts', ...asked], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', data => said.push(String(data)))
  const ended = new Promise<NodeJS.Signals | number | null>(resolve =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  )
  const kill = async ({ after, alone }: { after: number; alone: boolean }) => {
    await sleep(after)
    if (child.exitCode !== null) return
    // Alone, as the kernel kills what takes too much memory: its week goes on. Else as a service is killed.
    if (alone) child.kill('SIGKILL')
    else killTree(child.pid!)
  }
  if (death) kill(death)
  const start = performance.now()
  return { ended: await ended, lasted: performance.now() - start, said: said.join('') }
}

/** Extracts: one that is older than what is live, one that is live, a new one, a spoilt and a half one. */
async function makeInbox(inbox: string): Promise<void> {
  const plan = makePlan({ seed: SEED, scale: 0.005, weeks: 3, lastAsAt: LAST })
  const world = makeWorld(await defaultSetting(), plan)
  const write = (name: string, days: number) =>
    writeExtract(join(inbox, name), world, { asAt: LAST - days, format: 'csv', faults: [] })
  await write('old', 14)
  await write('live', 7)
  await write('new', 0)
  copyTo(join(inbox, 'new'), join(inbox, 'spoilt'))
  const crimes = join(inbox, 'spoilt/crimes.csv')
  appendFileSync(crimes, 'one line more\n')
  const hourAgo = Date.now() / 1000 - 3600
  for (const path of [
    ...readdirSync(join(inbox, 'spoilt')).map(name => join(inbox, 'spoilt', name)),
    join(inbox, 'spoilt'),
  ])
    utimesSync(path, hourAgo, hourAgo)
  copyTo(join(inbox, 'new'), join(inbox, 'half'))
  rmSync(join(inbox, 'half/persons.csv'))
}

const NAMES = ['half', 'live', 'new', 'old', 'spoilt']

/** Where each extract lies: exactly one place each. */
function placesOf(place: string): Record<string, string> {
  const inbox = join(place, 'inbox')
  const found = NAMES.filter(name => name !== 'old' || existsSync(join(place, 'with-old'))).map(name => {
    const places = ['', 'done', 'refused'].filter(where => existsSync(join(inbox, where, name)))
    expect([name, places.length]).toEqual([name, 1])
    return [name, places[0] || 'inbox'] as const
  })
  return Object.fromEntries(found)
}

async function leftIn(place: string): Promise<string> {
  const home = join(place, 'home')
  const live = readFileSync(join(home, 'live/areas/week.txt'), 'utf8')
  expect([OLD, NEW]).toContain(live)
  expect(readFileSync(join(home, 'live/people/week.txt'), 'utf8')).toBe(live)
  const old = (await auditArchive(home, OLD))[0]!
  expect(old.findings.filter(({ where }) => where !== 'live')).toEqual([])
  const places = placesOf(place)
  if (places.spoilt === 'refused')
    expect(existsSync(join(place, 'inbox/refused/spoilt.reason.txt'))).toBe(true)
  const left = readdirSync(home).filter(name => /^\.|^work$|^look$|^lock|^journal/.test(name))
  const where = Object.entries(places).map(([name, at]) => `${name} ${at}`)
  const what = left.map(name => name.replace(/[0-9a-f]{32}/, 'RUN')).join(' ') || 'nothing'
  return `live ${live} | ${where.join(', ')} | left: ${what}`
}

async function assertAtRest(place: string): Promise<void> {
  const home = join(place, 'home')
  const { old, ...others } = placesOf(place)
  expect(others).toEqual({ half: 'inbox', live: 'done', new: 'done', spoilt: 'refused' })
  expect([undefined, 'done']).toContain(old)
  expect(readFileSync(join(home, 'live/areas/week.txt'), 'utf8')).toBe(NEW)
  const weeks = (await auditArchive(home)).flatMap(({ findings }) => findings)
  expect([...weeks, ...(await auditHome(home))]).toEqual([])
  expect(readdirSync(home).filter(name => /^\.|^work$|^look$|^lock|^journal|^aside/.test(name))).toEqual([])
  const inbox = readdirSync(join(place, 'inbox')).sort()
  expect(inbox).toEqual(['.force.txt', 'done', 'half', 'refused'])
  const ends = (await readRuns(home)).map(({ end }) => end)
  expect(ends).toEqual(expect.arrayContaining(['published', 'nothing new', 'refused']))
}

it(
  'a feed killed at any moment leaves each extract in one place, and a plain run completes',
  async () => {
    const base = join(folder, 'base')
    const [inbox, home] = [join(base, 'inbox'), join(base, 'home')]
    mkdirSync(inbox, { recursive: true })
    await makeInbox(inbox)
    const asked = ['pipeline/weekly.ts', '--extract', join(inbox, 'live'), '--home', home]
    const start = performance.now()
    execFileSync(process.execPath, asked, { stdio: 'ignore' })
    const week = performance.now() - start
    const draw = random(SEED, 'feeds')
    const table: string[] = []
    for (let [kills, group] = [0, 0]; kills < KILLS; group++) {
      const place = join(folder, `place-${group}`)
      copyTo(base, place)
      if (group % 2 === 0) mkdirSync(join(place, 'with-old'))
      else rmSync(join(place, 'inbox/old'), { recursive: true })
      for (let together = 0; together < TOGETHER && kills < KILLS; together++) {
        const death = { after: draw.next() * week * 1.3, alone: kills % 3 === 2 }
        const { ended } = await runFeed(place, death)
        // It came to its end before the moment of its death.
        if (ended !== 'SIGKILL') break
        kills++
        const after = `${(death.after / 1000).toFixed(1)} s ${death.alone ? 'feed' : 'all'}`
        table.push(`${`${kills}`.padStart(2)} ${after.padEnd(12)} ${await leftIn(place)}`)
      }
      const run = await runFeed(place)
      expect([0, 2, 3], run.said).toContain(run.ended)
      await assertAtRest(place)
      const again = await runFeed(place)
      expect(again.ended, again.said).toBe(2)
      rmSync(place, { recursive: true, force: true })
      table.push(`   a plain run completes: exit ${run.ended}; another: exit ${again.ended}`)
    }
    console.info(table.join('\n'))
  },
  WHOLE_TABLE_MS,
)
