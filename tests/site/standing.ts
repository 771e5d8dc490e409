import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** What the server says when as much as possible happened since a page was published. */
export const STATUS = {
  newest: '2026-W48',
  corrected: {},
  refused: {
    at: '2026-11-24T09:30:00.000Z',
    reason: '3 crimes recorded in the last 28 days; allowed: 300 to 900',
  },
  paused: [{ what: 'serious-violence', reason: 'a wrong model', at: '2026-11-25T09:30:00.000Z' }],
}

/**
 * Opens a page on a day on which its data are old, with a server that says so; gives by how many pixels the
 * notices push down what stands below them. Read of the layout, with them and without: what else moves while
 * a page fills is no matter of theirs, and no machine is too slow for it.
 */
export async function openLate(
  page: Page,
  address: string,
  { status = STATUS, at = '2027-02-01' }: { status?: object; at?: string } = {},
): Promise<number> {
  await page.route('**/status.json', async route => {
    // Later than the first paint, as on a slow line.
    await sleep(300)
    await route.fulfill({ json: status })
  })
  await page.route('**/week.txt', route => route.fulfill({ body: STATUS.newest }))
  await page.clock.setFixedTime(`${at}T12:00:00`)
  await page.goto(address, { waitUntil: 'networkidle' })
  return page.evaluate(() => {
    const below = document.querySelector('#main')!
    const notices = [...document.querySelectorAll<HTMLElement>('[data-notices] [data-kind]')]
    const pushed = below.getBoundingClientRect().top
    for (const notice of notices) notice.style.display = 'none'
    const free = below.getBoundingClientRect().top
    for (const notice of notices) notice.style.display = ''
    return pushed - free
  })
}
