import type { MeasuredWeek, Stage } from './week.ts'

/** What was measured of one scale, or of one extract. */
export interface MeasuredScale {
  /** The scale, the extract, or the force of a country. */
  readonly of: string
  readonly floor: Stage
  readonly weeks: readonly MeasuredWeek[]
}

const COLUMNS = [
  ...['stage', 'rows', 'seconds', 'peak MB', 'x floor', 'us/row'],
  ...['files', 'MB archived', 'MB with builds'],
]
const WIDTHS = [30, 10, 9, 9, 8, 8, 7, 12, 15]

/**
 * The table of all that was measured, a part for each scale, and how rows and seconds of the first week grow
 * from one to the next: work that grows no worse than the rows has no stage that will stop a larger force.
 */
export function tableOf(measured: readonly MeasuredScale[]): string {
  const lines: string[][] = [[...COLUMNS]]
  for (const { of, floor, weeks } of measured) {
    lines.push([of], cellsOf(floor, floor))
    for (const week of weeks) {
      for (const stage of week.stages) lines.push(cellsOf(stage, floor))
      const size = [String(week.files), (week.bytes / 1e6).toFixed(1), week.megabytesTogether.toFixed(0)]
      lines.push([...cellsOf(week, floor), ...size])
    }
  }
  return `${lines.map(line => `${line.map(padded).join(' ').trimEnd()}\n`).join('')}${growthOf(measured)}`
}

function growthOf(measured: readonly MeasuredScale[]): string {
  return measured
    .flatMap((scale, i) => {
      const [from, to] = [measured[i - 1]?.weeks[0], scale.weeks[0]]
      if (!from?.rows || !to?.rows) return []
      const [rows, seconds] = [to.rows / from.rows, to.seconds / from.seconds]
      const times = `rows x ${rows.toFixed(2)}, seconds x ${seconds.toFixed(2)}`
      return [`growth ${measured[i - 1]!.of} to ${scale.of}: ${times}\n`]
    })
    .join('')
}

function cellsOf({ name, rows, seconds, megabytes }: Stage, floor: Stage): string[] {
  return [
    name,
    rows === undefined ? '' : String(rows),
    seconds.toFixed(2),
    megabytes.toFixed(0),
    (seconds / floor.seconds).toFixed(1),
    rows === undefined || rows === 0 ? '' : ((seconds / rows) * 1e6).toFixed(1),
  ]
}

function padded(cell: string, i: number): string {
  return i === 0 ? cell.padEnd(WIDTHS[i]!) : cell.padStart(WIDTHS[i]!)
}
