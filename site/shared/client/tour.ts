import { placeOnPage, readPlace, stepAddress, type TourPlace } from '../tours.ts'
import type { Tour } from '../words/tour.ts'
import { pathInWeek } from './week.ts'

/**
 * Starts tours: the one that the address names, and those of the page's buttons. The steps and the box that
 * shows them are fetched only then.
 */
export function watchTours(root: Document): void {
  const place = readPlace(root.defaultView!.location.search)
  if (place) void start(root, () => place)
  for (const button of root.querySelectorAll<HTMLElement>('[data-tour]')) {
    button.addEventListener('click', () => void start(root, tours => chosen(button, tours), button))
  }
}

/** The place in which a button starts: its own tour, or the first that stands on this page. */
function chosen(button: HTMLElement, tours: readonly Tour[]): TourPlace | null {
  const path = pathInWeek(button.ownerDocument.location.pathname)
  const id = button.dataset.tour
  if (!id) return placeOnPage(tours, path)
  const list = button.ownerDocument.querySelector<HTMLSelectElement>(`select[data-unit-of="${id}"]`)
  return { id, step: 1, unit: list?.value ?? '' }
}

async function start(
  root: Document,
  choose: (tours: readonly Tour[]) => TourPlace | null,
  opener?: HTMLElement,
): Promise<void> {
  const { location } = root.defaultView!
  const path = pathInWeek(location.pathname)
  const prefix = location.pathname.slice(0, location.pathname.length - path.length)
  const [{ openBox, sayLost }, tours] = await Promise.all([import('./tour-box.ts'), fetchTours(prefix)])
  const place = choose(tours ?? [])
  const tour = tours?.find(({ id }) => id === place?.id)
  const step = tour?.steps[(place?.step ?? 0) - 1]
  if (!place || !tour || !step) return sayLost(root)
  const address = new URL(stepAddress(step, place, prefix), location.href)
  if (address.pathname === location.pathname) openBox(root, { tour, place, prefix, opener })
  else location.assign(address)
}

async function fetchTours(prefix: string): Promise<Tour[] | undefined> {
  try {
    const answer = await fetch(`${prefix}/help/tours.json`)
    return answer.ok ? ((await answer.json()) as Tour[]) : undefined
  } catch {
    return undefined
  }
}
