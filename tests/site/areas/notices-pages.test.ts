import { describe, expect, it } from 'vitest'
import { openLate, STATUS } from '../standing.ts'
import { addressOf, built, KEPT_WEEK, open, WEEK } from './built.ts'

/** One page of each kind, with a week of the archive and an address where nothing is. */
const PAGES = [
  ...['/', '/knife/', '/data/', '/explore/', '/evidence/', '/patrols/', '/weeks/', '/tasking/pack/'],
  ...['/knife/sheet/', '/knife/square/?s=', '/nothing-here/', `/${KEPT_WEEK}/`, `/${WEEK}/knife/`],
]
const SIZES = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const

describe.each(Object.entries(SIZES))('on a %s', (name, viewport) => {
  it.each(PAGES)('%s says what happened since, and nothing moves', async path => {
    const context = await built.browser.newContext({ viewport })
    const page = await context.newPage()
    const pushed = await openLate(page, addressOf(path.replace(/=$/, `=${built.target.cells[0]!.id}`)))
    const said = await page
      .locator('.standing li[data-kind]')
      .evaluateAll(items => items.map(item => [item.className, item.querySelector('span')?.textContent]))
    expect(said).toEqual([
      ['paused', 'Paused since 25 Nov 2026 (serious violence).'],
      ['old', 'Old data, to 1 Mar 2026: do not rely on it.'],
      ['refused', 'Last run refused on 24 Nov 2026.'],
      ['newer', 'Newer week:'],
    ])
    const link = await page.locator('.standing .newer a').getAttribute('href')
    expect(link).toMatch(/^\/2026-W48\//)
    if (name === 'desk') expect.soft(pushed, path).toBe(0)
    await page.locator('.standing .refused summary').click()
    expect(await page.locator('.standing .refused p').innerText()).toContain(STATUS.refused.reason.slice(1))
    await context.close()
  })
})

it('on a phone two notices have their room from the start', async () => {
  const page = await built.browser.newPage({ viewport: SIZES.phone })
  const pushed = await openLate(page, addressOf('/data/'), {
    status: { ...STATUS, newest: WEEK, paused: [] },
  })
  expect(await page.locator('.standing li[data-kind]').count()).toBe(2)
  expect(pushed).toBe(0)
  await page.close()
})

it('the wall says it in the foot of every page', async () => {
  const page = await built.browser.newPage({ viewport: SIZES.desk })
  const pushed = await openLate(page, addressOf('/tasking/'))
  const feet = await page.locator('.wall-news').allTextContents()
  expect(feet.length).toBe(6)
  const words = 'Paused · Old data · Run refused 24 Nov 2026 · Newer week'
  expect(new Set(feet)).toEqual(new Set([words]))
  const foot = page.locator('.wall-foot').first()
  expect(await foot.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  expect(pushed).toBe(0)
  await page.close()
})

it('with nothing to say the line tells that this is the newest week', async () => {
  const page = await built.browser.newPage({ viewport: SIZES.desk })
  await page.route('**/status.json', route =>
    route.fulfill({ json: { newest: WEEK, refused: null, paused: [] } }),
  )
  await page.clock.setFixedTime(`${built.target.forecastFrom}T12:00:00`)
  await page.goto(addressOf('/knife/'), { waitUntil: 'networkidle' })
  expect(await page.locator('.standing').innerText()).toBe(
    'This is the newest week. No run was refused since it was published.',
  )
  await page.close()
})

it('without a script the line says of when the page is', async () => {
  const { page, close } = await open('/knife/', { javaScriptEnabled: false })
  expect(await page.locator('.standing').innerText()).toBe(`Week ${WEEK}, as it was published.`)
  await close()
})
