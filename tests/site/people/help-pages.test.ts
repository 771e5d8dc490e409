import { describe, expect, it } from 'vitest'
import { readingOf } from '../../../pipeline/lib/reading.ts'
import { PEOPLE_TOURS } from '../../../site/shared/words/tours-people.ts'
import { crawl } from '../../browser/crawl.ts'
import { entriesFor, isTerm, lookAt } from '../../browser/labels.ts'
import { pagesOf } from '../../browser/pdf.ts'
import { failAndPass } from '../../browser/quiz.ts'
import { axeViolations } from '../../browser/watch.ts'
import { adult, built, child, cohort, listOf, open, pageOf, withChildren } from './built.ts'

/** A reading age of about twelve: five years more than the grade. */
const MAX_GRADE = 7
const HELP = ['/help/', '/help/check/', '/help/exercise/', '/help/glossary/']
const pages = [...HELP, ...PEOPLE_TOURS.map(({ id }) => `/help/handout/${id}/`)]

describe('help of people', () => {
  it.each(pages)('%s is plain to read and has no violation, light, dark and on a phone', async path => {
    const { page, said } = await open(path)
    const parts = await page.locator('main :is(p, dd, legend):visible').allInnerTexts()
    const { grade, hardest } = readingOf(parts)
    expect(grade, hardest.join('\n')).toBeLessThanOrEqual(MAX_GRADE)
    expect(await axeViolations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload({ waitUntil: 'networkidle' })
    expect(await axeViolations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(said).toEqual([])
    await page.close()
  })

  it.each(PEOPLE_TOURS.map(({ id }) => id))('the handout of %s prints on one side', async id => {
    const { page } = await open(`/help/handout/${id}/`)
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true, format: 'A4' }))).toBe(1)
    await page.close()
  })

  it('the check is failed with wrong answers, passed with right ones, and started again', async () => {
    const { page, said } = await open('/help/check/', {}, null)
    await failAndPass(page)
    expect(await axeViolations(page)).toEqual([])
    expect(said).toEqual([])
    await page.close()
  })

  it('without JavaScript each answer of the check opens', async () => {
    const { page } = await open('/help/check/', { javaScriptEnabled: false })
    expect(await page.locator('[name=check]').isVisible()).toBe(false)
    await page.locator('[data-question] summary').first().click()
    expect(await page.locator('[data-question] details').first().innerText()).toContain('conviction')
    await page.close()
  })
})

it('every term of the interface of people is in the glossary; no page leads to one it lacks', async () => {
  const { page } = await open('/')
  const inUnit = (path: string) => !path.startsWith('/lomu/') || path.startsWith(`/lomu/${withChildren}/`)
  const found = await crawl(
    page,
    {
      root: built.servers.people,
      paths: ['/', '/help/', listOf(withChildren), pageOf(child), pageOf(adult)],
    },
    { look: lookAt, chosen: path => inUnit(path) && !path.endsWith('/person/') },
  )
  const units = new Set(
    cohort.flatMap(({ unit: { code, name } }) => [code, name].map(text => text.toLowerCase())),
  )
  const names = [...new Set([...found.values()].flatMap(({ names }) => names))]
  const terms = names.filter(name => isTerm(name) && !units.has(name))
  expect([...found].flatMap(([path, { strange }]) => strange.map(id => path + id))).toEqual([])
  expect(found.size).toBeGreaterThan(10)
  expect(terms.length).toBeGreaterThan(200)
  expect(terms.filter(term => entriesFor('people', term).length === 0)).toEqual([])
  await page.close()
})
