import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBMaterializedResult,
  type DuckDBValue,
} from '@duckdb/node-api'

/** Values that a statement binds: by name (`$day` takes `day`), or by position (`?` and `$1`). */
export type Values = DuckDBValue[] | Record<string, DuckDBValue>

/**
 * A piece of SQL and the values that it binds, by name. Parts of one statement are joined by spreading their
 * values.
 */
export interface SqlPart {
  readonly sql: string
  readonly values: Readonly<Record<string, DuckDBValue>>
}

/** An open DuckDB database with one connection. */
export interface Duck {
  readonly connection: DuckDBConnection
  /** Runs a statement for its effect. Values are bound, never spliced. */
  run(sql: string, values?: Values): Promise<void>
  /** All rows of a query as plain objects (BIGINT becomes number when safe). */
  rows<T>(sql: string, values?: Values): Promise<T[]>
  /** All columns of a query, by name, as arrays of values. */
  columns(sql: string, values?: Values): Promise<Record<string, DuckDBValue[]>>
  /** All columns of a query of numbers, by name; NULL becomes NaN. Made for many rows. */
  numbers(sql: string, values?: Values): Promise<Record<string, Float64Array>>
  close(): void
}

/**
 * Opens a database (in memory by default) that can never reach the network: no extension is installed or
 * loaded on its own.
 *
 * @param path file, or ':memory:'
 * @param settings DuckDB settings, for example { memory_limit: '2GB', threads: '2' }
 */
export async function openDuck(path = ':memory:', settings: Record<string, string> = {}): Promise<Duck> {
  const instance = await DuckDBInstance.create(path, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...settings,
  })
  const connection = await instance.connect()
  return {
    connection,
    run: async (sql, values) => {
      await connection.run(sql, values)
    },
    rows: async <T>(sql: string, values?: Values) => {
      const reader = await connection.runAndReadAll(sql, values)
      return reader.getRowObjectsJS().map(plainNumbers) as T[]
    },
    columns: async (sql, values) => {
      const reader = await connection.runAndReadAll(sql, values)
      const found = reader.getColumnsObject()
      // A result without rows has no columns in it.
      return Object.fromEntries(reader.columnNames().map(name => [name, found[name] ?? []]))
    },
    numbers: async (sql, values) => numbersOf(await connection.run(sql, values)),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Straight into typed arrays: a list of values between would hold an object for each. */
async function numbersOf(result: DuckDBMaterializedResult): Promise<Record<string, Float64Array>> {
  const columns = result.columnNames().map(name => [name, new Float64Array(result.rowCount)] as const)
  let from = 0
  for (const chunk of await result.fetchAllChunks()) {
    for (const [c, [, column]] of columns.entries()) {
      const vector = chunk.getColumnVector(c)
      for (let i = 0; i < vector.itemCount; i++) column[from + i] = Number(vector.getItem(i) ?? Number.NaN)
    }
    from += chunk.rowCount
  }
  return Object.fromEntries(columns)
}

function plainNumbers(row: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(row)) {
    const value = row[key]
    if (typeof value === 'bigint') row[key] = Number(value)
  }
  return row
}

/** A quoted SQL identifier. @example identifier('a"b') === '"a""b"' */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A quoted SQL string literal, for the few places where DuckDB binds no value (file names in COPY and
 * ATTACH).
 */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
