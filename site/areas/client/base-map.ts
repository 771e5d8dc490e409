import type L from 'leaflet'
import type { Label } from '../charts/labels.ts'

/** The grounds that a reader may choose: that of the palette, in greys alone, or none. */
export const GROUNDS = ['', 'plain', 'none'] as const

/** A chosen ground. */
export type Ground = (typeof GROUNDS)[number]

/**
 * Puts the base map of a page under the squares; nothing where the page has none. What draws it is fetched only
 * then.
 *
 * @param host the map's element, inside the one that names the base map (`data-base-map`)
 * @returns how to choose what ground is shown
 */
export function addBaseMap(
  map: L.Map,
  host: HTMLElement,
  known: { readonly labels: readonly Label[]; readonly cellMetres: number },
): (ground: Ground) => void {
  const address = host.closest<HTMLElement>('[data-base-map]')?.dataset.baseMap
  if (!address) return () => {}
  const opening = import('./base-map-layer.ts').then(({ openBaseLayer }) =>
    openBaseLayer(map, { address, host, ...known }),
  )
  opening.catch((error: Error) => {
    const note = host.closest('section')?.querySelector('.base-note')
    note?.append(` It could not be drawn: ${error.message}.`)
  })
  return ground => void opening.then(show => show(ground)).catch(() => {})
}
