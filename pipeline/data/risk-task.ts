import { join } from 'node:path'
import { z } from 'zod'
import { literal, openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { readJson } from '../lib/files.ts'

const TaskFile = z.object({
  id: z.string(),
  label: z.string().default('label'),
  categorical: z.array(z.string()),
  numeric: z.array(z.string()),
  auditOnly: z.array(z.string()).default([]),
})

/** A column as text gives it: numbers (NaN missing) or names (code -1 missing). */
type TaskColumn =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: 'categorical'
      readonly name: string
      readonly levels: readonly string[]
      readonly codes: Int32Array
    }

interface TaskTable {
  readonly rows: number
  readonly columns: readonly TaskColumn[]
}

/** A benchmark task of the people model: rows with labels to learn from, rows without to predict. */
export interface RiskTask {
  readonly train: TaskTable
  readonly labels: Uint8Array
  readonly test: TaskTable
  readonly testIds: readonly string[]
}

/**
 * Reads a risk task folder: `task.json` names the columns, `train.csv` holds labels 0 or 1, `test.csv` none.
 * Empty cells are missing. Columns named audit-only are never read, even where another list names them too.
 *
 * Throws `PipelineError` for a missing column, a number that is none, or a label that is not 0 or 1.
 */
export async function readRiskTask(folder: string): Promise<RiskTask> {
  const task = TaskFile.parse(await readJson(join(folder, 'task.json')))
  const train = await readText(join(folder, 'train.csv'))
  const test = await readText(join(folder, 'test.csv'))
  const labels = Uint8Array.from(columnOf(train, task.label, 'train.csv'), value => {
    if (value !== null && [0, 1].includes(Number(value))) return Number(value)
    throw new PipelineError(`label is neither 0 nor 1: ${task.label} (train.csv)`, EXIT.failed)
  })
  return {
    train: tableOf(task, train, 'train.csv'),
    labels,
    test: tableOf(task, test, 'test.csv'),
    testIds: columnOf(test, task.id, 'test.csv').map(id => id ?? ''),
  }
}

type Text = Record<string, (string | null)[]>

async function readText(path: string): Promise<Text> {
  const duck = await openDuck()
  try {
    const sql = `select * from read_csv(${literal(path)}, all_varchar = true, header = true, delim = ',',
      quote = '"', escape = '"', nullstr = '', max_line_size = 10000000)`
    return (await duck.columns(sql)) as Text
  } finally {
    duck.close()
  }
}

function columnOf(text: Text, name: string, file: string): (string | null)[] {
  const column = text[name]
  if (!column) throw new PipelineError(`missing column: ${name} (${file})`, EXIT.failed)
  return column
}

function tableOf(task: z.infer<typeof TaskFile>, text: Text, file: string): TaskTable {
  const allowed = (name: string) => !task.auditOnly.includes(name) && name !== task.id && name !== task.label
  const columns = [
    ...task.numeric.filter(allowed).map(name => numeric(name, columnOf(text, name, file), file)),
    ...task.categorical.filter(allowed).map(name => categorical(name, columnOf(text, name, file))),
  ]
  return { rows: Object.values(text)[0]?.length ?? 0, columns }
}

const MISSING = /^\s*(na|nan|null|none|\?)?\s*$/i

function numeric(name: string, column: (string | null)[], file: string): TaskColumn {
  const values = Float64Array.from(column, value => {
    if (value === null || MISSING.test(value)) return Number.NaN
    const number = Number(value)
    if (Number.isFinite(number)) return number
    throw new PipelineError(`not a number in column ${name} (${file})`, EXIT.failed)
  })
  return { kind: 'numeric', name, values }
}

function categorical(name: string, column: (string | null)[]): TaskColumn {
  const levels = [...new Set(column.filter(value => value !== null))].sort()
  const index = new Map(levels.map((level, code) => [level, code]))
  return {
    kind: 'categorical',
    name,
    levels,
    codes: Int32Array.from(column, v => (v === null ? -1 : index.get(v)!)),
  }
}
