import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ATRS_FIELDS } from '../../../pipeline/bake/contract/atrs-fields.ts'
import { built, cohort, listOf, made, open, rowsOf, unit } from './built.ts'

const { evidence, force } = made

describe('the pages about the model', () => {
  it('are reached from every page, and filters go along', async () => {
    const { page } = await open('/?district=Coventry')
    for (const name of ['Evidence', 'Fairness', 'Method', 'Units']) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
      await page.waitForLoadState('networkidle')
      const current = await page.locator('nav a[aria-current="page"]').textContent()
      expect([current, new URL(page.url()).search]).toEqual([name, '?district=Coventry'])
    }
    await page.locator('table.units a').first().click()
    await page.waitForLoadState('networkidle')
    await rowsOf(page).first().locator('a').click()
    await page.waitForURL(/\/person\/\?p=\w+&district=Coventry$/)
    await page.close()
  })

  it('show precision and recall at the capacity in use beside the base rate, and no accuracy', async () => {
    const { page } = await open('/evidence/')
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
    const [adults] = evidence.lists
    const { listed, precision } = adults!.atCapacity.find(({ perUnit }) => perUnit === force.lomuCapacity)!
    const { rows, high } = evidence.quality!
    const found = Math.round(precision.value * listed)
    const moved = evidence.stability.filter(factor => factor.moved).length
    expect([found, moved]).toEqual([found, moved].map(value => Math.max(1, value)))
    expect(text).toContain(`${found} of ${listed} listed became high`)
    expect(text).toContain(`${found} of ${adults!.high} adults were listed`)
    expect(text).toContain(`about ${100 - Math.round(100 * precision.value)} were not`)
    expect(text).toContain(`${high} of the places`)
    expect(high).toBeLessThan(rows)
    expect(text).toContain(`for ${evidence.canary.rows} people on past days`)
    expect(text).toContain('No alarm this week')
    expect(text).toContain(`${moved} of ${evidence.stability.length} factors have moved`)
    expect(await page.locator('figure.chart').count()).toBeLessThan(await page.locator('table').count())
    await page.close()
  })

  it('name the reviewer where a measure is outside its red lines, on every list too', async () => {
    for (const path of ['/', '/evidence/', listOf(unit)]) {
      const { page } = await open(path)
      const text = await page.getByRole('note').filter({ hasText: 'red lines' }).innerText()
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
      'Time since the charge before it',
      'stop and search records',
    ])
      expect(text).toContain(words)
    expect(text).toContain('Data Analytics Lab')
    await page.close()
  })

  it('hold the public record of the tool, with figures of groups, on a page and as a file', async () => {
    const { page } = await open('/method/offender-management/')
    const link = page.getByRole('link', { name: 'The same as a file' })
    expect(await link.evaluate(a => new URL((a as HTMLAnchorElement).href).pathname)).toBe(
      '/method/atrs-offender-management.json',
    )
    const text = await readFile(join(built.site, 'method/atrs-offender-management.json'), 'utf8')
    const { marking, fields } = JSON.parse(text) as {
      marking: string
      fields: { id: string; text: string[] }[]
    }
    expect(marking).toBe(force.marking)
    const asked = ATRS_FIELDS.filter(({ required }) => required).map(({ id }) => id)
    expect(fields.filter(field => field.text.join('').trim() !== '').map(({ id }) => id)).toEqual(
      expect.arrayContaining(asked),
    )
    const performance = fields.find(({ id }) => id === '2.4.2.7')!.text
    for (const group of ['sex: female', 'sex: male', 'age band: ', 'ethnicity: '])
      expect(
        performance.some(line => line.startsWith(group)),
        group,
      ).toBe(true)
    expect(cohort.filter(({ row }) => text.includes(row.pseudonym) || text.includes(row.reference))).toEqual(
      [],
    )
    await page.close()
  })

  it('name no person, and no unit but in the evidence', async () => {
    for (const name of ['evidence', 'fairness', 'method', 'method/offender-management']) {
      const html = await readFile(join(built.site, name, 'index.html'), 'utf8')
      const held = cohort.filter(
        ({ row: { pseudonym, reference } }) => html.includes(pseudonym) || html.includes(reference),
      )
      expect([name, held, name !== 'evidence' && html.includes('LOMU')]).toEqual([name, [], false])
      expect(html).not.toMatch(/<style|\sstyle=/)
    }
  })
})
