import { formatAge, formatDay } from '../format.ts'
import { WEEK_WORDS } from '../words/week.ts'
import { tell } from './notices.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * Whole days from an ISO date to now, by the reader's own calendar.
 * @example ageInDays('2026-11-21', new Date('2026-11-22T09:00')) === 1
 * @internal
 */
export function ageInDays(day: string, now: Date): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  return Math.round((today - Date.parse(`${day}T00:00:00Z`)) / DAY_MS)
}

/**
 * Writes beside each `<time data-age>` how old it is, now and as long as the page is open, so that a page
 * left open or bookmarked never says that old data are new; and warns once they are older than the force
 * allows.
 */
export function watchAge(root: Document): void {
  const show = () => showAge(root, new Date())
  show()
  root.defaultView?.setInterval(show, HOUR_MS)
  root.defaultView?.addEventListener('pageshow', show)
  root.addEventListener('visibilitychange', show)
}

/** @internal */
export function showAge(root: Document, now: Date): void {
  for (const time of root.querySelectorAll<HTMLElement>('time[data-age]')) {
    const day = time.getAttribute('datetime') ?? ''
    const age = ageInDays(day, now)
    // A clock that runs before the data says nothing of their age.
    const known = age >= 0
    const beside = time.nextElementSibling
    if (beside) beside.textContent = known ? `(${formatAge(age)})` : ''
    const old = known && age > Number(root.documentElement.dataset.lateAfter)
    const words = WEEK_WORDS.old(formatDay(day))
    tell(root, 'old', old ? { words, short: 'Old data' } : undefined)
    if (old) warnLights(root)
  }
}

function warnLights(root: Document): void {
  for (const light of root.querySelectorAll('[data-light]')) {
    light.className = 'light light-late'
    light.textContent = 'Old'
  }
}
