import type { TargetFile } from '../contract/areas.ts'

/**
 * The forecast as CSV: the marking on the first line, then a header and one line a cell in order of rank. Text that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function forecastCsv(target: TargetFile, marking: string): string {
  const header =
    'rank,cell,place,district,centre_x,centre_y,expected,low_80,high_80,p_at_least_one,p_at_least_two,rank_low_80,rank_high_80,previous_rank,tenure_weeks,last_4_weeks,last_52_weeks'
  const lines = target.cells.map(cell =>
    [
      cell.rank,
      cell.id,
      cell.place,
      cell.district,
      cell.x,
      cell.y,
      cell.count.expected,
      cell.count.low,
      cell.count.high,
      cell.pAny,
      cell.pTwo,
      cell.rankLow,
      cell.rankHigh,
      cell.previousRank,
      cell.tenureWeeks,
      cell.last4,
      cell.last52,
    ]
      .map(csvField)
      .join(','),
  )
  const about = `${target.title}: expected offences ${target.forecastFrom} to ${target.forecastTo}`
  return `${[csvField(`${marking}. ${about}`), header, ...lines].join('\r\n')}\r\n`
}

/** One CSV field, quoted where needed and safe in a spreadsheet. @example csvField('=1+1') === "'=1+1" */
export function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The forecast as GeoJSON squares in WGS 84 (RFC 7946), with the marking as the first member. */
export function forecastGeoJson(
  target: TargetFile,
  marking: string,
  toWgs84: (x: number, y: number) => [number, number],
): string {
  const half = target.cellMetres / 2
  const features = target.cells.map(({ x, y, count, why: _, ...cell }) => ({
    type: 'Feature',
    id: cell.id,
    properties: { ...cell, ...count },
    geometry: {
      type: 'Polygon',
      coordinates: [
        (
          [
            [-half, -half],
            [half, -half],
            [half, half],
            [-half, half],
            [-half, -half],
          ] as const
        ).map(([dx, dy]) => toWgs84(x + dx, y + dy).map(degrees => Math.round(degrees * 1e6) / 1e6)),
      ],
    },
  }))
  const { title, forecastFrom, forecastTo } = target
  return JSON.stringify({ marking, type: 'FeatureCollection', title, forecastFrom, forecastTo, features })
}
