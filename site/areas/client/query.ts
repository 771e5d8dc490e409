import { AsyncDuckDB, type AsyncDuckDBConnection, VoidLogger } from '@duckdb/duckdb-wasm'
import type { Query } from './recorded-sql.ts'

/** An open history of recorded offences. */
export interface History {
  /** All rows of a query, as plain objects. */
  rows<T>(query: Query): Promise<T[]>
}

const START_MILLISECONDS = 45_000

/**
 * Starts the DuckDB engine from this site's own origin and attaches a `.duckdb` file to it as `history`,
 * read only. Nothing can be fetched beyond: extensions point to this origin, and settings are locked.
 *
 * Fails with a readable error after 45 s without a start: a wrong policy or file type would otherwise wait
 * for ever.
 *
 * @param url address of the `.duckdb` file
 * @param progress called with the share of bytes read, 0 to 1
 */
export async function openHistory(url: string, progress: (share: number) => void): Promise<History> {
  const engine = import.meta.env.FORESITE_ENGINE
  const worker = new Worker(`${engine}/duckdb-browser-eh.worker.js`)
  try {
    return await within(START_MILLISECONDS, start(worker, { engine, url, progress }))
  } catch (error) {
    worker.terminate()
    throw error
  }
}

async function start(
  worker: Worker,
  from: { engine: string; url: string; progress(share: number): void },
): Promise<History> {
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('the query engine could not be loaded')))
  })
  failed.catch(() => {})
  const database = new AsyncDuckDB(new VoidLogger(), worker)
  const wasm = new URL(`${from.engine}/duckdb-eh.wasm`, location.origin).href
  await mustExist(wasm)
  const started = database.instantiate(wasm, null, seen => from.progress(0.4 + 0.5 * shareOf(seen)))
  const read = fetchBytes(from.url, share => from.progress(share * 0.4))
  const [bytes] = await Promise.race([Promise.all([read, started]), failed])
  await database.registerFileBuffer('history.duckdb', bytes)
  const connection = await database.connect()
  await connection.query(`SET custom_extension_repository = '${location.origin}/extensions'`)
  await connection.query('SET autoinstall_known_extensions = false')
  await connection.query('SET autoload_known_extensions = false')
  await connection.query("ATTACH 'history.duckdb' AS history (READ_ONLY)")
  await connection.query('SET lock_configuration = true')
  from.progress(1)
  return { rows: query => rowsOf(connection, query) }
}

/** The engine waits for ever for a file that is not there: ask first. */
async function mustExist(url: string): Promise<void> {
  const { ok, status } = await fetch(url, { method: 'HEAD' })
  if (!ok) throw new Error(`the query engine could not be found (${status})`)
}

async function rowsOf<T>(connection: AsyncDuckDBConnection, { sql, values }: Query): Promise<T[]> {
  const statement = await connection.prepare(sql)
  try {
    const table = await statement.query(...values)
    return table.toArray().map(row => row.toJSON() as T)
  } finally {
    await statement.close()
  }
}

function shareOf({ bytesLoaded, bytesTotal }: { bytesLoaded: number; bytesTotal: number }): number {
  return bytesTotal > 0 ? Math.min(1, bytesLoaded / bytesTotal) : Math.min(0.95, bytesLoaded / 34e6)
}

async function fetchBytes(url: string, progress: (share: number) => void): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok || !response.body) throw new Error(`the history could not be read (${response.status})`)
  const total = Number(response.headers.get('content-length')) || 0
  const chunks: Uint8Array[] = []
  let loaded = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    loaded += value.length
    progress(total > 0 ? Math.min(1, loaded / total) : 0.5)
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the query engine did not start in time')), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
