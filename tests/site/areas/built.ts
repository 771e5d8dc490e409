import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { reasonsFile } from '../../../pipeline/bake/areas/reasons.ts'
import { PastForecast, type PastReasons, type TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { areasGovernance } from '../../../pipeline/bake/governance/files.ts'
import { runFile } from '../../../pipeline/bake/run.ts'
import { areasRun } from '../../../pipeline/bake/run-products.ts'
import { bakePlaces } from '../../../pipeline/bake/week.ts'
import { judgePlaces } from '../../../pipeline/evidence/places/judge.ts'
import { readPlaces } from '../../../pipeline/features/places.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { openDuck } from '../../../pipeline/lib/duck.ts'
import { writeNew } from '../../../pipeline/lib/files.ts'
import { silentLog } from '../../../pipeline/lib/log.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../../pipeline/lib/week.ts'
import { forecastTargets } from '../../../pipeline/models/places/forecast-targets.ts'
import { type Servers, startServers } from '../../../pipeline/publish/server/servers.ts'
import { launch } from '../../browser/chrome.ts'
import { makeStore } from '../../features/store.ts'
import { NO_QUARTER, NOTHING_TAKEN } from '../../governance.ts'

/** The week of the built site, and one before it that its home keeps. */
export const WEEK = '2026-W10'
export const KEPT_WEEK = '2026-W09'
const AS_AT = epochDay('2026-03-02')

/** The built areas site on a few crimes: its servers, a browser, and a forecast as baked. */
export const built = {} as { servers: Servers; browser: Browser; target: TargetFile }
let work: string
let site: string

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'areas-pages-'))
  await mkdir('.astro', { recursive: true })
  // Inside the project, so that builds side by side keep their chunks apart.
  site = await mkdtemp('.astro/test-areas-')
  built.target = await bakeTwoWeeks(join(work, 'baked'))
  await promisify(execFile)(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    env: {
      ...process.env,
      ASTRO_TELEMETRY_DISABLED: '1',
      FORESITE_PRODUCT: 'areas',
      FORESITE_BAKED: join(work, 'baked', WEEK),
      FORESITE_OUT: site,
      FORESITE_CACHE: `${site}-cache`,
      FORESITE_WEEK: WEEK,
    },
    maxBuffer: 1e8,
  })
  await writeFile(join(site, 'week.txt'), `${WEEK}\n`)
  await writeFile(join(site, 'status.json'), '{}\n')
  for (const week of [WEEK, KEPT_WEEK]) {
    await mkdir(join(work, 'home', 'archive', week), { recursive: true })
    await symlink(join(process.cwd(), site), join(work, 'home', 'archive', week, 'areas'))
    await symlink(join(process.cwd(), site), join(site, week))
  }
  await symlink(`archive/${WEEK}`, join(work, 'home', 'live'))
  built.servers = await startServers({ home: join(work, 'home'), port: 0, log: silentLog })
  built.browser = await launch()
})

afterAll(async () => {
  await built.browser?.close()
  await built.servers?.close()
  for (const folder of [work, site, `${site}-cache`]) await rm(folder, { recursive: true, force: true })
})

/** Crimes of two years in two towns, more in the first. */
function someCrimes() {
  const source = random(1, 'pages')
  return Array.from({ length: 900 }, (_, i) => {
    const day = isoDate(AS_AT - 1 - source.int(1500))
    const [east, north] = i % 3 === 0 ? [433_000, 279_000] : [407_000, 287_000]
    return {
      id: `c${i}`,
      from: `${day} ${10 + source.int(14)}:00:00`,
      recorded: `${day} 23:30:00`,
      easting: east + 2500 * source.normal(),
      northing: north + 2500 * source.normal(),
    }
  })
}

/** Bakes the week before and the week itself, as the pipeline does, and gives the first target's forecast. */
async function bakeTwoWeeks(folder: string): Promise<TargetFile> {
  const force = await loadForce()
  const store = await openDuck()
  await makeStore(store, someCrimes())
  let files: TargetFile[] = []
  let rested: PastReasons[] = []
  for (const [week, asAt] of [
    [KEPT_WEEK, AS_AT - 7],
    [WEEK, AS_AT],
  ] as const) {
    const before = files.map(file => PastForecast.parse(file))
    const kept = (slug: string) => before.filter(forecast => forecast.slug === slug)
    const known = rested
    const reasons = (slug: string) => known.find(one => one.slug === slug)
    const places = await readPlaces(store, force, { asAt })
    const judged = judgePlaces(forecastTargets(places), kept)
    const out = join(folder, week)
    const none = { accounts: [], warnings: [], changes: [], unweighted: [] }
    const received = { ...none, asAt, dataTo: asAt - 1, manifest: { extract_id: 'small', files: [] } }
    const names = { week, runId: '0'.repeat(32), codeVersion: 'test' }
    const run = areasRun(runFile({ ...received, reach: places.map(({ reach }) => reach) }, force, names))
    await writeNew(join(out, 'run.json'), JSON.stringify(run))
    const watched = { run, force, taken: NOTHING_TAKEN, quarter: NO_QUARTER }
    await writeNew(join(out, 'governance.json'), JSON.stringify(areasGovernance(judged, watched)))
    const earlier = { forecasts: kept, reasons, archived: [], weeks: undefined }
    files = (await bakePlaces(judged, { run, force, earlier }, out)).targets
    rested = judged.map(reasonsFile)
  }
  store.close()
  return files[0]!
}

/** A page of the built site with what its console said. */
export interface Opened {
  readonly page: Page
  readonly said: string[]
  close(): Promise<void>
}

/** Opens a page of the built site; `settled` waits for its live map. */
export async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await built.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text())
  })
  page.on('pageerror', error => said.push(error.message))
  await page.goto(addressOf(path), { waitUntil: 'networkidle' })
  return { page, said, close: () => context.close() }
}

export const addressOf = (path: string): string => new URL(path, built.servers.areas).href

/** The bytes of a file that a button of the page saves, and its name. */
export async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`.exports [name=${button}]`).click(),
  ])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'latin1') }
}
