import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonFile } from '../../../pipeline/bake/contract/people.ts'
import { silentLog } from '../../../pipeline/lib/log.ts'
import { type Servers, startServers } from '../../../pipeline/publish/server/servers.ts'
import { formatHarm } from '../../../site/people/client/columns.ts'
import { packPerson } from '../../../site/people/client/roster.ts'
import { launch } from '../../browser/chrome.ts'
import { bakeCohort, HOSTILE } from './cohort.ts'

const made = await bakeCohort()
const { people: cohort, hostile, longest, evidence, force } = made
const adult = cohort.find(
  ({ facts, harm, prediction }) =>
    !facts.child && prediction.kind === 'probability' && harm.charges.length > 3 && harm.band === 'low',
)!
const unit = adult.lomu.code
/** Below high with a band that can fall, and already high. */
const crosser = cohort.find(({ harm }) => harm.bandFallsOn && harm.crossing.length > 0)!
const already = cohort.find(({ harm }) => harm.band === 'high' || harm.band === 'super high')!
const withChildren = cohort.find(person => person.facts.child)!.lomu.code

let work: string
let site: string
let servers: Servers
let browser: Browser

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'people-pages-'))
  await mkdir('.astro', { recursive: true })
  // Inside the project, so that builds side by side keep their chunks apart.
  site = await mkdtemp('.astro/test-people-')
  const env = {
    ...process.env,
    FORESITE_PRODUCT: 'people',
    FORESITE_BAKED: made.folder,
    FORESITE_OUT: site,
  }
  await promisify(execFile)(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
    maxBuffer: 1e8,
  })
  const week = join(work, 'home', 'archive', '2026-W47')
  await mkdir(week, { recursive: true })
  await symlink(join(process.cwd(), site), join(week, 'people'))
  await symlink('archive/2026-W47', join(work, 'home', 'live'))
  servers = await startServers({ home: join(work, 'home'), port: 0, log: silentLog })
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await servers?.close()
  await rm(work, { recursive: true, force: true })
  await rm(made.folder, { recursive: true, force: true })
  await rm(site, { recursive: true, force: true })
})

/** Opens a page and keeps whatever it says on its console, refusals of the content policy included. */
async function open(
  path: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ page: Page; said: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  await page.goto(new URL(path, servers.people).href, { waitUntil: 'networkidle' })
  return { page, said }
}

const listOf = (code: string) => `/lomu/${code}/`
const pageOf = (person: PersonFile) => `/person/${person.pseudonym}/`
const rowsOf = (page: Page) => page.locator('tbody[data-rows] tr:not(.capacity-row)')

describe('the scripts of the site', () => {
  it('hold no schema library and no table of the extract: the browser knows the vocabulary alone', async () => {
    const files = (await readdir(site, { recursive: true })).filter(name => name.endsWith('.js'))
    const texts = await Promise.all(files.map(name => readFile(join(site, name), 'utf8')))
    expect(files.length).toBeGreaterThan(0)
    expect(texts.filter(text => /ZodError|invalid_type|safeParse|_zod/.test(text))).toEqual([])
    expect(texts.filter(text => /crime_id|offence_code|location_type/.test(text))).toEqual([])
  })
})

describe('every page', () => {
  const about = ['/evidence/', '/fairness/', '/method/']
  const paths = [
    '/',
    ...about,
    listOf(unit),
    `${listOf(withChildren)}children/`,
    pageOf(adult),
    pageOf(longest),
    pageOf(hostile),
  ]

  it('passes axe, stays quiet and does not scroll sideways, on a desk and on a phone', async () => {
    const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8')
    for (const path of paths) {
      const { page, said } = await open(path)
      const faults = await page.evaluate<string[]>(
        `(() => { ${axe}; return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }) })().then(found => found.violations.map(one => one.id))`,
      )
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect([path, faults, said, sideways]).toEqual([path, [], [], 0])
      await page.close()
    }
  })

  it('is at most 60 kB of HTML, with at most 30 kB of script on the whole site', async () => {
    const files = (await readdir(site, { recursive: true })).filter(name => /\.(html|js)$/.test(name))
    const sizes = await Promise.all(
      files.map(async name => ({ name, size: gzipSync(await readFile(join(site, name))).length })),
    )
    expect(sizes.filter(({ name, size }) => name.endsWith('.html') && size > 60_000)).toEqual([])
    const scripts = sizes.filter(({ name }) => name.endsWith('.js'))
    expect(scripts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(30_000)
  })

  it('holds no person on the page of all units', async () => {
    const html = await readFile(join(site, 'index.html'), 'utf8')
    expect(
      cohort.filter(({ pseudonym, reference }) => html.includes(pseudonym) || html.includes(reference)),
    ).toEqual([])
  })

  it('is emptied and asked for again when the browser brings it back from its memory', async () => {
    const { page } = await open(pageOf(adult))
    const again = page.waitForRequest(request => request.isNavigationRequest())
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect((await again).url()).toContain(adult.pseudonym)
    await page.close()
  })
})

describe('scores that are out of date', () => {
  it.each([
    ['on the last day they may be shown', '2026-11-30T12:00:00', true],
    ['on the day after', '2026-12-01T12:00:00', false],
  ])('are shown %s: %s', async (_, now, shown) => {
    for (const path of [listOf(unit), pageOf(adult)]) {
      const page = await browser.newPage()
      await page.clock.setFixedTime(new Date(now))
      await page.goto(new URL(path, servers.people).href, { waitUntil: 'networkidle' })
      const visible = await page
        .locator('[data-expiring]')
        .evaluateAll(parts => parts.some(part => part.checkVisibility()))
      expect([path, visible, await page.getByRole('alert').isVisible()]).toEqual([path, shown, !shown])
      await page.close()
    }
  })

  it('leave the recorded facts on the page', async () => {
    const page = await browser.newPage()
    await page.clock.setFixedTime(new Date('2027-06-01'))
    await page.goto(new URL(pageOf(adult), servers.people).href)
    const headings = await page.locator('h2:visible').allTextContents()
    expect(headings.some(text => text.startsWith('Facts'))).toBe(true)
    expect(await page.locator('.charges tbody tr:visible').count()).toBeGreaterThanOrEqual(
      adult.harm.charges.length,
    )
    await page.close()
  })
})

describe('the list of a unit', () => {
  it('holds that unit alone, and no child', async () => {
    const files = await readdir(join(site, 'lomu', withChildren))
    const list = await readFile(
      join(site, 'lomu', withChildren, files.find(name => name.startsWith('list-'))!),
      'utf8',
    )
    const held = cohort.filter(person => list.includes(person.pseudonym))
    expect(held.every(person => person.lomu.code === withChildren && !person.facts.child)).toBe(true)
    const html = await readFile(join(site, 'lomu', withChildren, 'index.html'), 'utf8')
    expect(cohort.filter(person => person.facts.child && html.includes(person.pseudonym))).toEqual([])
  })

  it('can be read without JavaScript', async () => {
    const { page } = await open(listOf(unit), { javaScriptEnabled: false })
    expect(await rowsOf(page).count()).toBeGreaterThan(0)
    expect(await page.locator('form').isVisible()).toBe(false)
    await page.close()
  })

  it('shows the same rows before and after its file has come', async () => {
    const [still, alive] = [await open(listOf(unit), { javaScriptEnabled: false }), await open(listOf(unit))]
    expect(await rowsOf(alive.page).allInnerTexts()).toEqual(await rowsOf(still.page).allInnerTexts())
    await Promise.all([still.page.close(), alive.page.close()])
  })

  it('filters by band, writes it into the address, and goes back', async () => {
    const { page } = await open(listOf(unit))
    const before = await rowsOf(page).count()
    for (const band of ['high-medium', 'high', 'super high'])
      await page.getByLabel(band, { exact: true }).check()
    const all = cohort.filter(person => person.lomu.code === unit && !person.facts.child).length
    expect(await rowsOf(page).count()).toBe(all)
    expect(new URL(page.url()).searchParams.get('band')).toBe('low,low-medium,high-medium,high,super high')
    for (let i = 0; i < 3; i++) await page.goBack()
    expect(await rowsOf(page).count()).toBe(before)
    expect(page.url()).not.toContain('?')
    await page.close()
  })

  it('searches by reference without writing it anywhere', async () => {
    const { page } = await open(listOf(unit))
    await page.getByLabel('Reference holds').fill('zzz')
    expect(await rowsOf(page).allInnerTexts()).toEqual(['Nobody in this selection.'])
    expect(page.url()).not.toContain('zzz')
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
    await page.close()
  })

  it('moves the line and the numbers with the slider', async () => {
    const { page } = await open(listOf(unit))
    await page.locator('[data-capacity-input]').fill('2')
    expect(await page.locator('.capacity-row').textContent()).toBe('Capacity: 2 people above this line')
    expect(await page.locator('[data-figure="found"]').textContent()).toMatch(/^\d+\.\d of 2$/)
    await page.close()
  })

  it('exports what is shown, with the marking first', async () => {
    const { page } = await open(`${listOf(unit)}?hide=custody`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Export CSV').click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).replace('\ufeff', '').trim().split('\r\n')
    expect(download.suggestedFilename()).toBe(`OFFICIAL-SENSITIVE_lomu_${unit}_2026-W47.csv`)
    expect(lines[0]).toMatch(/^"?OFFICIAL-SENSITIVE/)
    expect(lines[1]).not.toContain('Custody')
    expect(lines.length - 2).toBe(await rowsOf(page).count())
    await page.close()
  })

  it('filters 5,000 people to the screen within 100 ms of processor time, other tests at work beside it', async () => {
    const listed = made.lists.flatMap(({ people }) => people)
    const base = packPerson(listed.find(({ pseudonym }) => pseudonym === adult.pseudonym)!)
    const rows = Array.from({ length: 5000 }, (_, i) => [
      i.toString(16).padStart(32, '0'),
      `N${i}`,
      i % 5,
      ...base.slice(3),
    ])
    const page = await browser.newPage()
    await page.route('**/list-*.json', route => route.fulfill({ json: { rows } }))
    await page.goto(new URL(listOf(unit), servers.people).href, { waitUntil: 'networkidle' })
    const devtools = await page.context().newCDPSession(page)
    // The page's own processor time, so that a busy machine does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const spent = async () =>
      (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!
        .value * 1000
    const times: number[] = []
    for (let i = 0; i < 11; i++) {
      const before = await spent()
      await page.evaluate(`new Promise(painted => {
        const field = document.querySelector('#search')
        field.value = '${i % 10}'
        field.dispatchEvent(new Event('input', { bubbles: true }))
        requestAnimationFrame(() => setTimeout(painted))
      })`)
      times.push((await spent()) - before)
    }
    expect(await rowsOf(page).count()).toBe(100)
    expect(times.sort((a, b) => a - b)[5]).toBeLessThan(100)
    await page.close()
  })
})

describe('the page of a person', () => {
  it.each([
    ['a long career', longest],
    ['texts that are an attack', hostile],
    ['a prediction', adult],
  ])('prints on one A4 side: %s', async (_, person) => {
    const { page } = await open(pageOf(person))
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(1)
    await page.close()
  })

  it('shows hostile texts as text', async () => {
    const { page, said } = await open(pageOf(hostile))
    expect(await page.locator('h1').textContent()).toBe(`CONNECT reference ${HOSTILE}`)
    expect(await page.locator('img').count()).toBe(0)
    expect(said).toEqual([])
    await page.close()
  })

  it('labels each element as fact, score or prediction, and never speaks of risk or of stopping anyone', async () => {
    const { page } = await open(pageOf(adult))
    expect(await page.locator('main h2:not(#charges):not(#limits):not(:has(.kind))').allInnerTexts()).toEqual(
      [],
    )
    const text = await page.locator('main').textContent()
    expect(text).not.toMatch(/\brisk\b|\barrest\b|\bstop and\b/i)
    await page.close()
  })

  it('names the day the band falls and the charges that would reach high, as derived scores', async () => {
    const { page } = await open(pageOf(crosser))
    const path = page.locator('section[aria-labelledby="path"]')
    expect(await path.locator('time').getAttribute('datetime')).toBe(crosser.harm.bandFallsOn)
    const crossing = page.locator('section[aria-labelledby="crossing"]')
    const kinds = [await path.locator('.kind').innerText(), await crossing.locator('.kind').innerText()]
    expect(kinds).toEqual(['derived score', 'derived score'])
    const rows = await crossing.locator('tbody tr').allInnerTexts()
    const after = crosser.harm.crossing.map(({ weight }) => formatHarm(crosser.harm.score + weight))
    expect(rows.map(row => row.split('\t').at(-1))).toEqual(after)
    await page.close()
  })

  it('names no such charge for a person who is already high', async () => {
    const { page } = await open(pageOf(already))
    expect(await page.locator('#crossing').count()).toBe(0)
    await page.close()
  })

  it.each([
    ['in custody', made.inCustody, /^In custody until 1 Mar 2027, so no probability/],
    ['high and in custody', made.bothHighAndInCustody, /^The score is already super high, so no probability/],
    ['already high', made.high, /^The score is already super high, so no probability/],
  ])('says why a person has no probability: %s', async (_, person, words) => {
    const { page } = await open(pageOf(person))
    const panel = page.locator('section[aria-labelledby="prediction"]')
    expect(await panel.locator('p').allInnerTexts()).toEqual([expect.stringMatching(words)])
    expect(await page.locator('#factors').count()).toBe(0)
    await page.close()
  })

  it('tells neither sex nor ethnicity', async () => {
    const { page } = await open(pageOf(adult))
    expect(await page.locator('main').innerText()).not.toMatch(/\b(sex|male|female|ethnic\w*|White)\b/i)
    await page.close()
  })

  it('adds up by hand: the charges written come to the score written', async () => {
    const { page } = await open(pageOf(longest))
    const cells = await page
      .locator('.charges tbody tr:not(.print-only) td:nth-last-child(2)')
      .allInnerTexts()
    const tenths = (text: string) => Math.round(Number(text.replace(/[,+]/g, '')) * 10)
    const score = tenths((await page.locator('.charges tfoot td').first().textContent()) ?? '')
    expect(cells.length).toBeGreaterThanOrEqual(longest.harm.charges.length)
    expect(cells.reduce((sum, text) => sum + tenths(text), 0)).toBe(score)
    await page.close()
  })
})

describe('the pages about the model', () => {
  it('are reached from every page, and the week goes along', async () => {
    const { page } = await open('/?week=2026-W47')
    for (const name of ['Evidence', 'Fairness', 'Method', 'Units']) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
      await page.waitForLoadState('networkidle')
      const current = await page.locator('nav a[aria-current="page"]').textContent()
      expect([current, new URL(page.url()).search]).toEqual([name, '?week=2026-W47'])
    }
    await page.locator('table.units a').first().click()
    await page.waitForLoadState('networkidle')
    await rowsOf(page).first().locator('a').click()
    await page.waitForURL(/\/person\/\w+\/\?week=2026-W47$/)
    await page.close()
  })

  it('show precision and recall at the capacity in use beside the base rate, and no accuracy', async () => {
    const { page } = await open('/evidence/')
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
    const { listed, precision } = evidence.atCapacity.find(({ perUnit }) => perUnit === force.lomuCapacity)!
    const { people, high } = evidence.landmarks.find(({ day }) => day === evidence.judgedOn)!
    const found = Math.round(precision * listed)
    const moved = evidence.stability.filter(factor => factor.moved).length
    expect([found, moved]).toEqual([found, moved].map(value => Math.max(1, value)))
    expect(text).toContain(`${found} of ${listed} listed became high`)
    expect(text).toContain(`${found} of the ${high} were listed`)
    expect(text).toContain(`about ${100 - Math.round(100 * precision)} did not`)
    expect(text).toContain(`${((100 * high) / people).toFixed(0)}% within 52 weeks: the base rate`)
    expect(text).toContain('No alarm this week')
    expect(text).toContain(`${moved} of ${evidence.stability.length} factors have moved`)
    expect(await page.locator('figure.chart').count()).toBeLessThan(await page.locator('table').count())
    await page.close()
  })

  it('name who has to review the model where a measure is outside its red lines, on every list too', async () => {
    for (const path of ['/', '/evidence/', listOf(unit)]) {
      const { page } = await open(path)
      const text = await page.getByRole('note').innerText()
      expect([path, text]).toEqual([path, expect.stringContaining('override rate 0.5 (red lines 0 and 0.4)')])
      expect(text).toContain(force.harm.redLines.reviewer)
      await page.close()
    }
  })

  it('mark what is withheld about small groups, at the capacity in use alone', async () => {
    const { page } = await open('/fairness/')
    const row = page.locator('table.groups').first().locator('tr', { hasText: 'sex unknown' })
    expect(await row.locator('td').allInnerTexts()).toEqual(['fewer than 10', ...Array(5).fill('too few')])
    expect(await page.locator('caption', { hasText: 'people a unit' }).allInnerTexts()).toHaveLength(3)
    expect(await page.locator('main').innerText()).not.toMatch(/\b(10|200) people a unit/)
    await page.close()
  })

  it('name the half-life, the cut-points, the factors and what is never used', async () => {
    const { page } = await open('/method/')
    const text = await page.locator('main').innerText()
    for (const words of [
      'halves every 2 years',
      `high cut-point (${force.harm.cuts.high})`,
      'Time since the first charge',
      'stop and search records',
    ])
      expect(text).toContain(words)
    expect(text).toContain('Data Analytics Lab')
    await page.close()
  })

  it('name no person and no unit', async () => {
    for (const name of ['evidence', 'fairness', 'method']) {
      const html = await readFile(join(site, name, 'index.html'), 'utf8')
      const held = cohort.filter(
        ({ pseudonym, reference }) => html.includes(pseudonym) || html.includes(reference),
      )
      expect([name, held, html.includes('LOMU')]).toEqual([name, [], false])
      expect(html).not.toMatch(/<style|\sstyle=/)
    }
  })
})
