import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { random, SEED } from '../../pipeline/lib/seed.ts'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, LAST } from '../synthetic/small.ts'

/** Kills; the whole table (FORESITE_KILLS=60) takes an hour on a busy machine. */
const KILLS = Number(process.env.FORESITE_KILLS ?? 4)
/** So many kills one after another hit the same home before a plain run completes it. */
const TOGETHER = 4
/** A run that never ends is found out, however many are asked for; each may take minutes when busy. */
const TIME = { timeout: 120_000 * (KILLS + 4) }

const [OLD, NEW] = ['2026-W46', '2026-W47'] as const
const folder = mkdtempSync(join(tmpdir(), 'killed-weeks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A stage as a whole run tells it: the line at its end, and milliseconds since the line before. */
interface Told {
  readonly line: string
  readonly lasted: number
}

/** Runs a week as a user does; with `death`, kills it in that stage after so much of its usual time. */
async function runWeek(extract: string, home: string, death?: { stage: number; after: number }) {
  const asked = ['pipeline/weekly.ts', '--extract', extract, '--home', home]
  const child = spawn(process.execPath, asked, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<NodeJS.Signals | number | null>(resolve =>
    child.once('close', (code, signal) => resolve(signal ?? code)),
  )
  const kill = () => sleep(death!.after).then(() => child.kill('SIGKILL'))
  if (death?.stage === 0) kill()
  const told: Told[] = []
  let last = performance.now()
  for await (const line of createInterface({ input: child.stderr })) {
    if (!/^\S.* \d+\.\d s$/.test(line)) continue
    told.push({ line: line.slice(0, 28).trim(), lasted: performance.now() - last })
    last = performance.now()
    if (told.length === death?.stage) kill()
  }
  return { ended: await ended, told }
}

async function makeExtracts(): Promise<{ first: string; second: string }> {
  const plan = makePlan({ seed: SEED, scale: 0.005, weeks: 2, lastAsAt: LAST })
  const world = makeWorld(await defaultSetting(), plan)
  const extracts = { first: join(folder, 'first'), second: join(folder, 'second') }
  const options = { format: 'csv', faults: [] } as const
  await writeExtract(extracts.first, world, { asAt: LAST - 7, ...options })
  await writeExtract(extracts.second, world, { asAt: LAST, ...options })
  return extracts
}

const copyTo = (from: string, to: string) => execFileSync('cp', ['-a', from, to])
const read = (home: string, path: string) => readFileSync(join(home, 'live', path), 'utf8')

/** What a killed run left, after making sure that one whole week is live and every archived one verifies. */
async function leftIn(home: string): Promise<{ live: string; left: string }> {
  const live = read(home, 'areas/week.txt')
  expect([OLD, NEW]).toContain(live)
  expect(read(home, 'people/week.txt')).toBe(live)
  for (const page of ['areas/index.html', 'areas/knife/index.html', 'people/lomu/BW/index.html'])
    expect(read(home, page)).toContain(live)
  expect(JSON.parse(read(home, 'people/lomu/BW/list.json')).kind).toBe('list')
  const old = (await auditArchive(home, OLD))[0]!
  expect(old.findings.filter(({ where }) => where !== 'live')).toEqual([])
  const left = readdirSync(home).filter(name => /^\.|^work$|^lock|^journal/.test(name))
  return { live, left: left.map(name => name.replace(/[0-9a-f]{32}/, 'RUN')).join(' ') || 'nothing' }
}

async function assertAtRest(home: string): Promise<void> {
  expect(read(home, 'areas/week.txt')).toBe(NEW)
  const weeks = (await auditArchive(home)).flatMap(({ findings }) => findings)
  expect([...weeks, ...(await auditHome(home))]).toEqual([])
  expect(readdirSync(home).filter(name => /^\.|^work$|^lock|^journal|^aside/.test(name))).toEqual([])
}

it('whole weeks killed at any stage leave one whole week, and a plain run completes', TIME, async () => {
  const extracts = await makeExtracts()
  const base = join(folder, 'base')
  expect((await runWeek(extracts.first, base)).ended).toBe(0)
  const dry = join(folder, 'dry')
  copyTo(base, dry)
  const { ended, told } = await runWeek(extracts.second, dry)
  expect(ended).toBe(0)
  await assertAtRest(dry)
  const project = readdirSync('.').sort()
  const draw = random(SEED, 'kills')
  const table: string[] = []
  for (let i = 0; i < KILLS; i++) {
    const home = join(folder, `home-${Math.floor(i / TOGETHER)}`)
    if (i % TOGETHER === 0) copyTo(base, home)
    // Each stage in its turn, at a moment of it that the seed gives.
    const stage = Math.floor(((i + draw.next()) * told.length) / KILLS)
    const after = draw.next() * told[stage]!.lasted
    const run = await runWeek(extracts.second, home, { stage, after })
    const { live, left } = await leftIn(home)
    table.push(`${told[stage]!.line.padEnd(18)} ${String(run.ended).padEnd(8)} live ${live}  left: ${left}`)
    if (i % TOGETHER < TOGETHER - 1 && i < KILLS - 1) continue
    const { ended } = await runWeek(extracts.second, home)
    expect([0, 2]).toContain(ended)
    await assertAtRest(home)
    rmSync(home, { recursive: true, force: true })
    table.push('  a plain run completes')
  }
  console.info(table.join('\n'))
  expect(readdirSync('.').sort()).toEqual(project)
})
