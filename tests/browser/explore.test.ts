import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TargetFile } from '../../pipeline/bake/contract/areas.ts'
import { encodeHistory } from '../../pipeline/bake/contract/history-format.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { readPrivate } from '../../pipeline/publish/archive.ts'
import { startServers } from '../../pipeline/publish/server/servers.ts'
import { madeHistory } from '../site/areas/explore/history.ts'
import { publishTwoWeeks } from '../weeks/home.ts'
import { launch } from './chrome.ts'
import { axeViolations, watch } from './watch.ts'

const folder = mkdtempSync(join(tmpdir(), 'explore-'))
let browser: Browser
let servers: Awaited<ReturnType<typeof startServers>>
let target: TargetFile
const at = (path: string) => new URL(path, servers.areas).href

beforeAll(async () => {
  const { home } = await publishTwoWeeks(folder)
  servers = await startServers({ home, port: 0, log: silentLog })
  browser = await launch()
  const file = (await readPrivate(home, '2026-W47', 'forecast-knife.json'))!
  target = TargetFile.parse(JSON.parse(file.toString()))
})
afterAll(async () => {
  await browser?.close()
  await servers?.close()
  rmSync(folder, { recursive: true, force: true })
})

const numberIn = (text: string | null) => Number((text ?? '').replace(/[^\d]/g, ''))
const total = async (page: Page) => numberIn(await page.locator('#explore-total').textContent())

async function opened(path: string) {
  const watched = await watch(browser)
  await watched.page.goto(at(path), { waitUntil: 'networkidle' })
  await watched.page.waitForFunction(() =>
    /\d/.test(document.querySelector('#explore-total')?.textContent ?? ''),
  )
  return watched
}

async function saved(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[name=${button}]`)])
  return readFileSync(await file.path(), 'utf8').replace('\ufeff', '')
}

describe('a square', () => {
  it('shows its hours, its reasons and last year, and its patrol sheet fits one side of A4', async () => {
    const { page, outside, complaints, close } = await watch(browser)
    const cell = target.cells[0]!
    await page.goto(at(`/knife/square/?s=${cell.id}`), { waitUntil: 'networkidle' })
    await page.getByRole('heading', { level: 1, name: cell.place }).waitFor()
    expect(await page.locator('table.hours tbody td').count()).toBe(168)
    const text = await page.locator('#square').innerText()
    for (const words of ['Why here', 'Why it moved', 'The same four weeks in past years', 'Micro-areas'])
      expect(text).toContain(words)
    expect(text.replace(/,/g, '')).toContain(`${target.cells[0]!.last4}`)
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Patrol sheet' }).click()
    await page.getByText('Visits of 10 to 15 minutes').waitFor()
    expect(await axeViolations(page)).toEqual([])
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
    expect([outside, complaints]).toEqual([[], []])
    await close()
  })

  it('that is not there, or not named, is said, and the list is offered', async () => {
    for (const search of ['', '?s=e1n1', '?s=%3Cscript%3E']) {
      const { page, complaints, close } = await watch(browser)
      await page.goto(at(`/knife/square/${search}`), { waitUntil: 'networkidle' })
      expect(await page.locator('#square-says').innerText()).toMatch(/No square is named|no such square/)
      expect(await page.locator('#square-list tbody tr').count()).toBe(20)
      expect(await axeViolations(page)).toEqual([])
      expect(complaints).toEqual([])
      await close()
    }
  })
})

describe('exploring', () => {
  it('map, table, files and SQL count the same offences of a year', async () => {
    const { page, outside, complaints, close } = await opened('/explore/?target=knife&time=0-12')
    const year = target.cells.reduce((sum, cell) => sum + cell.last52, 0)
    expect(await total(page)).toBe(year)
    const squares = (await saved(page, 'squares-csv')).trimEnd().split('\r\n').slice(2)
    const known = new Map(target.cells.map(cell => [cell.id, cell.last52]))
    expect(squares.length).toBe(target.cells.filter(cell => cell.last52 > 0).length)
    for (const line of squares) expect(Number(line.split(',').at(-1))).toBe(known.get(line.split(',')[0]!))
    expect((await saved(page, 'offences-csv')).trimEnd().split('\r\n').slice(2)).toHaveLength(year)
    const { features } = JSON.parse(await saved(page, 'geojson'))
    expect(features).toHaveLength(squares.length)
    await page.locator('#explore-sql summary').click()
    await page.fill(
      '#sql-text',
      "SELECT count(*) AS n FROM offences WHERE kind = 'target' AND four_weeks_from >= " +
        '(SELECT max(four_weeks_from) - 12 * 28 FROM offences)',
    )
    await page.click('[name=ask]')
    await page.locator('#sql-answer table').waitFor()
    expect(numberIn(await page.locator('#sql-answer tbody').innerText())).toBe(year)
    await page.fill('#sql-text', 'DROP TABLE offences')
    await page.click('[name=ask]')
    expect(await page.locator('#sql-status').innerText()).toContain('Only questions')
    expect(await axeViolations(page)).toEqual([])
    expect([outside, complaints]).toEqual([[], []])
    await close()
  })

  it('a brush by keyboard filters all views, the back button undoes it, two sets are compared', async () => {
    const { page, complaints, close } = await opened('/explore/?target=knife')
    const all = await total(page)
    await page.focus('#view-time')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => location.search.includes('time=0-0'))
    expect(await total(page)).toBe(target.lastFourWeeks)
    await page.goBack()
    await page.waitForFunction(() => !location.search.includes('time='))
    expect(await total(page)).toBe(all)
    await page.click('[name=pin]')
    await page.selectOption('[name=in]', 'district:Coventry')
    await page.waitForFunction(() =>
      /are in both/.test(document.querySelector('#explore-verdict')?.textContent ?? ''),
    )
    await page.locator('#explore-chips', { hasText: 'Coventry' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

/** A history of the size of ten years of a large force, in place of the week's own. */
const LARGE = 500_000

it('brushing 500,000 offences costs some plain scans of them at first, then few or none', async () => {
  const { page, close } = await watch(browser)
  const body = gzipSync(encodeHistory(madeHistory(LARGE, { squares: 1900, periods: 130 })), { level: 1 })
  await page.route(/history-knife/, route => route.fulfill({ body }))
  await page.goto(at('/explore/?target=knife'), { waitUntil: 'networkidle' })
  await page.waitForFunction(() => /\d,\d/.test(document.querySelector('#explore-total')?.textContent ?? ''))
  const { scan, first, brush, slow } = await page.evaluate(measure, LARGE)
  const ms = [scan, first, brush, slow].map(time => `${time.toFixed(1)} ms`)
  console.log(`bare scan ${ms[0]}, first brush ${ms[1]}, brush ${ms[2]}, p95 ${ms[3]}`)
  expect(first / scan).toBeLessThan(60)
  expect(brush / scan).toBeLessThan(16)
  await close()
})

/** Runs in the page: a bare scan of as many rows, the first brush of a view, and the brushes after it. */
function measure(rows: number): { scan: number; first: number; brush: number; slow: number } {
  const [bins, fits, counts] = [new Uint16Array(rows), new Uint8Array(rows), new Int32Array(1900)]
  for (let i = 0; i < rows; i++) [bins[i], fits[i]] = [i % 1900, i % 2]
  const timed = (work: () => void) => {
    const from = performance.now()
    work()
    return performance.now() - from
  }
  const middle = (values: number[], part: number) =>
    values.sort((a, b) => a - b)[Math.floor(part * (values.length - 1))]!
  const scans = Array.from({ length: 15 }, () =>
    timed(() => {
      for (let i = 0; i < rows; i++) if (fits[i]) counts[bins[i]!]!++
    }),
  )
  HTMLCanvasElement.prototype.setPointerCapture = () => {}
  const firsts: number[] = []
  const moves: number[] = []
  for (const id of ['view-hours', 'view-map', 'view-time', 'view-map', 'view-hours']) {
    const canvas = document.getElementById(id)!
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const fire = (type: string, part: number) =>
      canvas.dispatchEvent(
        new PointerEvent(type, { clientX: left + part * width, clientY: top + part * height, bubbles: true }),
      )
    firsts.push(timed(() => fire('pointerdown', 0.4)))
    for (let k = 0; k < 60; k++) moves.push(timed(() => fire('pointermove', 0.4 + k / 120)))
    fire('pointerup', 0.9)
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  }
  // The least of several is what the work costs: the rest is what else the machine was doing.
  const slow = middle(moves, 0.95)
  return { scan: middle(scans, 0), first: middle(firsts, 0), brush: middle(moves, 0.5), slow }
}
