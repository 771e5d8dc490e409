import { describe, expect, it } from 'vitest'
import { loadForce } from '../../../pipeline/force/load.ts'
import { readingOf } from '../../../pipeline/lib/reading.ts'
import { AREAS_TOURS } from '../../../site/shared/words/tours-areas.ts'
import { crawl } from '../../browser/crawl.ts'
import { entriesFor, isTerm, lookAt } from '../../browser/labels.ts'
import { pagesOf } from '../../browser/pdf.ts'
import { failAndPass } from '../../browser/quiz.ts'
import { axeViolations } from '../../browser/watch.ts'
import { built, open } from './built.ts'

/** A reading age of about twelve: five years more than the grade. */
const MAX_GRADE = 7
const HELP = ['/help/', '/help/check/', '/help/exercise/', '/help/glossary/']
const pages = [...HELP, ...AREAS_TOURS.map(({ id }) => `/help/handout/${id}/`)]

describe('help of areas', () => {
  it.each(pages)('%s is plain to read and has no violation, light, dark and on a phone', async path => {
    const { page, said, close } = await open(path)
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
    await close()
  })

  it.each(AREAS_TOURS.map(({ id }) => id))('the handout of %s prints on one side', async id => {
    const { page, close } = await open(`/help/handout/${id}/`)
    expect(pagesOf(await page.pdf({ preferCSSPageSize: true, format: 'A4' }))).toBe(1)
    await close()
  })

  it('the check is failed with wrong answers, passed with right ones, and started again', async () => {
    const { page, said, close } = await open('/help/check/')
    await failAndPass(page)
    expect(await axeViolations(page)).toEqual([])
    expect(said).toEqual([])
    await close()
  })

  it('without JavaScript each answer of the check opens', async () => {
    const { page, close } = await open('/help/check/', { javaScriptEnabled: false })
    expect(await page.locator('[name=check]').isVisible()).toBe(false)
    await page.locator('[data-question] summary').first().click()
    expect(await page.locator('[data-question] details').first().innerText()).toContain('average')
    await close()
  })
})

it('every term of the interface of areas is in the glossary, and no page leads to one it lacks', async () => {
  const { page, close } = await open('/')
  const found = await crawl(
    page,
    { root: built.servers.areas, paths: ['/', '/help/', `/knife/square/?s=${built.target.cells[0]!.id}`] },
    { look: lookAt, chosen: () => true },
  )
  const { places: named, districts } = await loadForce()
  const places = [...named, ...districts].map(({ name }) => name.toLowerCase())
  const isPlace = (name: string) => {
    const [bare] = name.replace(/^\d+: |^between .* and /, '').split(', ')
    return places.includes(bare!.replace(/ centre$/, ''))
  }
  const names = [...new Set([...found.values()].flatMap(({ names }) => names))]
  const terms = names.filter(name => isTerm(name) && !isPlace(name))
  // No square is named for the other target, so that its page holds a list to choose one from.
  const filled = [...found].filter(([path]) => path !== '/violence/square/')
  expect(filled.flatMap(([path, { strange }]) => strange.map(id => path + id))).toEqual([])
  expect(found.size).toBeGreaterThan(15)
  expect(terms.length).toBeGreaterThan(200)
  expect(terms.filter(term => entriesFor('areas', term).length === 0)).toEqual([])
  await close()
})
