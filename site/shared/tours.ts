import type { Step, Tour } from './words/tour.ts'

/** Where a reader is in a tour. */
export interface TourPlace {
  readonly id: string
  /** Of the steps, counted from 1. */
  readonly step: number
  /** Code of the unit that the reader chose; empty where no step needs one. */
  readonly unit: string
}

/** Parameter of the address that names the place in a tour. */
export const TOUR_PARAMETER = 'tour'

/**
 * The place in a tour that an address names; null where it names none.
 *
 * @example readPlace('?tour=manager.2.BW') // { id: 'manager', step: 2, unit: 'BW' }
 */
export function readPlace(search: string): TourPlace | null {
  const text = new URLSearchParams(search).get(TOUR_PARAMETER) ?? ''
  const [, id, step, unit = ''] = /^([a-z]+)\.([1-6])(?:\.([^/\\?#%]+))?$/.exec(text) ?? []
  return id && step ? { id, step: Number(step), unit } : null
}

/**
 * The address of a step.
 *
 * @param prefix where the pages stand: empty, or a week of the archive such as `/2026-W47`
 * @example stepAddress(step, { id: 'chair', step: 3, unit: '' }) === '/tasking/?tour=chair.3#2'
 */
export function stepAddress(step: Step, place: TourPlace, prefix = ''): string {
  const [path = '', hash] = step.page.replace(':unit', encodeURIComponent(place.unit)).split('#')
  const unit = place.unit && `.${encodeURIComponent(place.unit)}`
  const search = `?${TOUR_PARAMETER}=${place.id}.${place.step}${unit}`
  return `${prefix}${path}${search}${hash === undefined ? '' : `#${hash}`}`
}

/** Whether a tour has steps on the pages of a unit. */
export function needsUnit(tour: Tour): boolean {
  return tour.steps.some(({ page }) => page.includes(':unit'))
}

/**
 * The first step of any tour that stands on a page, for a start from there; null where none does.
 *
 * @param path of the page in its product and week, such as `/lomu/BW/`
 */
export function placeOnPage(tours: readonly Tour[], path: string): TourPlace | null {
  const unit = /^\/lomu\/([^/]+)\/$/.exec(path)?.[1] ?? ''
  const here = unit ? '/lomu/:unit/' : path
  for (const { id, steps } of tours) {
    const at = steps.findIndex(({ page }) => page.split('#')[0] === here)
    if (at >= 0) return { id, step: at + 1, unit: decodeURIComponent(unit) }
  }
  return null
}
