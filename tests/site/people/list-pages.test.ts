import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packPerson } from '../../../site/people/client/roster.ts'
import { adult, built, cohort, listOf, made, open, rowsOf, unit, withChildren } from './built.ts'

describe('the list of a unit', () => {
  it('holds that unit alone, and no child', async () => {
    const files = await readdir(join(built.site, 'lomu', withChildren))
    const list = await readFile(
      join(built.site, 'lomu', withChildren, files.find(name => name.startsWith('list-'))!),
      'utf8',
    )
    const held = cohort.filter(person => list.includes(person.pseudonym))
    expect(held.every(person => person.lomu.code === withChildren && !person.facts.child)).toBe(true)
    const html = await readFile(join(built.site, 'lomu', withChildren, 'index.html'), 'utf8')
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

  it('filters 5,000 people to the screen within 100 ms of its own processor time', async () => {
    const listed = made.lists.flatMap(({ people }) => people)
    const base = packPerson(listed.find(({ pseudonym }) => pseudonym === adult.pseudonym)!)
    const rows = Array.from({ length: 5000 }, (_, i) => [
      i.toString(16).padStart(32, '0'),
      `N${i}`,
      i % 5,
      ...base.slice(3),
    ])
    const page = await built.browser.newPage()
    await page.route('**/list-*.json', route => route.fulfill({ json: { rows } }))
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
