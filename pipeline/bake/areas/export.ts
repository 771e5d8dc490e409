import { csvText } from '../../lib/csv.ts'
import type { TargetFile } from '../contract/areas.ts'
import { CELL_COLUMNS, type CellRow } from '../contract/cell-columns.ts'

/**
 * The forecast as CSV: the marking on the first line, then a header and one line a cell in order of rank,
 * with the columns of `CELL_COLUMNS`. Text is safe in a spreadsheet.
 */
export function forecastCsv(target: TargetFile, marking: string): string {
  const { title, forecastFrom, forecastTo } = target
  const about = `${title}: expected offences ${forecastFrom} to ${forecastTo}`
  const rows = cellRows(target).map(cell => CELL_COLUMNS.map(({ value }) => value(cell)))
  return csvText(
    `${marking}. ${about}`,
    CELL_COLUMNS.map(({ csv }) => csv),
    rows,
  )
}

function cellRows({ cells, patches, flareUps }: TargetFile): CellRow[] {
  const patchOf = new Map(patches.patches.flatMap((patch, p) => patch.cells.map(id => [id, p + 1] as const)))
  const flared = new Set(flareUps.map(({ cell }) => cell))
  return cells.map(cell => ({
    ...cell,
    ...cell.count,
    patch: patchOf.get(cell.id) ?? 0,
    flare: flared.has(cell.id),
  }))
}

/** Corners of a square around its centre, in half sides, closed. */
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
] as const

/**
 * The forecast as GeoJSON squares in WGS 84 (RFC 7946), with the marking as the first member and the columns
 * of the CSV as properties.
 */
export function forecastGeoJson(
  target: TargetFile,
  marking: string,
  toWgs84: (x: number, y: number) => [number, number],
): string {
  const half = target.cellMetres / 2
  const degrees = (x: number, y: number) => toWgs84(x, y).map(value => Math.round(value * 1e6) / 1e6)
  const features = cellRows(target).map(cell => ({
    type: 'Feature',
    id: cell.id,
    properties: Object.fromEntries(CELL_COLUMNS.map(({ csv, value }) => [csv, value(cell)])),
    geometry: {
      type: 'Polygon',
      coordinates: [CORNERS.map(([dx, dy]) => degrees(cell.x + dx * half, cell.y + dy * half))],
    },
  }))
  const { title, forecastFrom, forecastTo } = target
  return JSON.stringify({ marking, type: 'FeatureCollection', title, forecastFrom, forecastTo, features })
}
