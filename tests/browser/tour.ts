import type { Page } from 'playwright-core'
import { overlap } from '../../site/shared/client/tour-place.ts'
import type { Tour } from '../../site/shared/words/tour.ts'
import { axeViolations } from './watch.ts'

/** What was found at a step of a tour. */
export interface Stepped {
  readonly title: string
  readonly path: string
  /** Of what the window shows of the part, the share that the box does not cover; 0: it shows nothing. */
  readonly seen: number
  readonly inBox: boolean
  readonly axe: readonly string[]
}

/** Walks an open tour with the keyboard alone, to its end, and says what each step shows. */
export async function walkTour(page: Page, tour: Tour, key: 'Enter' | 'ArrowRight'): Promise<Stepped[]> {
  const steps: Stepped[] = []
  for (const [i, { part }] of tour.steps.entries()) {
    await page.locator(`dialog.tour[data-step="${i + 1}"]`).waitFor()
    const { shown, box, title, inBox } = await measure(page, part)
    const area = shown.width * shown.height
    steps.push({
      title,
      path: new URL(page.url()).pathname,
      seen: area > 0 ? 1 - overlap(shown, box) / area : 0,
      inBox,
      axe: await axeViolations(page),
    })
    await page.keyboard.press(key)
  }
  await page.locator('dialog.tour').waitFor({ state: 'detached' })
  return steps
}

/** The part as far as it lies in the window, the box, its title, and whether the focus is in it. */
function measure(page: Page, part: string) {
  return page.evaluate(selector => {
    const dialog = document.querySelector('dialog.tour')!
    const found = [...document.querySelectorAll(selector)].find(one => one.getClientRects().length > 0)
    const plain = ({ left, top, width, height }: DOMRect) => ({ left, top, width, height })
    const { left, top, right, bottom } = found?.getBoundingClientRect() ?? new DOMRect()
    const [x, y] = [Math.max(0, left), Math.max(0, top)]
    const width = Math.max(0, Math.min(right, document.documentElement.clientWidth) - x)
    const height = Math.max(0, Math.min(bottom, window.innerHeight) - y)
    return {
      shown: { left: x, top: y, width, height },
      box: plain(dialog.getBoundingClientRect()),
      title: dialog.querySelector('h2')?.textContent ?? '',
      inBox: dialog.contains(document.activeElement),
    }
  }, part)
}
