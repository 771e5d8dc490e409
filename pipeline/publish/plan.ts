import { open, readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { listFiles } from '../lib/files.ts'
import { inParallel } from '../lib/parallel.ts'
import type { ArchivedWeek } from './archive.ts'
import { storedMaps } from './base-map.ts'
import type { Home } from './home.ts'
import type { Pause } from './pauses.ts'
import { HASHED_PATH } from './server/headers.ts'

/** What stands at a path of the web roots: a symbolic link, or a text. */
export type Place = { readonly to: string } | { readonly text: string }

/** Both web roots: path (`areas/knife`) → what stands there. */
export type Plan = ReadonlyMap<string, Place>

/** What the roots are made from. */
export interface Shown {
  readonly week: ArchivedWeek
  readonly weeks: readonly ArchivedWeek[]
  readonly pauses: readonly Pause[]
  /** Folder of the unpacked people site. */
  readonly people: string
}

/** Folders of a built site in which files are named by a hash of their content. */
const HASHED_FOLDERS = ['assets', 'engine', 'data', 'cells']

/**
 * What the web roots hold: a pure function of the archived weeks, the unpacked people site and what is
 * paused. The newest week's pages stand at the root of areas, each week's under its own
 * name (`/2026-W47/`), files named by their content once for all weeks. What is paused is replaced by the
 * page that says so, in archived weeks too.
 */
export async function planRoots(home: Home, shown: Shown): Promise<Plan> {
  const plan = new Map<string, Place>()
  const { week, weeks, pauses } = shown
  const all = pauses.find(({ what }) => what === 'areas')
  if (all) await planPaused(plan, { home, week, product: 'areas', pause: all })
  else {
    const targets = pauses.filter(({ what }) => what !== 'people')
    await planWeek(plan, { home, week, prefix: 'areas', targets })
    for (const one of weeks) await planWeek(plan, { home, week: one, prefix: `areas/${one.name}`, targets })
    for (const one of [...weeks].reverse()) await planHashed(plan, { home, week: one, targets })
    for (const hash of await storedMaps(home))
      plan.set(`areas/basemap/${hash}`, linkTo(home, `areas/basemap/${hash}`, join(home.baseMaps, hash)))
  }
  const people = pauses.find(({ what }) => what === 'people')
  if (people) await planPaused(plan, { home, week, product: 'people', pause: people })
  else await planPeople(plan, home, shown.people)
  for (const product of ['areas', 'people'] as const) {
    plan.set(`${product}/week.txt`, { text: week.name })
    const status = join(home.status, `${product}.json`)
    plan.set(`${product}/status.json`, linkTo(home, `${product}/status.json`, status))
  }
  return plan
}

interface PlannedWeek {
  readonly home: Home
  readonly week: ArchivedWeek
  readonly prefix: string
  /** Paused targets. */
  readonly targets: readonly Pause[]
}

/** A whole week is one link; where a target is paused, each of its pages and files is looked at. */
async function planWeek(plan: Map<string, Place>, planned: PlannedWeek): Promise<void> {
  const { home, week, prefix, targets } = planned
  const folder = join(week.folder, 'areas')
  if (targets.length > 0) return planWithout(plan, planned)
  if (prefix !== 'areas') {
    plan.set(prefix, linkTo(home, prefix, folder))
    return
  }
  for (const name of (await readdir(folder)).sort()) {
    if (HASHED_FOLDERS.includes(name)) {
      for (const path of await pagesIn(folder, name)) place(plan, `${prefix}/${path}`, { home, folder, path })
    } else place(plan, `${prefix}/${name}`, { home, folder, path: name })
  }
}

async function planWithout(
  plan: Map<string, Place>,
  { home, week, prefix, targets }: PlannedWeek,
): Promise<void> {
  const folder = join(week.folder, 'areas')
  const paths = (await listFiles(folder)).filter(path => prefix !== 'areas' || !HASHED_PATH.test(`/${path}`))
  const showing = await inParallel(paths, path => pauseOf(folder, path, targets))
  for (const [i, path] of paths.entries()) {
    const pause = showing[i]
    if (!pause) place(plan, `${prefix}/${path}`, { home, folder, path })
    else if (path.endsWith('.html')) plan.set(`${prefix}/${path}`, { text: await pausedPage(week, pause) })
  }
}

/** Files named by their content, of every week: the same name is the same file. */
async function planHashed(
  plan: Map<string, Place>,
  { home, week, targets }: Omit<PlannedWeek, 'prefix'>,
): Promise<void> {
  const folder = join(week.folder, 'areas')
  for (const name of HASHED_FOLDERS) {
    for (const file of await listFiles(join(folder, name))) {
      const path = `${name}/${file}`
      if (!HASHED_PATH.test(`/${path}`) || plan.has(`areas/${path}`)) continue
      if (!(await pauseOf(folder, path, targets))) place(plan, `areas/${path}`, { home, folder, path })
    }
  }
}

/**
 * The pause that keeps a file from being shown: a page says itself whose forecasts stand on it, and one
 * that says nothing stands for all; of other files, those that carry the target's name.
 */
async function pauseOf(folder: string, path: string, targets: readonly Pause[]): Promise<Pause | undefined> {
  // A public record holds no forecast: it stays to be read while one is paused.
  if (targets.length === 0 || /^(assets|engine|fonts|outlines)\/|^method\/.*\.json$/.test(path))
    return undefined
  if (!path.endsWith('.html')) return targets.find(({ what }) => path.includes(what))
  const shown = /<html[^>]* data-targets="([^"]*)"/.exec(await headOf(join(folder, path)))?.[1]
  return shown === undefined ? targets[0] : targets.find(({ what }) => shown.split(' ').includes(what))
}

/** The files that are no hashed ones in a folder that holds both, such as the page `/data/`. */
async function pagesIn(folder: string, name: string): Promise<string[]> {
  const files = await listFiles(join(folder, name))
  return files.map(file => `${name}/${file}`).filter(path => !HASHED_PATH.test(`/${path}`))
}

/**
 * A site that is paused as a whole: at each of its addresses the page that says so, and what that page
 * needs.
 */
async function planPaused(
  plan: Map<string, Place>,
  { home, week, product, pause }: { home: Home; week: ArchivedWeek; product: string; pause: Pause },
): Promise<void> {
  const folder = join(week.folder, product)
  const text = await pausedPage(week, pause)
  for (const path of await listFiles(folder)) {
    if (path.endsWith('.html')) plan.set(`${product}/${path}`, { text })
    else if (/^(assets|fonts)\/|^icon/.test(path)) place(plan, `${product}/${path}`, { home, folder, path })
  }
}

async function planPeople(plan: Map<string, Place>, home: Home, folder: string): Promise<void> {
  for (const name of (await readdir(folder)).sort())
    place(plan, `people/${name}`, { home, folder, path: name })
}

/** The page of a week that says what is paused, with the reason and the day written into it. */
async function pausedPage(week: ArchivedWeek, { what, reason, at }: Pause): Promise<string> {
  const page = await readFile(join(week.folder, 'paused', `${what}.html`), 'utf8')
  return page.replaceAll('PAUSE_REASON', () => escaped(reason)).replaceAll('PAUSE_DAY', at.slice(0, 10))
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}

async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096), position: 0 })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function place(
  plan: Map<string, Place>,
  at: string,
  { home, folder, path }: { home: Home; folder: string; path: string },
): void {
  if (!plan.has(at)) plan.set(at, linkTo(home, at, join(folder, path)))
}

/** A link from a place in a root to a file of the home, told from where it stands. */
function linkTo({ served }: Home, at: string, target: string): Place {
  return { to: relative(join(served, 'root', at, '..'), target) }
}
