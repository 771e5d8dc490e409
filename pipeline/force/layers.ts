import type { Shape } from '../lib/geo.ts'
import type { District } from './boundary.ts'

/** A polygon of a boundary layer: its code, its name and its outline in the force's metres. */
export interface LayerArea {
  readonly code: string
  readonly name: string
  readonly shape: Shape
}

/** A boundary layer, ready for use. */
export interface Layer {
  readonly id: string
  readonly title: string
  /** Whose data they are, as pages have to say it; may be empty. */
  readonly attribution: string
  readonly areas: readonly LayerArea[]
}

/** The layer that every force has: its districts, whose names are their codes. */
export function districtLayer(districts: readonly District[]): Layer {
  return {
    id: 'district',
    title: 'Districts',
    attribution: '',
    areas: districts.map(({ name, shape }) => ({ code: name, name, shape })),
  }
}
