import type L from 'leaflet'

/** A page that was scrolled so lately is being scrolled: the wheel goes on with that. */
const SCROLLING_MS = 350

/** How many steps of zoom a key asks for; null where the key means nothing here. @internal */
export function zoomSteps(key: string): number | null {
  return { '+': 1, '=': 1, '-': -1, _: -1 }[key] ?? null
}

/**
 * Lets the wheel, two fingers and keys zoom a map. The wheel zooms as soon as the pointer stands on the
 * map; only where the page was scrolled just before, or the map can zoom no further out, the page
 * scrolls. Plus and minus zoom at a point, zero shows the whole force.
 *
 * @param at the point that keys zoom at: the chosen square
 */
export function letZoom(map: L.Map, host: HTMLElement, at: () => L.LatLng | undefined): void {
  let scrolled = Number.NEGATIVE_INFINITY
  const whole = map.getBounds()
  addEventListener('scroll', ({ timeStamp }) => {
    scrolled = timeStamp
  })
  map.scrollWheelZoom.enable()
  // Heard before the map hears it: what is stopped here scrolls the page.
  const listenFirst = { capture: true, passive: true }
  host.parentElement!.addEventListener('wheel', pageFirst, listenFirst)
  host.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const steps = zoomSteps(event.key)
    if (event.key === '0') map.fitBounds(whole, { animate: false })
    else if (steps !== null)
      // At once: while one zoom is animated Leaflet hears no other, and a key is pressed faster than that.
      map.setZoomAround(at() ?? map.getCenter(), map.getZoom() + steps * map.options.zoomDelta!, {
        animate: false,
      })
    else return
    event.preventDefault()
  })

  function pageFirst(event: WheelEvent): void {
    if (!host.contains(event.target as Node)) return
    const zooming = event.ctrlKey || event.timeStamp - scrolled > SCROLLING_MS
    const atEnd = event.deltaY > 0 && map.getZoom() <= map.getMinZoom() + 1e-6
    if (!zooming || (atEnd && !event.ctrlKey)) event.stopPropagation()
  }
}
