import type { LayerForecastFile } from './layers.ts'

/** A polygon of a layer with its numbers, or what lies in none: what every table and export is made from. */
export interface LayerRow {
  readonly code: string
  readonly name: string
  /** Ground in km2; null outside every polygon. */
  readonly km2: number | null
  /** Rank by expected number, 1 the greatest; null outside every polygon. */
  readonly rank: number | null
  readonly numbers: LayerForecastFile['outside']
  /** Expected in the forecast of the week before; null where there is none. */
  readonly before: number | null
}

/** A column of polygons: its name in CSV, its heading, and its value in CSV. */
export interface LayerColumn {
  readonly csv: string
  readonly title: string
  readonly value: (row: LayerRow) => string | number | null
}

/** The columns of polygons, left to right: the table, the baked CSV and the browser's export share them. */
export const LAYER_COLUMNS: readonly LayerColumn[] = [
  { csv: 'rank', title: 'Rank', value: row => row.rank },
  { csv: 'code', title: 'Code', value: row => row.code },
  { csv: 'name', title: 'Name', value: row => row.name },
  { csv: 'km2', title: 'Area, km\u00b2', value: row => row.km2 },
  { csv: 'expected', title: 'Expected', value: row => row.numbers.expected },
  { csv: 'low_80', title: 'Low end of the interval', value: row => row.numbers.low },
  { csv: 'high_80', title: 'High end of the interval', value: row => row.numbers.high },
  { csv: 'interval_holds', title: 'Chance that the interval holds', value: row => row.numbers.mass },
  { csv: 'p_at_least_1', title: 'P(at least 1)', value: row => row.numbers.pAny },
  { csv: 'expected_last_week', title: 'Expected last week', value: row => row.before },
  { csv: 'recorded_4_weeks', title: 'Recorded, last 4 weeks', value: row => row.numbers.last4 },
  { csv: 'recorded_52_weeks', title: 'Recorded, last 52 weeks', value: row => row.numbers.last52 },
]

/** What the row says that belongs to no polygon. */
const OUTSIDE = { code: '', name: 'outside every polygon', km2: null, rank: null } as const

/**
 * The rows of a layer: its polygons in order of rank, then what lies outside every polygon, where anything
 * does.
 *
 * @param areas names and ground of the polygons, in the order of `file.areas`
 */
export function layerRows(
  areas: readonly { readonly name: string; readonly km2: number }[],
  file: Pick<LayerForecastFile, 'areas' | 'outside' | 'before'>,
): LayerRow[] {
  const { before } = file
  const order = file.areas.map((_, a) => a)
  order.sort((a, b) => file.areas[b]!.expected - file.areas[a]!.expected || a - b)
  const rows = order.map((a, r): LayerRow => {
    const [{ code, ...numbers }, { name, km2 }] = [file.areas[a]!, areas[a]!]
    const last = before.kind === 'since' ? before.expected[a]! : null
    return { code, name, km2, rank: r + 1, numbers, before: last }
  })
  const { outside } = file
  if (outside.expected === 0 && outside.last52 === 0) return rows
  return [...rows, { ...OUTSIDE, numbers: outside, before: before.kind === 'since' ? before.outside : null }]
}
