import { expect, it } from 'vitest'
import { openLate, STATUS } from '../standing.ts'
import { adult, built, listOf, pageOf, unit } from './built.ts'

const PAGES = ['/', listOf(unit), pageOf(adult), '/evidence/', '/fairness/', '/method/', '/nothing-here/']
const reason = '12 of 40 people moved; allowed: 5% or fewer'
const status = { ...STATUS, newest: '2026-W47', paused: [], refused: { ...STATUS.refused, reason } }

it.each(PAGES)('%s says what happened since, people’s data included, and nothing moves', async path => {
  const context = await built.browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(`sessionStorage.setItem('foresite-why', 'review')`)
  const pushed = await openLate(page, new URL(path, built.servers.people).href, { status, at: '2026-11-29' })
  const said = await page.locator('.standing li[data-kind]').allTextContents()
  expect(said.map(text => text.slice(0, 8))).toEqual(['Old data', 'Last run'])
  expect(said[1]).toContain(reason)
  expect.soft(pushed, path).toBe(0)
  await context.close()
})
