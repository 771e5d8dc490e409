import type { MapCell } from '../cells.ts'

/** A cell of CSV that no spreadsheet takes for a formula, quoted where needed. @example safeCell('=1+1') === "'=1+1" */
export function safeCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** CSV text: the marking on the first line, then the heading and the rows. Lines end in CRLF. */
export function csvText(
  marking: string,
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [safeCell(marking), ...[heading, ...rows].map(row => row.map(safeCell).join(','))]
  return `${lines.join('\r\n')}\r\n`
}

const FIELDS = [
  'cell',
  'x',
  'y',
  'place',
  'district',
  'rank',
  'rank_last_week',
  'rank_change',
  'expected',
  'low_80',
  'high_80',
  'p_at_least_1',
  'p_at_least_2',
  'rank_low_80',
  'rank_high_80',
  'patch',
  'flare_up',
  'weeks_in_top_2_percent',
  'recorded_4_weeks',
  'recorded_52_weeks',
] as const

/** Cells as CSV with their week-on-week columns, in the order given; `title` goes after the marking on the first line. */
export function cellsCsv(title: string, cells: readonly MapCell[]): string {
  const rows = cells.map(cell => [
    cell.id,
    cell.x,
    cell.y,
    cell.place,
    cell.district,
    cell.rank,
    cell.previousRank ?? '',
    cell.previousRank === null ? '' : cell.previousRank - cell.rank,
    cell.expected,
    cell.low,
    cell.high,
    cell.pAny,
    cell.pTwo,
    cell.rankLow,
    cell.rankHigh,
    cell.patch || '',
    cell.flare ? 'yes' : '',
    cell.tenureWeeks,
    cell.last4 ?? 'withheld',
    cell.last52 ?? 'withheld',
  ])
  return csvText(title, FIELDS, rows)
}

/** A file name that carries the marking. @example fileName('OFFICIAL', ['knife', '2026-W47'], 'csv') === 'OFFICIAL_knife_2026-W47.csv' */
export function fileName(marking: string, parts: readonly string[], ending: string): string {
  const clean = (part: string) => part.replace(/[^A-Za-z0-9-]+/g, '-')
  return `${[marking, ...parts].map(clean).join('_')}.${ending}`
}

/** Hands a text to the reader as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
