import type { Duck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { epochDay } from '../lib/week.ts'
import type { Events, PlaceHistory } from './events.ts'

/** A hot-spot benchmark task: a history, and the days on which to forecast. */
export interface HotspotTask {
  readonly history: PlaceHistory
  readonly horizonDays: number
  /** Epoch days. */
  readonly origins: readonly number[]
}

/**
 * Reads a task from its folder: `events.csv.gz` (date, x, y, kind: target or helper), `cells.csv` (x, y of
 * the centres, in metres) and `task.json` (cell, horizonDays, origins). Events without a position are left
 * out. Throws `PipelineError` (exit 3) naming the file and what was expected.
 *
 * @param duck an open database; nothing is kept in it
 */
export async function readTask(duck: Duck, folder: string): Promise<HotspotTask> {
  const task = await readSettings(duck, `${folder}/task.json`)
  const number = (name: string) => {
    const value = task[name]
    if (typeof value === 'number' && value > 0) return value
    throw refused(`task.json ${name}: ${JSON.stringify(value)}`, 'a number above 0')
  }
  const { origins } = task
  if (!Array.isArray(origins)) throw refused('task.json origins', 'a list of dates')
  const events = (kind: string) => readEvents(duck, `${folder}/events.csv.gz`, kind)
  const [target, related] = [await events('target'), await events('helper')]
  const cells = await readColumns(duck, `${folder}/cells.csv`, {
    sql: 'SELECT x::DOUBLE AS x, y::DOUBLE AS y FROM file',
  })
  return {
    history: {
      cellMetres: number('cell'),
      cells: { x: Float64Array.from(cells('x')), y: Float64Array.from(cells('y')) },
      target,
      ...(related.day.length > 0 ? { related } : {}),
    },
    horizonDays: number('horizonDays'),
    origins: origins.map(day => epochDay(String(day))),
  }
}

async function readSettings(duck: Duck, path: string): Promise<Record<string, unknown>> {
  const [file] = await duck.rows<{ content: string }>('SELECT content FROM read_text($1)', [path])
  return JSON.parse(file!.content) as Record<string, unknown>
}

async function readEvents(duck: Duck, path: string, kind: string): Promise<Events> {
  const sql = `SELECT (date::DATE - DATE '1970-01-01')::INTEGER AS day, x::DOUBLE AS x, y::DOUBLE AS y
    FROM file WHERE kind = $2 AND x <> '' AND y <> ''`
  const column = await readColumns(duck, path, { sql, values: [kind] })
  return {
    day: Int32Array.from(column('day')),
    x: Float64Array.from(column('x')),
    y: Float64Array.from(column('y')),
  }
}

/** Columns of numbers that a query takes from a CSV file, called `file` in it, in the order of its rows. */
async function readColumns(
  duck: Duck,
  path: string,
  { sql, values = [] }: { readonly sql: string; readonly values?: string[] },
): Promise<(name: string) => readonly number[]> {
  const file = `WITH file AS (FROM read_csv($1, header = true, all_varchar = true, delim = ',', quote = '"'))`
  try {
    const columns = await duck.columns(`${file} ${sql}`, [path, ...values])
    return name => (columns[name] ?? []) as readonly number[]
  } catch {
    throw refused(
      path.split('/').at(-1)!,
      'CSV with the columns of the contract: dates, and numbers in metres',
    )
  }
}

function refused(what: string, expected: string): PipelineError {
  return new PipelineError(what, EXIT.refusedData, `expected: ${expected}`)
}
