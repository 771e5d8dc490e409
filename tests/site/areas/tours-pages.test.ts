import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { AREAS_TOURS } from '../../../site/shared/words/tours-areas.ts'
import { walkTour } from '../../browser/tour.ts'
import { axeViolations } from '../../browser/watch.ts'
import { addressOf, open, WEEK } from './built.ts'

const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  reducedMotion: 'reduce',
}
const cases = AREAS_TOURS.flatMap(tour => [
  { name: `${tour.id} at a desk`, tour, key: 'Enter' as const, options: DESK },
  { name: `${tour.id} on a dark phone`, tour, key: 'ArrowRight' as const, options: PHONE },
])

describe('the tours of areas', () => {
  it.each(cases)('$name: every part is on screen and nothing is wrong with the page', async one => {
    const { page, said, close } = await open('/help/', one.options)
    await page.locator(`button[data-tour=${one.tour.id}]`).focus()
    await page.keyboard.press('Enter')
    const steps = await walkTour(page, one.tour, one.key)
    expect(steps.map(({ title }) => title)).toEqual(one.tour.steps.map(({ title }) => title))
    expect(steps.filter(({ seen, inBox }) => seen < 0.5 || !inBox)).toEqual([])
    expect(steps.flatMap(({ axe }) => axe)).toEqual([])
    expect(said).toEqual([])
    expect(new URL(page.url()).searchParams.has('tour')).toBe(false)
    await close()
  })

  it('have at most six steps, on different pages', () => {
    for (const { steps } of AREAS_TOURS) {
      expect(steps.length).toBeLessThanOrEqual(6)
      expect(new Set(steps.map(({ page }) => page)).size).toBeGreaterThan(2)
    }
  })

  it('start from the button of a page, go back, end with Escape and give the focus back', async () => {
    const { page, close } = await open('/?budget=5')
    const button = page.locator('.tour-start button')
    await button.focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog.tour[data-step="1"]').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.locator('dialog.tour[data-step="2"]').waitFor()
    expect(new URL(page.url()).pathname).not.toBe('/')
    await page.keyboard.press('ArrowLeft')
    await page.locator('dialog.tour[data-step="1"]').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await page.keyboard.press('Escape')
    await page.locator('dialog.tour').waitFor({ state: 'detached' })
    expect(await button.evaluate(one => one === document.activeElement)).toBe(true)
    expect(new URL(page.url()).searchParams.has('tour')).toBe(false)
    await close()
  })

  it('stay in the week of the archive in which they were started', async () => {
    const { page, close } = await open(`/${WEEK}/help/`)
    await page.locator('button[data-tour=chair]').click()
    await page.locator('dialog.tour[data-step="1"]').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/${WEEK}/`)
    await close()
  })

  it('an address that names no step says so', async () => {
    const { page, close } = await open('/?tour=nobody.3')
    await page.locator('.site-header p[role=status]').waitFor()
    expect(await page.locator('dialog.tour').count()).toBe(0)
    await close()
  })
})

describe('what is new', () => {
  it('stands on the first page until it is taken away, and stays away', async () => {
    const { page, close } = await open('/')
    const line = page.locator('[data-news]')
    expect(await line.isVisible()).toBe(true)
    expect(await axeViolations(page)).toEqual([])
    await line.locator('button').click()
    expect(await line.isVisible()).toBe(false)
    await page.goto(addressOf('/'), { waitUntil: 'networkidle' })
    expect(await line.isVisible()).toBe(false)
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }))
    expect(kept).toMatch(/^\{"foresite-news":"[\d.]+"\}$/)
    await close()
  })
})
