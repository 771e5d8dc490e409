import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { addressOf, built, open, saved } from './built.ts'

/** A reader at a page who counts what they do: clicks, choices in a list and keys pressed. */
interface Reader {
  readonly page: Page
  click(selector: string): Promise<void>
  choose(selector: string, label: string): Promise<void>
  press(...keys: string[]): Promise<void>
  type(text: string): Promise<void>
}

interface Task {
  readonly name: string
  readonly at: string
  readonly most: number
  run(reader: Reader): Promise<void>
}

const row = (page: Page, n: number) => page.locator('.squares-table tbody tr').nth(n)
const inDistrict = (name: string) => built.target.cells.filter(({ district }) => district === name)

const TASKS: readonly Task[] = [
  {
    name: 'top five in Birmingham',
    at: '/knife/',
    most: 2,
    run: async ({ page, choose }) => {
      await choose('#scope', 'Districts')
      await choose('#area', 'Birmingham')
      const ids = await page
        .locator('.squares-table tbody tr')
        .evaluateAll(rows => rows.slice(0, 5).map(one => (one as HTMLElement).dataset.cell))
      const five = inDistrict('Birmingham').slice(0, 5)
      expect(ids).toEqual(five.map(({ id }) => id))
    },
  },
  {
    name: 'what changed and why',
    at: '/',
    most: 0,
    run: async ({ page }) => {
      const changes = page.locator('.brief').first().locator('.changes')
      expect(await changes.locator('tbody tr').count()).toBeGreaterThan(0)
      const reasons = await changes.locator('tbody td:last-child').allInnerTexts()
      const { moves } = built.target
      if (moves.kind === 'since') expect(moves.labels).toEqual(expect.arrayContaining(reasons))
      else expect(await changes.innerText()).toContain('model')
    },
  },
  {
    name: 'two squares nearest a place',
    at: '/knife/',
    most: 7,
    run: async ({ page, press, type }) => {
      await press('/')
      await type('aston')
      await page.locator('[role=option]').first().waitFor()
      await press('Enter')
      const near = page.locator('.nearest li')
      await near.first().waitFor()
      expect(await near.count()).toBeGreaterThanOrEqual(2)
      expect(await near.nth(1).innerText()).toMatch(/km away; rank/)
    },
  },
  {
    name: 'a slide of one district',
    at: '/knife/',
    most: 3,
    run: async ({ page, choose, click }) => {
      await choose('#scope', 'Districts')
      await choose('#area', 'Coventry')
      const [download] = await Promise.all([page.waitForEvent('download'), click('.exports [name=png]')])
      expect(download.suggestedFilename()).toMatch(/_Coventry_forecast_.*\.png$/)
    },
  },
  {
    name: 'share a view and open it fresh',
    at: '/knife/?in=district:Coventry&layer=last52&budget=5',
    most: 1,
    run: async ({ page, click }) => {
      await click('.exports [name=share]')
      await page.waitForFunction(() => document.querySelector('#shared')?.textContent !== '')
      const link = /https?:\S+/.exec(await page.locator('#shared').innerText())![0]
      expect(link).toMatch(/\/2026-W10\/knife\/\?/)
      const fresh = await open(addressOf(new URL(link).pathname + new URL(link).search))
      await fresh.page.locator('.explorer.live').waitFor()
      expect(await fresh.page.locator('#layer').inputValue()).toBe('last52')
      expect(await fresh.page.locator('#budget').inputValue()).toBe('5')
      expect(await fresh.page.locator('#headline').innerText()).toBe(
        await page.locator('#headline').innerText(),
      )
      await fresh.close()
    },
  },
  {
    name: 'a square by keyboard alone',
    at: '/knife/',
    most: 12,
    run: async ({ page, press, type }) => {
      await press('/')
      await type('SP 070 868')
      await press('Enter')
      await page.waitForFunction(() => location.search.includes('cell='))
      expect(new URL(page.url()).searchParams.get('cell')).toBe('e407000n286000')
      expect(await page.locator('.square-pane').innerText()).toContain('E 407,000, N 286,000')
    },
  },
  {
    name: 'export to a spreadsheet',
    at: '/knife/',
    most: 1,
    run: async ({ page, click }) => {
      const [download] = await Promise.all([page.waitForEvent('download'), click('.exports [name=csv]')])
      expect(download.suggestedFilename()).toMatch(/\.csv$/)
    },
  },
]

it.each(TASKS)('$name takes few steps', async ({ name, at, most, run }) => {
  const { page, close } = await open(at)
  if (at !== '/') await page.locator('.explorer.live').waitFor()
  let steps = 0
  const begun = performance.now()
  await run({
    page,
    click: async selector => {
      steps++
      await page.locator(selector).click()
    },
    choose: async (selector, label) => {
      steps++
      await page.selectOption(selector, { label })
    },
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
      steps += keys.length
    },
    type: async text => {
      await page.keyboard.type(text)
      steps += text.length
    },
  })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  // The figures of the report: nothing is judged by the clock.
  process.stdout.write(`task: ${name}: ${steps} steps, ${seconds} s\n`)
  expect(steps).toBeLessThanOrEqual(most)
  await close()
})

it('clicking a row or a square chooses it in all three panes', async () => {
  const { page, close } = await open('/knife/')
  await row(page, 2).locator('.row-button').click()
  const third = built.target.cells[2]!
  await page.waitForFunction(id => location.search.includes(id), third.id)
  expect(await page.locator('.map-live path[aria-current]').getAttribute('aria-label')).toContain('Rank 3,')
  await page.locator('.map-live path.square').nth(7).click({ force: true })
  await page.waitForFunction(id => location.search.includes(id), built.target.cells[7]!.id)
  expect(await row(page, 7).getAttribute('aria-current')).toBe('true')
  await page.goBack()
  await page.waitForFunction(id => location.search.includes(id), third.id)
  await close()
})

it('arrow keys walk over the map from square to square, and Tab leaves it', async () => {
  const { page, close } = await open('/knife/')
  await page.locator('.map-live path[aria-current]').focus()
  await page.keyboard.press('PageDown')
  await page.waitForFunction(id => location.search.includes(id), built.target.cells[1]!.id)
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(id => !location.search.includes(id), built.target.cells[1]!.id)
  await close()
})

it('a picture of the view is a PNG of 1600 x 1200', async () => {
  const { page, close } = await open('/violence/?layer=change')
  const { text } = await saved(page, 'png')
  expect(text.slice(1, 4)).toBe('PNG')
  const side = (at: number) => [0, 1, 2, 3].reduce((sum, k) => sum * 256 + text.charCodeAt(at + k), 0)
  expect([side(16), side(20)]).toEqual([1600, 1200])
  await close()
})
