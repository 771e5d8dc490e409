import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { onTab, packPerson, TABS, tabCounts } from '../../../pipeline/bake/contract/vocabulary.ts'
import { adult, axeFaults, built, cohort, listOf, open, rowsOf, unit, withChildren } from './built.ts'

/** How far the page and its table are scrolled. */
const scrolls = (page: Page) =>
  page.evaluate<number[]>("[scrollY, document.querySelector('.roster .table-frame').scrollTop]")

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

  it('keeps tab, filters, order, search and scroll on the way to a person and back', async () => {
    const { page } = await open(`${listOf(unit)}?sort=-harm&band=low%2Clow-medium%2Chigh-medium`)
    await page.getByLabel('Reference holds').fill('N')
    await page.evaluate("document.querySelector('.roster .table-frame').scrollTop = 40; scrollTo(0, 200)")
    const [before, scrolled] = [await rowsOf(page).allInnerTexts(), await scrolls(page)]
    expect(scrolled[0]).toBe(200)
    // Not by the mouse of the test, which would scroll first.
    await page.evaluate("document.querySelectorAll('a[data-open]')[1].click()")
    await page.locator('.cards').waitFor()
    expect(new URL(page.url()).pathname).toBe(`${listOf(unit)}person/`)
    for (const back of [() => page.locator('[data-back]').click(), () => page.goBack()]) {
      await back()
      await rowsOf(page).first().waitFor()
      expect(new URL(page.url()).search).toBe('?band=low%2Clow-medium%2Chigh-medium&sort=-harm')
      expect(await rowsOf(page).allInnerTexts()).toEqual(before)
      expect(await page.getByLabel('Reference holds').inputValue()).toBe('N')
      expect(await scrolls(page)).toEqual(scrolled)
      expect(await page.evaluate('document.activeElement.closest("tr").getAttribute("aria-current")')).toBe(
        'true',
      )
      await page.goForward()
      await page.locator('.cards').waitFor()
    }
    await page.close()
  })

  it('steps to the next and the previous person in its own order; back leads to the list', async () => {
    const { page } = await open(`${listOf(unit)}?sort=reference`)
    const references = await rowsOf(page).locator('a').allInnerTexts()
    const heading = (reference?: string) => page.getByRole('heading', { name: `reference ${reference}` })
    await rowsOf(page).first().getByRole('link').click()
    await heading(references[0]).waitFor()
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Next ›' }).click()
    await heading(references[1]).waitFor()
    await page.getByRole('button', { name: 'Next ›' }).click()
    await heading(references[2]).waitFor()
    expect(await page.locator('[data-place]').innerText()).toBe(`3 of ${references.length}`)
    await page.getByRole('button', { name: 'Previous' }).click()
    await heading(references[1]).waitFor()
    await page.goBack()
    expect(await rowsOf(page).locator('a').allInnerTexts()).toEqual(references)
    await page.close()
  })

  it('writes nothing of anybody into an address, a storage or the history', async () => {
    const { page } = await open(listOf(unit))
    const reference = await rowsOf(page).first().getByRole('link').innerText()
    await page.getByLabel('Reference holds').fill(reference)
    await rowsOf(page).first().getByRole('link').click()
    await page.locator('.cards').waitFor()
    const kept = await page.evaluate<string>(
      `JSON.stringify([location.href, document.title, history.state, document.cookie,
        { ...sessionStorage }, { ...localStorage }])`,
    )
    expect(kept).not.toContain(reference)
    await page.close()
  })

  it('has four tabs with counts, turned by a press or an arrow key; the back button undoes it', async () => {
    const { page } = await open(listOf(unit))
    const tabs = page.getByRole('tab')
    const people = cohort.filter(person => person.unit.code === unit && person.list === 'adults')
    const counts = Object.values(
      tabCounts(
        people.map(({ row }) => row),
        '2026-11-16',
      ),
    )
    expect(await tabs.locator('.count').allInnerTexts()).toEqual(counts.map(String))
    for (const [i, tab] of TABS.entries()) {
      await tabs.nth(i).click()
      expect(await tabs.nth(i).getAttribute('aria-selected')).toBe('true')
      expect(new URL(page.url()).search).toBe(i === 0 ? '' : `?tab=${tab}`)
      expect(await axeFaults(page)).toEqual([])
    }
    await page.getByRole('button', { name: 'Everyone on the list' }).click()
    expect(new URL(page.url()).search).toBe('?tab=all')
    expect(await rowsOf(page).count()).toBe(people.length)
    expect(await axeFaults(page)).toEqual([])
    await page.goBack()
    await page.goBack()
    expect(await tabs.nth(2).getAttribute('aria-selected')).toBe('true')
    await tabs.nth(2).press('ArrowLeft')
    expect(new URL(page.url()).search).toBe('?tab=step-down')
    await page.close()
  })

  it('filters by band, writes it into the address, and goes back', async () => {
    const { page } = await open(listOf(unit))
    const before = await rowsOf(page).count()
    expect(await page.getByLabel('super high', { exact: true }).isVisible()).toBe(false)
    await page.getByLabel('high-medium', { exact: true }).check()
    const all = cohort.filter(
      ({ unit: own, list, row }) => own.code === unit && list === 'adults' && onTab(row, 'support', ''),
    )
    expect(await rowsOf(page).count()).toBe(all.length)
    expect(new URL(page.url()).searchParams.get('band')).toBe('low,low-medium,high-medium')
    await page.goBack()
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

  it('exports what is shown once a reason is given and the server has logged it', async () => {
    const { page } = await open(`${listOf(unit)}?columns=band%2Charm`, {}, null)
    const asked: string[] = []
    page.on('request', request => asked.push(request.url().replace(built.servers.people, '/')))
    await page.getByText('Export CSV').click()
    expect(asked).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Preparing a tasking' }).click(),
    ])
    expect(asked.filter(address => !address.startsWith('blob:'))).toEqual([
      `${listOf(unit)}list.json?why=tasking`,
    ])
    const lines = (await readFile(await download.path(), 'utf8')).replace('\ufeff', '').trim().split('\r\n')
    expect(download.suggestedFilename()).toBe(`OFFICIAL-SENSITIVE_lomu_${unit}_support_2026-W47.csv`)
    expect(lines[0]).toMatch(/^"?OFFICIAL-SENSITIVE/)
    expect(lines[1]).toBe('CONNECT reference,Band,Harm score')
    expect(lines.length - 2).toBe(await rowsOf(page).count())
    expect(lines.slice(2).every(line => Number.isFinite(Number(line.split(',').at(-1))))).toBe(true)
    await page.close()
  })

  it('prints every row, and says which', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => {
      const [, , ...rest] = packPerson(adult.row)
      return [i.toString(16).padStart(32, '0'), `N${i}`, ...rest]
    })
    const page = await built.browser.newPage()
    await page.route('**/list.json', route => route.fulfill({ json: { kind: 'list', rows } }))
    await page.goto(new URL(listOf(unit), built.servers.people).href, { waitUntil: 'networkidle' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await page.emulateMedia({ media: 'print' })
    expect(await rowsOf(page).count()).toBe(250)
    expect(await page.locator('[data-selection]').innerText()).toBe(
      'May need support. Bands: low, low-medium. Age: all. Custody: all. Decision: all. ' +
        'Order: becomes high harm, greatest first.',
    )
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.waitForFunction(`document.querySelectorAll('tbody[data-rows] tr').length < 110`)
    await page.close()
  })

  it('exports nothing where the server refuses', async () => {
    const { page } = await open(listOf(unit))
    await page.route('**/list.json?*', route => route.fulfill({ status: 403 }))
    await page.getByText('Export CSV').click()
    await page.getByText('Not exported').waitFor()
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
