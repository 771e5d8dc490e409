import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PastForecast } from '../../pipeline/bake/contract/areas.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { startServers } from '../../pipeline/publish/server/servers.ts'
import { publishTwoWeeks, type TestHome } from '../weeks/home.ts'
import { launch } from './chrome.ts'
import { axeViolations, watch } from './watch.ts'

const folder = mkdtempSync(join(tmpdir(), 'meeting-'))
let made: TestHome
let browser: Browser
let servers: Awaited<ReturnType<typeof startServers>>

beforeAll(async () => {
  made = await publishTwoWeeks(folder)
  servers = await startServers({ home: made.home, port: 0, log: silentLog })
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await servers?.close()
  rmSync(folder, { recursive: true, force: true })
})

const address = (path: string) => new URL(path, servers.areas).href

/** What of the page in view is cut, scrolls, or is smaller than a fiftieth of its height. */
function tooSmallOrCut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wall = document.querySelector<HTMLElement>('.wall.shown')!
    const root = document.documentElement
    const least = wall.clientHeight / 50 - 0.5
    const faults: string[] = []
    if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) faults.push('the page scrolls')
    for (const element of wall.querySelectorAll<HTMLElement>(
      'p, li, td, th, dd, dt, caption, h2, h3, text',
    )) {
      if (element.closest('.sr-only') || element.textContent?.trim() === '') continue
      const box = element.getBoundingClientRect()
      if (box.width === 0) continue
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      const svg = element.closest('svg')
      const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1
      const name = `${element.tagName} ${element.textContent?.trim().slice(0, 30)}`
      if (size * scale < least) faults.push(`${name}: ${size * scale} px under ${least}`)
      const frame = wall.getBoundingClientRect()
      if (box.right > frame.right + 1 || box.bottom > frame.bottom + 1) faults.push(`${name}: cut`)
    }
    return faults
  })
}

describe('a meeting', () => {
  it.each([
    [1280, 720],
    [1920, 1080],
    [3840, 2160],
  ])(
    'is walked through by keys alone at %i x %i: nothing scrolls, nothing is cut, all can be read',
    async (width, height) => {
      const seen = await watch(browser, { width, height })
      const { page } = seen
      await page.goto(address('/tasking/'))
      const titles: string[] = []
      for (let turn = 0; turn < 6; turn++) {
        expect(await tooSmallOrCut(page)).toEqual([])
        titles.push((await page.locator('.wall.shown h2').textContent())!.trim())
        await page.keyboard.press(['ArrowRight', 'PageDown', ' '][turn % 3]!)
      }
      expect(new Set(titles).size).toBe(6)
      expect(new URL(page.url()).hash).toBe('#1')
      await page.keyboard.press('PageUp')
      expect(new URL(page.url()).hash).toBe('#6')
      await page.keyboard.press('3')
      expect(await page.locator('.wall.shown').getAttribute('id')).toBe('3')
      expect(seen.complaints).toEqual([])
      await seen.close()
    },
  )

  it('has no violation of accessibility on any page, light or dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme })
      for (let k = 1; k <= 6; k++) {
        await page.goto(address(`/tasking/#${k}`))
        expect(await axeViolations(page)).toEqual([])
      }
      await page.close()
    }
  })

  it('says so when an address names no page', async () => {
    const page = await browser.newPage()
    await page.goto(address('/tasking/#9'))
    expect(await page.locator('.wall.shown').getAttribute('id')).toBe('1')
    expect(await page.locator('.wall-note').textContent()).toMatch(/no page #9/)
    await page.close()
  })

  it('prints a sheet a page, the marking on each', async () => {
    const page = await browser.newPage()
    await page.goto(address('/tasking/'))
    for (const format of ['A4', 'A3'] as const) {
      const pdf = (await page.pdf({ format, landscape: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(6)
    }
    await page.close()
  })
})

describe('a kiosk', () => {
  it('turns a thousand pages and takes three new weeks: no request fails, memory stays', async () => {
    const seen = await watch(browser, { width: 1280, height: 720 })
    const { page } = seen
    await page.clock.install()
    let week = '2026-W47'
    await page.route('**/week.txt', route => route.fulfill({ body: week, contentType: 'text/plain' }))
    await page.route(/\/tasking\/($|\?)/, async route => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/data-week="[^"]*"/, `data-week="${week}"`)
      await route.fulfill({ response: answer, body })
    })
    await page.goto(address('/tasking/?kiosk=5'))
    const session = await page.context().newCDPSession(page)
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage')
      return (await session.send('Runtime.getHeapUsage')).usedSize
    }
    await page.clock.runFor(30_000)
    const before = await heap()
    for (let part = 0; part < 4; part++) {
      await page.clock.runFor(1_250_000)
      if (part === 3) break
      week = `2026-W${48 + part}`
      const loaded = page.waitForEvent('load')
      await page.clock.runFor(31_000)
      await loaded
      expect(await page.locator('html').getAttribute('data-week')).toBe(week)
      expect(page.url()).toMatch(/\?kiosk=5#\d$/)
    }
    const after = await heap()
    console.info(`heap before ${before}, after 1,000 turns and three weeks ${after}`)
    expect(after).toBeLessThan(before * 1.5 + 2e6)
    expect(seen.complaints).toEqual([])
    await seen.close()
  })

  it('leaves the wall when what it shows is paused, and comes back', async () => {
    const page = await browser.newPage()
    await page.clock.install()
    let paused: object[] = [{ what: 'knife', reason: 'r', at: '2026-11-20T00:00:00Z' }]
    await page.route('**/status.json', route => route.fulfill({ json: { paused } }))
    await page.goto(address('/tasking/?kiosk'))
    await page.clock.runFor(31_000)
    await page.locator('.wall-stop').waitFor()
    expect(await page.locator('.wall-stop').textContent()).toMatch(/no forecast now: it has been paused/)
    paused = []
    await page.clock.runFor(31_000)
    await page.locator('.wall-stop').waitFor({ state: 'detached' })
    await page.close()
  })
})

describe('two weeks side by side', () => {
  it('every number is that of its archive, and both weeks stand in the address', async () => {
    const seen = await watch(browser)
    const { page } = seen
    await page.goto(address('/weeks/'))
    await page.getByRole('link', { name: 'Compare two weeks' }).click()
    await page.locator('.compare-table tbody tr').first().waitFor()
    for (let k = 0; k < 40 && (await page.locator('[data-more]').isVisible()); k++)
      await page.locator('[data-more]').click()
    const rows = await page
      .locator('.compare-table tbody tr')
      .evaluateAll(all =>
        (all as HTMLTableRowElement[]).map(row => [
          row.dataset.id,
          ...[...row.cells].slice(1, 3).map(cell => cell.textContent),
        ]),
      )
    const archived = async (name: string) => {
      const file = await readPrivate(made.home, name, 'forecast-knife.json')
      const { cells } = PastForecast.parse(JSON.parse(file!.toString()))
      return new Map(cells.map(({ id, count }) => [id, count.expected]))
    }
    const [before, after] = [await archived('2026-W46'), await archived('2026-W47')]
    expect(rows).toHaveLength(before.size)
    const shown = (value: number) =>
      value >= 9.95 ? value.toFixed(1) : value < 0.005 ? '<0.01' : value.toFixed(2)
    const near = (text: string, value: number) =>
      text === shown(value) || Math.abs(Number(text) - value) < 0.0051
    for (const [id, a, b] of rows) {
      expect(near(a!, before.get(id!)!)).toBe(true)
      expect(near(b!, after.get(id!)!)).toBe(true)
    }
    await page.goto(address('/weeks/compare/?target=violence&a=2026-W47&b=2026-W46'))
    await page.locator('.compare-table tbody tr').first().waitFor()
    expect(await page.locator('[data-head=a]').textContent()).toBe('2026-W47')
    expect(await axeViolations(page)).toEqual([])
    await page.goto(address('/weeks/compare/?a=2019-W01'))
    await page.locator('.compare-note').filter({ hasText: 'not here (a)' }).waitFor()
    expect(seen.complaints).toEqual([])
    await seen.close()
  })
})
