/** A cell of a forecast, with its interval laid flat: what every table and export of cells is made from. */
export interface CellRow {
  readonly id: string
  /** Centre, in metres. */
  readonly x: number
  readonly y: number
  /** Land of the force in it: less than the square where the outline cuts it. */
  readonly landKm2: number
  readonly place: string
  readonly district: string
  readonly rank: number
  readonly previousRank: number | null
  /** Expected number in the forecast before; null where there is none. */
  readonly previousExpected: number | null
  readonly tenureWeeks: number
  readonly rankLow: number
  readonly rankHigh: number
  /** Chance that it stands among the first 20. */
  readonly topShare: number
  readonly expected: number
  readonly low: number
  readonly high: number
  /** Chance that the interval holds the count. */
  readonly mass: number
  readonly pAny: number
  readonly pTwo: number
  /** Share of its offences that happen by night, drawn towards the force's. */
  readonly nightShare: number
  /** Number of its patch, 1 the greatest; 0 outside the patches. */
  readonly patch: number
  readonly flare: boolean
  /** Recorded offences of the last 4 and 52 weeks, in full. */
  readonly last4: number
  readonly last52: number
}

/** A column of cells: its key in the table's address, its name in CSV, its heading, and its value in CSV. */
export interface CellColumn {
  readonly key: string
  readonly csv: string
  readonly title: string
  readonly value: (cell: CellRow) => string | number | null
}

/** How much more is expected than in the forecast before; null where there is none. */
export const changeOf = (cell: Pick<CellRow, 'expected' | 'previousExpected'>): number | null =>
  cell.previousExpected === null ? null : tidy(cell.expected - cell.previousExpected)

/** Expected number by night and by day. */
export const byNight = (cell: Pick<CellRow, 'expected' | 'nightShare'>) =>
  tidy(cell.expected * cell.nightShare)
export const byDay = (cell: Pick<CellRow, 'expected' | 'nightShare'>) =>
  tidy(cell.expected * (1 - cell.nightShare))

/** Six decimals: finer than any count is written, and without the dust of subtraction. */
const tidy = (value: number) => Math.round(value * 1e6) / 1e6

/**
 * The columns of cells, left to right: the baked CSV, the browser's export and the table take theirs from
 * here.
 */
export const CELL_COLUMNS = [
  { key: 'rank', csv: 'rank', title: 'Rank', value: cell => cell.rank },
  { key: 'cell', csv: 'cell', title: 'Square', value: cell => cell.id },
  { key: 'place', csv: 'place', title: 'Place', value: cell => cell.place },
  { key: 'district', csv: 'district', title: 'District', value: cell => cell.district },
  { key: 'x', csv: 'centre_x', title: 'Centre, metres east', value: cell => cell.x },
  { key: 'y', csv: 'centre_y', title: 'Centre, metres north', value: cell => cell.y },
  { key: 'land', csv: 'land_km2', title: 'Land, km\u00b2', value: cell => cell.landKm2 },
  { key: 'expected', csv: 'expected', title: 'Expected', value: cell => cell.expected },
  { key: 'low', csv: 'low_80', title: 'Low end of the interval', value: cell => cell.low },
  { key: 'high', csv: 'high_80', title: 'High end of the interval', value: cell => cell.high },
  { key: 'mass', csv: 'interval_holds', title: 'Chance that the interval holds', value: cell => cell.mass },
  { key: 'any', csv: 'p_at_least_1', title: 'P(at least 1)', value: cell => cell.pAny },
  { key: 'two', csv: 'p_at_least_2', title: 'P(at least 2)', value: cell => cell.pTwo },
  { key: 'rankLow', csv: 'rank_low_80', title: 'Best rank, 80% interval', value: cell => cell.rankLow },
  { key: 'rankHigh', csv: 'rank_high_80', title: 'Worst rank, 80% interval', value: cell => cell.rankHigh },
  { key: 'top', csv: 'p_in_first_20', title: 'Chance of the first 20', value: cell => cell.topShare },
  { key: 'before', csv: 'rank_last_week', title: 'Rank last week', value: cell => cell.previousRank },
  {
    key: 'move',
    csv: 'rank_change',
    title: 'Against last week',
    value: cell => (cell.previousRank === null ? null : cell.previousRank - cell.rank),
  },
  {
    key: 'was',
    csv: 'expected_last_week',
    title: 'Expected last week',
    value: cell => cell.previousExpected,
  },
  { key: 'change', csv: 'change_of_expected', title: 'Change of expected', value: changeOf },
  { key: 'day', csv: 'expected_by_day', title: 'Expected by day', value: byDay },
  { key: 'night', csv: 'expected_by_night', title: 'Expected by night', value: byNight },
  { key: 'tenure', csv: 'weeks_in_top_2_percent', title: 'Weeks in top 2%', value: cell => cell.tenureWeeks },
  { key: 'patch', csv: 'patch', title: 'Patch', value: cell => (cell.patch > 0 ? cell.patch : null) },
  { key: 'flare', csv: 'flare_up', title: 'Flare-up', value: cell => (cell.flare ? 'yes' : null) },
  { key: 'last4', csv: 'recorded_4_weeks', title: 'Recorded, 4 weeks', value: cell => cell.last4 },
  { key: 'last52', csv: 'recorded_52_weeks', title: 'Recorded, 52 weeks', value: cell => cell.last52 },
] as const satisfies readonly CellColumn[]
