import { formatAge, formatDay } from '../format.ts'

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
    const words = time.nextElementSibling
    if (words) words.textContent = known ? `(${formatAge(age)})` : ''
    if (known && age > Number(root.documentElement.dataset.lateAfter)) warnOfAge(root, day, age)
  }
}

function warnOfAge(root: Document, day: string, age: number): void {
  let note = root.querySelector('.late.old')
  if (!note) {
    note = root.createElement('p')
    note.className = 'late old'
    note.setAttribute('role', 'alert')
    root.querySelector('.site-header')?.append(note)
  }
  for (const light of root.querySelectorAll('[data-light]')) {
    light.className = 'light light-late'
    light.textContent = 'Old'
  }
  const from = `The latest records are from ${formatDay(day)}, ${formatAge(age)}.`
  const text = `Old data. ${from} Do not rely on this page.`
  if (note.textContent !== text) note.textContent = text
}
