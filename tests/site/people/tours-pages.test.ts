import { describe, expect, it } from 'vitest'
import { PEOPLE_TOURS } from '../../../site/shared/words/tours-people.ts'
import { walkTour } from '../../browser/tour.ts'
import { open, unit } from './built.ts'

const cases = PEOPLE_TOURS.flatMap(tour => [
  { name: `${tour.id} at a desk`, tour, key: 'Enter' as const, width: 1280, scheme: 'light' as const },
  {
    name: `${tour.id} on a dark phone`,
    tour,
    key: 'ArrowRight' as const,
    width: 390,
    scheme: 'dark' as const,
  },
])

describe('the tours of people', () => {
  it.each(cases)('$name: every part is on screen and nothing is wrong with the page', async one => {
    const viewport = { width: one.width, height: 844 }
    const { page, said } = await open('/help/', { viewport, colorScheme: one.scheme }, null)
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    if (one.tour.id === 'manager') await page.selectOption('[data-unit-of=manager]', unit)
    await page.locator(`button[data-tour=${one.tour.id}]`).focus()
    await page.keyboard.press('Enter')
    const steps = await walkTour(page, one.tour, one.key)
    expect(steps.map(({ title }) => title)).toEqual(one.tour.steps.map(({ title }) => title))
    expect(steps.filter(({ seen, inBox }) => seen < 0.5 || !inBox)).toEqual([])
    expect(steps.flatMap(({ axe }) => axe)).toEqual([])
    expect(said).toEqual([])
    // A training opens nobody: no file of a person is asked for.
    expect(asked.filter(path => path.includes('/person/'))).toEqual([])
    await page.close()
  })

  it('start from the page of a unit, on that unit', async () => {
    const { page } = await open(`/lomu/${unit}/`)
    await page.locator('.tour-start button').click()
    await page.locator('dialog.tour[data-step="1"]').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/lomu/${unit}/`)
    await page.keyboard.press('ArrowRight')
    await page.locator('dialog.tour[data-step="2"]').waitFor()
    expect(new URL(page.url()).searchParams.get('tour')).toBe(`manager.2.${unit}`)
    await page.close()
  })
})
