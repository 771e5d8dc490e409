import type { LoadedForce } from '../../force/load.ts'
import { csvText } from '../../lib/csv.ts'
import type { Ring } from '../../lib/geo.ts'
import { polygonsOf } from '../../lib/polygons.ts'
import type { TargetFile } from '../contract/areas.ts'
import { LAYER_COLUMNS, layerRows } from '../contract/layer-columns.ts'
import { ringsOf } from '../contract/layer-shapes.ts'
import type { LayerForecastFile, LayerShapesFile, LayersFile } from '../contract/layers.ts'

/** A layer with what is forecast for it, to be written for other programs. */
export interface LayerExport {
  readonly target: Pick<TargetFile, 'title'>
  readonly layer: LayersFile['layers'][number]
  readonly shapes: LayerShapesFile
  readonly file: LayerForecastFile
  readonly force: LoadedForce
}

const titleOf = ({ target, layer, file }: LayerExport) =>
  `${target.title}: expected offences ${file.forecastFrom} to ${file.forecastTo}, ${layer.title}`

/** Marking and title, and whose boundaries they are. */
const headOf = (what: LayerExport) =>
  [what.force.settings.marking, titleOf(what), what.layer.attribution].filter(Boolean).join('. ')

/** The forecast of a layer as CSV: the marking on the first line, then `LAYER_COLUMNS`, in order of rank. */
export function layerCsv(what: LayerExport): string {
  const rows = layerRows(what.layer.areas, what.file)
  return csvText(
    headOf(what),
    LAYER_COLUMNS.map(({ csv }) => csv),
    rows.map(row => LAYER_COLUMNS.map(({ value }) => value(row))),
  )
}

/** The forecast of a layer as GeoJSON in WGS 84, with the marking as the first member. */
export function layerGeoJson(what: LayerExport): string {
  const { layer, shapes, file, force } = what
  const outlines = new Map(ringsOf(shapes).map((rings, a) => [shapes.areas[a]!.code, rings]))
  const degrees = (ring: Ring) =>
    ring.map(([x, y]) => force.toWgs84(x, y).map(value => Math.round(value * 1e6) / 1e6))
  const features = layerRows(layer.areas, file).map(row => ({
    type: 'Feature',
    ...(row.code === '' ? {} : { id: row.code }),
    properties: Object.fromEntries(LAYER_COLUMNS.map(({ csv, value }) => [csv, value(row)])),
    geometry: geometryOf(polygonsOf(outlines.get(row.code) ?? []).map(rings => rings.map(degrees))),
  }))
  const { marking } = force.settings
  const { attribution } = layer
  return JSON.stringify({ marking, type: 'FeatureCollection', title: titleOf(what), attribution, features })
}

/** What lies outside every polygon has no geometry (RFC 7946, 3.2). */
function geometryOf(polygons: readonly number[][][][]) {
  if (polygons.length === 0) return null
  if (polygons.length === 1) return { type: 'Polygon', coordinates: polygons[0] }
  return { type: 'MultiPolygon', coordinates: polygons }
}
