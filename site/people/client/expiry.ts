/**
 * Hides scores and predictions (`data-expiring`) once the day named by `data-scores-expire-on` is over, and
 * shows the notice that stands in for them. Recorded facts stay.
 *
 * @param root the page
 * @param now the reader's clock
 * @returns whether they are out of date
 */
export function hideExpired(root: Document, now: Date): boolean {
  const notice = root.querySelector<HTMLElement>('[data-scores-expire-on]')
  if (!notice || !hasExpired(notice.dataset.scoresExpireOn ?? '', now)) return false
  for (const part of root.querySelectorAll<HTMLElement>('[data-expiring]')) part.hidden = true
  notice.hidden = false
  return true
}

/**
 * Whether a last day, as an ISO date, is over on the reader's calendar.
 * @example hasExpired('2026-11-30', new Date(2026, 11, 1)) === true
 * @internal
 */
export function hasExpired(lastDay: string, now: Date): boolean {
  const two = (value: number) => String(value).padStart(2, '0')
  return lastDay !== '' && `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` > lastDay
}
