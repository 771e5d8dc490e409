import { AsyncDuckDB, type AsyncDuckDBConnection, VoidLogger } from '@duckdb/duckdb-wasm'
import {
  csvText,
  type History,
  HOUR_NOT_SHOWN,
  PERIOD_DAYS,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { engineCsv } from './files.ts'

/** Rows of an answer, with the names of its columns. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** A started engine that holds the offences of one target. */
export interface Engine {
  /** Asks one statement. Throws Error with the engine's words, or when it takes too long. */
  ask(sql: string): Promise<Answer>
  /** Stops the question that is being answered. */
  cancel(): void
  /** Ends the engine; it cannot be asked again. */
  close(): void
}

const START_MILLISECONDS = 45_000
const ASK_MILLISECONDS = 10_000

/**
 * Starts the DuckDB engine from this site's own origin and fills the table `offences` from a history: the
 * same rows as the views show. Afterwards nothing outside can be read, and settings are locked. Fails with a
 * readable error after 45 s: a wrong policy or file type would otherwise wait for ever.
 */
export async function openEngine(history: History, progress: (share: number) => void): Promise<Engine> {
  const folder = import.meta.env.FORESITE_ENGINE
  const worker = new Worker(`${folder}/duckdb-browser-eh.worker.js`)
  try {
    const connection = await within(
      START_MILLISECONDS,
      start(worker, { folder, history, progress }),
      START_LATE,
    )
    return engineOf(worker, connection)
  } catch (error) {
    worker.terminate()
    throw error
  }
}

const START_LATE = 'the query engine did not start in time'
const ASK_LATE = `the question took more than ${ASK_MILLISECONDS / 1000} seconds: ask for less`

function engineOf(worker: Worker, connection: AsyncDuckDBConnection): Engine {
  const ask = async (sql: string): Promise<Answer> => {
    const reader = await connection.send(sql)
    const rows: unknown[][] = []
    let columns: string[] = []
    for await (const batch of reader) {
      columns = batch.schema.fields.map(({ name }) => name)
      for (const row of batch.toArray()) rows.push(columns.map(name => row[name]))
    }
    return { columns: columns.length > 0 ? columns : reader.schema.fields.map(({ name }) => name), rows }
  }
  return {
    ask: sql => within(ASK_MILLISECONDS, ask(sql), ASK_LATE),
    cancel: () => void connection.cancelSent().catch(() => false),
    close: () => worker.terminate(),
  }
}

async function start(
  worker: Worker,
  from: { readonly folder: string; readonly history: History; progress(share: number): void },
): Promise<AsyncDuckDBConnection> {
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('the query engine could not be loaded')))
  })
  failed.catch(() => {})
  const database = new AsyncDuckDB(new VoidLogger(), worker)
  const wasm = new URL(`${from.folder}/duckdb-eh.wasm`, location.origin).href
  await mustExist(wasm)
  const started = database.instantiate(wasm, null, ({ bytesLoaded, bytesTotal }) =>
    from.progress(0.9 * Math.min(1, bytesLoaded / (bytesTotal || 34e6))),
  )
  await Promise.race([started, failed])
  const connection = await database.connect()
  for (const [name, text] of filesOf(from.history)) await database.registerFileText(name, text)
  for (const statement of setUp(from.history)) await connection.query(statement)
  from.progress(1)
  return connection
}

/** The engine waits for ever for a file that is not there: ask first. */
async function mustExist(url: string): Promise<void> {
  const { ok, status } = await fetch(url, { method: 'HEAD' })
  if (!ok) throw new Error(`the query engine could not be found (${status})`)
}

/** Files that the engine reads once: the rows as numbers, and what the numbers mean. */
function filesOf({ header, ...history }: History): [string, string][] {
  const list = (rows: readonly (readonly (string | number)[])[]) =>
    csvText('i', ['a', 'b', 'c'], rows).split('\r\n').slice(1).join('\n')
  return [
    ['rows.csv', engineCsv({ header, ...history })],
    ['squares.csv', list(header.squares.map(({ id, place, district }) => [id, place, district]))],
    ['venues.csv', list(header.venues.map(name => [name, '', '']))],
    ['clauses.csv', list(header.clauses.map(({ name, kind }) => [name, kind, '']))],
  ]
}

/** Statements that make the table and shut the door behind it. */
function setUp({ header }: History): string[] {
  const numbered = (file: string) =>
    `(SELECT row_number() OVER () - 1 AS i, a, b, c FROM read_csv('${file}', header = true, delim = ',',
      quote = '"', columns = {'a': 'VARCHAR', 'b': 'VARCHAR', 'c': 'VARCHAR'}))`
  const shown = `r.hour < ${HOUR_NOT_SHOWN}`
  return [
    'SET autoinstall_known_extensions = false',
    'SET autoload_known_extensions = false',
    `CREATE TABLE offences AS SELECT
       DATE '${header.from}' + (r.day - r.day % ${PERIOD_DAYS})::INTEGER AS four_weeks_from,
       CASE WHEN ${shown} THEN DATE '${header.from}' + r.day::INTEGER END AS day,
       CASE WHEN ${shown} THEN isodow(DATE '${header.from}' + r.day::INTEGER) END AS weekday,
       CASE WHEN ${shown} THEN r.hour END AS hour,
       v.a AS venue, s.a AS square, s.b AS place, s.c AS district, k.a AS clause, k.b AS kind
     FROM read_csv('rows.csv', header = true, delim = ',', columns = {'day': 'INTEGER', 'cell': 'INTEGER',
       'hour': 'INTEGER', 'venue': 'INTEGER', 'clause': 'INTEGER'}) r
     JOIN ${numbered('squares.csv')} s ON s.i = r.cell
     LEFT JOIN ${numbered('venues.csv')} v ON v.i = r.venue
     JOIN ${numbered('clauses.csv')} k ON k.i = r.clause`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]
}

function within<T>(milliseconds: number, work: Promise<T>, words: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
