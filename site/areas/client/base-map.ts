import L from 'leaflet'
import type { Label } from '../charts/labels.ts'
import { LIVE } from '../words/live.ts'
import { GROUNDS, type Ground } from './ground.ts'

/**
 * What a map knows of its ground: the force's own base map, if it has one, and what names stand over it.
 */
export interface Known {
  readonly ground: { readonly hash: string; readonly attribution: string } | undefined
  readonly labels: readonly Label[]
  readonly cellMetres: number
}

/**
 * Puts the force's base map under the squares, with its source and the choice of its colours in a corner;
 * does nothing where there is none. What draws it is fetched only then.
 *
 * @returns shows a ground
 */
export function addBaseMap(map: L.Map, host: HTMLElement, known: Known): (ground: Ground) => void {
  const { ground } = known
  if (!ground) return () => {}
  const address = `/basemap/${ground.hash}`
  const corner = cornerOf(ground.attribution)
  const control = new L.Control({ position: 'bottomright' })
  control.onAdd = () => corner.element
  control.addTo(map)
  const opening = import('./base-map-layer.ts').then(({ openBaseLayer }) =>
    openBaseLayer(map, { address, host, ...known }),
  )
  opening.catch(() => {
    corner.source.textContent = LIVE.streetsUnread
  })
  return chosen => {
    corner.choice.value = chosen
    void opening.then(show => show(chosen)).catch(() => {})
  }
}

const WORDS: Readonly<Record<Ground, string>> = {
  '': 'Streets in colour',
  plain: 'Streets in grey',
  none: 'No streets',
}

/** The choice of the ground, which the page hears as a change of `ground`, and whose data it is. */
function cornerOf(attribution: string) {
  const element = L.DomUtil.create('div', 'base-corner')
  const choice = L.DomUtil.create('select', 'no-print', element)
  choice.name = 'ground'
  choice.setAttribute('aria-label', 'Streets under the squares')
  choice.append(...GROUNDS.map(value => new Option(WORDS[value], value)))
  const source = L.DomUtil.create('span', 'base-source', element)
  source.textContent = attribution
  L.DomEvent.disableClickPropagation(element)
  return { element, choice, source }
}
