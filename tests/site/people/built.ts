import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { unpackRecords } from '../../../pipeline/bake/people/unpack.ts'
import { silentLog } from '../../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../../pipeline/publish/server/servers.ts'
import { launch, signInReaders } from '../../browser/chrome.ts'
import type { BakedPerson } from '../../people-baked.ts'
import { bakeCohort } from './cohort.ts'

/** The cohort of the pages, and people of it who stand for a kind. */
export const made = await bakeCohort()
export const { people: cohort } = made
/** Below high, with a probability and several charges. */
export const adult = cohort.find(
  ({ page: { facts, harm, prediction } }) =>
    !facts.child && prediction.kind === 'probability' && harm.charges.length > 3 && harm.band === 'low',
)!
export const child = cohort.find(({ list }) => list === 'children')!
export const unit = adult.unit.code
export const withChildren = child.unit.code

/** The address of a unit's list and of a person's page, and the rows of people on a list. */
export const listOf = (code: string) => `/lomu/${code}/`
export const pageOf = ({ unit, row }: BakedPerson) => `/lomu/${unit.code}/person/?p=${row.pseudonym}`
export const fileOf = ({ unit, row }: BakedPerson) => `/lomu/${unit.code}/person/${row.pseudonym}.json`
export const rowsOf = (page: Page) => page.locator('tbody[data-rows] tr:not(.capacity-row)')

/** The built site of people: its folder, its servers and a browser, there once the tests of a file begin. */
export const built = {} as { site: string; servers: Servers; browser: Browser }
let work: string

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'people-pages-'))
  await mkdir('.astro', { recursive: true })
  // Inside the project, so that builds side by side keep their chunks apart.
  built.site = await mkdtemp('.astro/test-people-')
  const env = {
    ...process.env,
    FORESITE_PRODUCT: 'people',
    FORESITE_BAKED: made.folder,
    FORESITE_OUT: built.site,
  }
  await promisify(execFile)(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
    maxBuffer: 1e8,
  })
  await unpackRecords(made.folder, built.site)
  await writeFile(join(built.site, 'week.txt'), '2026-W47\n')
  await writeFile(join(built.site, 'status.json'), '{}\n')
  const week = join(work, 'home', 'archive', '2026-W47')
  await mkdir(week, { recursive: true })
  await symlink(join(process.cwd(), built.site), join(week, 'people'))
  await symlink('archive/2026-W47', join(work, 'home', 'live'))
  built.servers = await startServers({ home: join(work, 'home'), port: 0, log: silentLog })
  built.browser = await launch()
  signInReaders(built.browser, built.servers.signIn)
})

afterAll(async () => {
  await built.browser?.close()
  await built.servers?.close()
  await rm(work, { recursive: true, force: true })
  await rm(made.folder, { recursive: true, force: true })
  await rm(built.site, { recursive: true, force: true })
})

/**
 * Opens a page of a reader who has said why people are opened (null: has not), and keeps whatever it says
 * on its console, refusals of the content policy included.
 */
export async function open(
  path: string,
  options: Parameters<Browser['newPage']>[0] = {},
  why: string | null = 'review',
): Promise<{ page: Page; said: string[] }> {
  const page = await built.browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
  if (why) await page.addInitScript(`sessionStorage.setItem('foresite-why', '${why}')`)
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  await page.goto(new URL(path, built.servers.people).href, { waitUntil: 'networkidle' })
  return { page, said }
}

/** What axe finds wrong with a page as it stands. */
export async function axeFaults(page: Page): Promise<string[]> {
  const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8')
  return page.evaluate<string[]>(
    `(() => {
      ${axe}
      return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    })().then(found => found.violations.map(one => one.id))`,
  )
}
