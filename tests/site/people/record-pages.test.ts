import { describe, expect, it } from 'vitest'
import { axeViolations } from '../../browser/watch.ts'
import { open } from './built.ts'

const textOf = async (path: string) => {
  const { page } = await open(path)
  const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
  return { page, text }
}

describe('the page of the data', () => {
  it('has every gate with value, bound and since when, and leads to where it matters', async () => {
    const { page, text } = await textOf('/data/')
    const close = page.locator('#gate-rejects-charges')
    expect((await close.innerText()).replace(/\s+/g, ' ')).toMatch(
      /9 of 500 rows .* 2\.0% of rows 90% of the bound, close to it 2026-W45 1 look at the quarantine files/,
    )
    expect(text).toContain('46 gone 0 0.0% 20.0%')
    expect(text).toContain('12 Nov 2026 2026-W46 refused Rows set aside (1) 1 about data of the other site')
    const leads = page.locator('main td a[href^="#"], main td a[href^="/data/#"]')
    for (const href of await leads.evaluateAll(links => links.map(a => a.getAttribute('href')!)))
      expect.soft(await page.locator(`[id="${href.split('#')[1]}"]`).count(), href).toBe(1)
    expect(await axeViolations(page)).toEqual([])
    await page.close()
  })
})

describe('the page of the red lines', () => {
  it('follows a line from its crossing over who was told to what was decided', async () => {
    const { page, text } = await textOf('/red-lines/')
    expect(text).toContain('of 5 red lines')
    const row = page.locator('.red-lines tr', { hasText: 'decisions that went against the list' })
    expect((await row.innerText()).replace(/\s+/g, ' ')).toMatch(
      /50% at most 40% crossed, decided 2026-W46, 2 weeks in a row Data Analytics Lab .* Nothing until/,
    )
    const history = page.getByRole('region', { name: /Week by week: decisions that went/ })
    expect(await history.locator('tbody tr').allInnerTexts()).toEqual([
      '2026-W45\t30%\tno',
      '2026-W46\t45%\tyes',
      '2026-W47\t50%\tyes',
    ])
    expect(text).toContain('13 Nov 2026, Head of Offender Management: Ask the units for their reasons.')
    expect(await axeViolations(page)).toEqual([])
    await page.close()
  })
})

describe('the report of a quarter', () => {
  it('begins with five findings, each made of figures, on one page of its own', async () => {
    const { page, text } = await textOf('/report/')
    const findings = await page.locator('.findings li').allInnerTexts()
    expect(findings).toHaveLength(5)
    expect(findings.every(finding => /\d/.test(finding))).toBe(true)
    expect(text).toContain('3 of 13 weeks of the quarter were published.')
    expect(text).toContain('1 person was removed from this and every past week')
    expect(text).toContain('5 Nov 2026: paused: people')
    const breaks = page.locator('.cover')
    await page.emulateMedia({ media: 'print' })
    expect(await breaks.evaluate(cover => getComputedStyle(cover).breakAfter)).toBe('page')
    expect(await axeViolations(page)).toEqual([])
    await page.close()
  })

  it('has no row about fewer than ten decisions', async () => {
    const { page } = await textOf('/report/')
    const units = page.locator('table', { hasText: 'Decisions by the deciding unit' }).locator('tbody tr')
    expect((await units.allInnerTexts()).map(row => row.split('\t')[0])).toEqual(['BE'])
    await page.close()
  })
})
