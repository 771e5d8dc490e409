import { EXIT, PipelineError } from '../lib/error.ts'
import { epochDay } from '../lib/week.ts'
import type { Events, PlaceHistory } from './events.ts'

/** A hot-spot benchmark task: a history, and the days on which to forecast. */
export interface HotspotTask {
  readonly history: PlaceHistory
  readonly horizonDays: number
  readonly tuneOrigins: readonly number[]
  readonly origins: readonly number[]
}

/** The text of a task's three files. */
export interface TaskFiles {
  /** `events.csv.gz`, decompressed: date, x, y, kind (target or helper). */
  readonly events: string
  /** `cells.csv`: x, y of the centres. */
  readonly cells: string
  /** `task.json`: cell, horizonDays, tuneOrigins, origins. */
  readonly task: string
}

/** Reads a task from its files. Throws `PipelineError` (exit 3) naming the file and what was expected. */
export function readTask(files: TaskFiles): HotspotTask {
  const task = JSON.parse(files.task) as Record<string, unknown>
  const number = (name: string) => {
    const value = task[name]
    if (typeof value === 'number' && value > 0) return value
    throw refused(`task.json ${name}: ${JSON.stringify(value)}`, 'a number above 0')
  }
  const days = (name: string) => {
    const value = task[name] ?? []
    if (!Array.isArray(value)) throw refused(`task.json ${name}`, 'a list of dates')
    return value.map(day => epochDay(String(day)))
  }
  const { target, helper } = readEvents(files.events)
  const [x, y] = columns(files.cells, 'cells.csv', ['x', 'y'])
  const cells = { x: Float64Array.from(x!, Number), y: Float64Array.from(y!, Number) }
  return {
    history: { cellMetres: number('cell'), cells, target, ...(helper.day.length > 0 ? { helper } : {}) },
    horizonDays: number('horizonDays'),
    tuneOrigins: days('tuneOrigins'),
    origins: days('origins'),
  }
}

function readEvents(text: string): { target: Events; helper: Events } {
  const [date, x, y, kind] = columns(text, 'events.csv.gz', ['date', 'x', 'y', 'kind'])
  const known = new Map<string, number>()
  const dayOf = (iso: string) => {
    const day = known.get(iso) ?? epochDay(iso)
    known.set(iso, day)
    return day
  }
  const pick = (wanted: string): Events => {
    const rows: number[] = []
    kind!.forEach((value, i) => {
      if (value === wanted && x![i] !== '' && y![i] !== '') rows.push(i)
    })
    return {
      day: Int32Array.from(rows, i => dayOf(date![i]!)),
      x: Float64Array.from(rows, i => Number(x![i])),
      y: Float64Array.from(rows, i => Number(y![i])),
    }
  }
  return { target: pick('target'), helper: pick('helper') }
}

/** The named columns of a plain CSV (no quotes needed: dates, numbers, words). */
function columns(text: string, file: string, names: readonly string[]): string[][] {
  const lines = text.split(/\r?\n/)
  const header = (lines[0] ?? '').split(',').map(name => name.replaceAll('"', '').trim())
  const at = names.map(name => header.indexOf(name))
  if (at.includes(-1))
    throw refused(`${file} header: ${header.join(',').slice(0, 80)}`, `columns ${names.join(', ')}`)
  const out = names.map(() => [] as string[])
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === '') continue
    const fields = lines[i]!.split(',')
    at.forEach((column, c) => {
      out[c]!.push(fields[column] ?? '')
    })
  }
  return out
}

function refused(what: string, expected: string): PipelineError {
  return new PipelineError(what, EXIT.refusedData, `expected: ${expected}`)
}
