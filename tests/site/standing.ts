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

/** Opens a page on a day on which its data are old, with a server that says so; gives how far it moved. */
export async function openLate(
  page: Page,
  address: string,
  { status = STATUS, at = '2027-02-01' }: { status?: object; at?: string } = {},
): Promise<number> {
  await page.route('**/status.json', async route => {
    // Later than the first paint, as on a slow line: what is filled in then must have its room.
    await sleep(300)
    await route.fulfill({ json: status })
  })
  await page.route('**/week.txt', route => route.fulfill({ body: STATUS.newest }))
  await page.clock.setFixedTime(`${at}T12:00:00`)
  await page.goto(address, { waitUntil: 'networkidle' })
  return page.evaluate(
    () =>
      new Promise<number>(done => {
        let sum = 0
        new PerformanceObserver(list => {
          for (const entry of list.getEntries() as unknown as { value: number }[]) sum += entry.value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => done(sum), 300)
      }),
  )
}
