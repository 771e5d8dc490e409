import {
  csvText,
  type History,
  HOUR_NOT_SHOWN,
  PERIOD_DAYS,
} from '../../../pipeline/bake/contract/vocabulary.ts'

const DAY_MS = 86_400_000

/** Columns of a file of offences; day, weekday, hour and venue are empty where they are not shown. */
const OFFENCE_COLUMNS = [
  ...['four_weeks_from', 'day', 'weekday', 'hour', 'venue', 'square', 'place', 'district', 'clause', 'kind'],
] as const

/** The offences of some rows, one a line. */
export function offencesCsv(title: string, { header, columns }: History, rows: Uint32Array): string {
  const start = Date.parse(header.from)
  const iso = (day: number) => new Date(start + day * DAY_MS).toISOString().slice(0, 10)
  const lines = Array.from(rows, i => {
    const [day, hour, square] = [columns.day[i]!, columns.hour[i]!, header.squares[columns.cell[i]!]!]
    const { name, kind } = header.clauses[columns.clause[i]!]!
    const shown = hour !== HOUR_NOT_SHOWN
    return [
      iso(day - (day % PERIOD_DAYS)),
      shown ? iso(day) : null,
      shown ? weekdayOf(start / DAY_MS + day) : null,
      shown ? hour : null,
      header.venues[columns.venue[i]!] ?? null,
      ...[square.id, square.place, square.district, name, kind],
    ]
  })
  return csvText(title, [...OFFENCE_COLUMNS], lines)
}

/** 1 is Monday; 1970-01-01 was a Thursday. */
const weekdayOf = (epochDay: number) => ((((epochDay + 3) % 7) + 7) % 7) + 1

/** Squares with their counts, in the order of the table. */
export function squaresCsv(title: string, { header }: History, list: readonly Counted[]): string {
  return csvText(
    title,
    ['square', 'place', 'district', 'centre_x', 'centre_y', 'recorded'],
    list.map(({ cell, count }) => {
      const { id, place, district, x, y } = header.squares[cell]!
      return [id, place, district, x, y, count]
    }),
  )
}

/** A square of the table. */
export interface Counted {
  readonly cell: number
  readonly count: number
}

/** Squares with their counts as GeoJSON; shapes in degrees come from the week's own file. */
export function squaresGeoJson(
  about: { readonly marking: string; readonly title: string },
  { header }: History,
  { list, shapes }: { readonly list: readonly Counted[]; readonly shapes: ReadonlyMap<string, unknown> },
): string {
  const features = list.map(({ cell, count }) => {
    const { id, place, district } = header.squares[cell]!
    const geometry = shapes.get(id) ?? null
    return { type: 'Feature', id, properties: { square: id, place, district, recorded: count }, geometry }
  })
  return JSON.stringify({ ...about, type: 'FeatureCollection', features })
}

/** All rows as a bare CSV of numbers, for the query engine: day, cell, hour, venue, clause. */
export function engineCsv({ columns }: History): string {
  const { day, cell, hour, venue, clause } = columns
  const lines: string[] = ['day,cell,hour,venue,clause']
  for (let i = 0; i < day.length; i++) lines.push(`${day[i]},${cell[i]},${hour[i]},${venue[i]},${clause[i]}`)
  return lines.join('\n')
}
