import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { adult, built, cohort, listOf, open, rowsOf, unit, withChildren } from './built.ts'

describe('the list of a unit', () => {
  it('is fetched of that unit alone, and no child is on it', async () => {
    const list = await readFile(join(built.site, 'lomu', withChildren, 'list.json'), 'utf8')
    const held = cohort.filter(({ row }) => list.includes(row.pseudonym))
    expect(held.length).toBeGreaterThan(0)
    expect(held.filter(person => person.unit.code !== withChildren || person.list !== 'adults')).toEqual([])
  })

  it('is one request for the page and one for the list', async () => {
    const asked: string[] = []
    const page = await built.browser.newPage()
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto(new URL(listOf(unit), built.servers.people).href, { waitUntil: 'networkidle' })
    expect(asked.filter(path => path.startsWith('/lomu/'))).toEqual([
      listOf(unit),
      `${listOf(unit)}list.json`,
    ])
    await page.close()
  })

  it('says without JavaScript that it needs it, and shows nothing else', async () => {
    const { page } = await open(listOf(unit), { javaScriptEnabled: false })
    expect(await page.getByText('needs JavaScript').isVisible()).toBe(true)
    expect(await page.locator('[data-roster]').isVisible()).toBe(false)
    await page.close()
  })

  it('says so when its file cannot be fetched', async () => {
    const page = await built.browser.newPage()
    await page.route('**/list.json', route => route.fulfill({ status: 500 }))
    await page.goto(new URL(listOf(unit), built.servers.people).href, { waitUntil: 'networkidle' })
    expect(await page.locator('[data-loading]').innerText()).toMatch(/^The list could not be fetched/)
    expect(await page.locator('[data-roster]').isVisible()).toBe(false)
    await page.close()
  })

  it('keeps what was chosen on the way to a person and back', async () => {
    const { page } = await open(`${listOf(unit)}?sort=-harm&band=low%2Chigh`)
    const before = await rowsOf(page).allInnerTexts()
    await rowsOf(page).first().getByRole('link').click()
    await page.locator('.cards').waitFor()
    expect(new URL(page.url()).pathname).toBe(`${listOf(unit)}person/`)
    await page.locator('[data-back]').click()
    await rowsOf(page).first().waitFor()
    expect(new URL(page.url()).search).toBe('?sort=-harm&band=low%2Chigh')
    expect(await rowsOf(page).allInnerTexts()).toEqual(before)
    await page.close()
  })

  it('filters by band, writes it into the address, and goes back', async () => {
    const { page } = await open(listOf(unit))
    const before = await rowsOf(page).count()
    for (const band of ['high-medium', 'high', 'super high'])
      await page.getByLabel(band, { exact: true }).check()
    const all = cohort.filter(person => person.unit.code === unit && person.list === 'adults').length
    expect(await rowsOf(page).count()).toBe(all)
    expect(new URL(page.url()).searchParams.get('band')).toBe('low,low-medium,high-medium,high,super high')
    for (let i = 0; i < 3; i++) await page.goBack()
    expect(await rowsOf(page).count()).toBe(before)
    expect(page.url()).not.toContain('?')
    await page.close()
  })

  it('searches by reference without writing it anywhere', async () => {
    const { page } = await open(listOf(unit), {}, null)
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

  it('filters 5,000 people to the screen within 100 ms of its own processor time', async () => {
    const base = packPerson(adult.row)
    const rows = Array.from({ length: 5000 }, (_, i) => [
      i.toString(16).padStart(32, '0'),
      `N${i}`,
      i % 5,
      ...base.slice(3),
    ])
    const page = await built.browser.newPage()
    await page.route('**/list.json', route => route.fulfill({ json: { kind: 'list', rows } }))
    await page.goto(new URL(listOf(unit), built.servers.people).href, { waitUntil: 'networkidle' })
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
