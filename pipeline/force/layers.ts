import { type Arcs, ringsOfArcs } from '../lib/arcs.ts'
import type { Shape } from '../lib/geo.ts'
import type { District } from './boundary.ts'
import { simpleOutlines } from './layer-outlines.ts'

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
  /** The outlines to be drawn, with the borders of neighbours once. */
  readonly outlines: Arcs
  /** What was noticed in its file and did not stop the run, in words. */
  readonly notes: readonly string[]
}

/** The layer that every force has: its districts, whose names are their codes. */
export function districtLayer(districts: readonly District[]): Layer {
  return {
    id: 'district',
    title: 'Districts',
    attribution: '',
    areas: districts.map(({ name, shape }) => ({ code: name, name, shape })),
    outlines: simpleOutlines(districts.map(({ shape }) => shape)),
    notes: [],
  }
}

/** A layer whose areas are exactly what is drawn. */
export function drawnLayer(
  layer: Omit<Layer, 'areas'> & { readonly names: readonly Pick<LayerArea, 'code' | 'name'>[] },
): Layer {
  const { names, ...rest } = layer
  const shapes = ringsOfArcs(layer.outlines)
  return { ...rest, areas: names.map((area, a) => ({ ...area, shape: shapes[a]! })) }
}
