import { CELL_COLUMNS, type CellRow, csvText } from '../../../pipeline/bake/contract/vocabulary.ts'

/** Cells as CSV with every column, in the order given; `title` is the first line, with the marking. */
export function cellsCsv(title: string, cells: readonly CellRow[]): string {
  const rows = cells.map(cell => CELL_COLUMNS.map(({ value }) => value(cell)))
  return csvText(
    title,
    CELL_COLUMNS.map(({ csv }) => csv),
    rows,
  )
}

/** A baked GeoJSON file, as far as an export needs it. */
export interface SquaresGeoJson {
  readonly features: readonly { readonly id: string; readonly geometry: unknown }[]
}

/**
 * Cells as GeoJSON with the columns of the CSV, in the order given; the marking is the first member. The
 * shapes are taken from the week's file, whose corners are in degrees.
 */
export function cellsGeoJson(
  about: { readonly marking: string; readonly title: string },
  cells: readonly CellRow[],
  baked: SquaresGeoJson,
): string {
  const shapes = new Map(baked.features.map(({ id, geometry }) => [id, geometry]))
  const features = cells.map(cell => ({
    type: 'Feature',
    id: cell.id,
    properties: Object.fromEntries(CELL_COLUMNS.map(({ csv, value }) => [csv, value(cell)])),
    geometry: shapes.get(cell.id) ?? null,
  }))
  return JSON.stringify({ marking: about.marking, type: 'FeatureCollection', title: about.title, features })
}
