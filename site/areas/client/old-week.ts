import { pathInWeek } from '../../shared/client/week.ts'

/**
 * The address of the same page in the week that a link asks for with `?week=`; null where the page shows that
 * week already, or asks for none.
 *
 * @param shown the week of the page, with a revision where it has one
 * @example weekAddress({ pathname: '/knife/', search: '?week=2026-W40&budget=5' }, '2026-W47')
 * @internal
 */
export function weekAddress(
  { pathname, search }: { readonly pathname: string; readonly search: string },
  shown: string,
): { readonly week: string; readonly path: string; readonly search: string } | null {
  const params = new URLSearchParams(search)
  const week = params.get('week')
  if (week === null || !/^\d{4}-W\d{2}(\.\d+)?$/.test(week) || week === shown || week === shown.split('.')[0])
    return null
  params.delete('week')
  const rest = params.toString().replaceAll('%3A', ':')
  return { week, path: `/${week}${pathInWeek(pathname)}`, search: rest ? `?${rest}` : '' }
}

/** Opens the week that the address asks for, where it is kept; says whether the page is on its way there. */
export async function openAskedWeek(shown: string): Promise<boolean> {
  const asked = weekAddress(location, shown)
  if (!asked) return false
  const kept = await fetch(asked.path, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (kept) location.replace(`${asked.path}${asked.search}${location.hash}`)
  return kept
}
