import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sum } from 'd3-array'
import { describe, expect, it } from 'vitest'
import {
  adult,
  axeFaults,
  built,
  child,
  cohort,
  listOf,
  made,
  open,
  pageOf,
  unit,
  withChildren,
} from './built.ts'

const { hostile, longest } = made

describe('the scripts of the site', () => {
  it('hold no schema library and no extract table: the browser knows the vocabulary alone', async () => {
    const files = (await readdir(built.site, { recursive: true })).filter(name => name.endsWith('.js'))
    const texts = await Promise.all(files.map(name => readFile(join(built.site, name), 'utf8')))
    expect(files.length).toBeGreaterThan(0)
    expect(texts.filter(text => /ZodError|invalid_type|safeParse|_zod/.test(text))).toEqual([])
    expect(texts.filter(text => /crime_id|offence_code|location_type/.test(text))).toEqual([])
  })
})

/** The scripts that a page loads of itself, by path, with those that they import; not what a press loads. */
async function scriptsOf(paths: readonly string[], known = new Map<string, string>()) {
  for (const path of paths.filter(path => !known.has(path))) {
    const text = await readFile(join(built.site, path), 'utf8')
    known.set(path, text)
    const imported = [...text.matchAll(/(?:from|import)\s*"(\.\/[^"]+\.js)"/g)]
    await scriptsOf(
      imported.map(match => join(dirname(path), match[1]!)),
      known,
    )
  }
  return known
}

describe('every page', () => {
  const about = ['/evidence/', '/fairness/', '/method/', '/method/offender-management/']
  const paths = [
    '/',
    ...about,
    listOf(unit),
    `${listOf(unit)}?tab=step-down`,
    `${listOf(unit)}oversight/`,
    `${listOf(withChildren)}children/`,
    pageOf(adult),
    pageOf(child),
    pageOf(longest),
    pageOf(hostile),
    `${listOf(unit)}person/`,
    `${listOf(unit)}person/?p=${'0'.repeat(32)}`,
  ]

  it('passes axe, stays quiet and does not scroll sideways, on a desk and on a phone', async () => {
    for (const path of paths) {
      const { page, said } = await open(path)
      // A browser reports a file that is not there; the page says it in words.
      const quiet = said.filter(text => !(path.includes('0'.repeat(32)) && text.includes('404')))
      const faults = await axeFaults(page)
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect([path, faults, quiet, sideways]).toEqual([path, [], [], 0])
      await page.close()
    }
  })

  it('is at most 60 kB of HTML, with at most 30 kB of script before anything is asked for', async () => {
    const pages = (await readdir(built.site, { recursive: true })).filter(name => name.endsWith('.html'))
    for (const name of pages) {
      const html = await readFile(join(built.site, name), 'utf8')
      expect([name, gzipSync(html).length]).toEqual([name, expect.toSatisfy(size => size <= 60_000)])
      const scripts = await scriptsOf([...html.matchAll(/src="\/([^"]+\.js)"/g)].map(match => match[1]!))
      expect(scripts.size).toBeGreaterThan(0)
      const sizes = [...scripts.values()].map(text => gzipSync(text).length)
      expect([name, sum(sizes)]).toEqual([name, expect.toSatisfy(size => size <= 30_000)])
    }
  })

  it('holds no person, whatever page it is', async () => {
    const pages = (await readdir(built.site, { recursive: true })).filter(name => name.endsWith('.html'))
    expect(pages).toContain(`lomu/${unit}/person/index.html`)
    for (const name of pages) {
      const html = await readFile(join(built.site, name), 'utf8')
      expect(
        cohort.filter(({ row }) => html.includes(row.pseudonym) || html.includes(row.reference)),
      ).toEqual([])
    }
  })

  it('is emptied and asked for again when the browser brings it back from its memory', async () => {
    const { page } = await open(pageOf(adult))
    const again = page.waitForRequest(request => request.isNavigationRequest())
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect((await again).url()).toContain(adult.row.pseudonym)
    await page.close()
  })
})

describe('scores that are out of date', () => {
  it.each([
    ['on the last day they may be shown', '2026-11-30T12:00:00', true],
    ['on the day after', '2026-12-01T12:00:00', false],
  ])('are shown %s: %s', async (_, now, shown) => {
    for (const path of [listOf(unit), pageOf(adult)]) {
      const page = await built.browser.newPage()
      await page.addInitScript(`sessionStorage.setItem('foresite-why', 'review')`)
      await page.clock.setFixedTime(new Date(now))
      await page.goto(new URL(path, built.servers.people).href, { waitUntil: 'networkidle' })
      const visible = await page
        .locator('[data-expiring]')
        .evaluateAll(parts => parts.some(part => part.checkVisibility()))
      expect([path, visible, await page.locator('.expired').isVisible()]).toEqual([path, shown, !shown])
      await page.close()
    }
  })

  it('leave the recorded facts on the page', async () => {
    const page = await built.browser.newPage()
    await page.addInitScript(`sessionStorage.setItem('foresite-why', 'review')`)
    await page.clock.setFixedTime(new Date('2027-06-01'))
    await page.goto(new URL(pageOf(adult), built.servers.people).href, { waitUntil: 'networkidle' })
    const headings = await page.locator('h2:visible').allTextContents()
    expect(headings.some(text => text.startsWith('Facts'))).toBe(true)
    expect(await page.locator('.charges tbody tr:visible').count()).toBeGreaterThanOrEqual(
      adult.page.harm.charges.length,
    )
    await page.close()
  })
})
