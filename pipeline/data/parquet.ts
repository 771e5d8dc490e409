import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { identifier, literal, openDuck } from '../lib/duck.ts'
import { EXIT, PipelineError } from '../lib/error.ts'

/**
 * What reading a Parquet file may cost: memory of the process and size of its text in bytes, time in
 * milliseconds.
 */
interface ParquetLimits {
  readonly memory: number
  readonly bytes: number
  readonly milliseconds: number
}

const LIMITS: ParquetLimits = { memory: 3_000_000_000, bytes: 8_000_000_000, milliseconds: 300_000 }
const WHOLE = 'U?(TINY|SMALL|BIG)?INT(EGER)?'
const SIMPLE = new RegExp(
  `^(VARCHAR|BOOLEAN|DATE|TIMESTAMP(_S|_MS|_NS)?|${WHOLE}|FLOAT|DOUBLE|DECIMAL\\(\\d+,\\d+\\))$`,
)
const PAGE = 4096

/**
 * Turns a Parquet file into CSV with every value of the wanted columns as text (of other columns
 * only the name; without a list all are wanted), in a process of its own whose memory, time and
 * output are limited, so that a hostile file can do no more than fail. Returns the number of rows that the
 * file's own metadata give.
 *
 * Throws `PipelineError` (exit 3): broken file, nested or zoned columns among the wanted, over a limit.
 */
export async function parquetToCsv(
  path: string,
  target: string,
  options: { name: string; wanted?: readonly string[]; limits?: ParquetLimits },
): Promise<number> {
  const { name, wanted = [], limits = LIMITS } = options
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), path, target, ...wanted], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString('utf8').slice(0, 1000)
  })
  child.stderr.on('data', (data: Buffer) => {
    if (err.length < 10_000) err += data.toString('utf8')
  })
  const over = await watch(child, target, limits)
  const rows = /^rows (\d+)$/m.exec(out)
  if (!over && child.exitCode === 0 && rows) return Number(rows[1])
  const refused = /^refused (.+)$/m.exec(err)?.[1]
  const why = over ? `parquet-limit: ${over}` : (refused ?? 'parquet-broken: the file cannot be read')
  throw new PipelineError(
    `${why} (${name})`,
    EXIT.refusedData,
    'ask the sender for the file again, or for CSV',
  )
}

/** Waits for the child to end; kills it when it passes a limit, and says which. */
async function watch(
  child: ChildProcess,
  target: string,
  limits: ParquetLimits,
): Promise<string | undefined> {
  const start = performance.now()
  let over: string | undefined
  const check = async () => {
    const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '0 0')
    const written = await stat(target).catch(() => undefined)
    if (Number(statm.split(' ')[1]) * PAGE > limits.memory) over = 'memory'
    if ((written?.size ?? 0) > limits.bytes) over = 'size'
    if (performance.now() - start > limits.milliseconds) over = 'time'
    if (over) child.kill('SIGKILL')
  }
  const timer = setInterval(check, 100)
  await new Promise(resolve => child.once('close', resolve))
  clearInterval(timer)
  return over
}

/** The child's work: check the columns, write CSV, say the number of rows of the metadata. */
async function convert(path: string, target: string, wanted: readonly string[]): Promise<void> {
  const duck = await openDuck(':memory:', {
    memory_limit: '1GB',
    threads: '2',
    max_temp_directory_size: '0B',
  })
  const file = `read_parquet(${literal(path)}, hive_partitioning = false)`
  const columns = await duck.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${file}`,
  )
  const read = (column: string) => wanted.length === 0 || wanted.includes(column)
  const strange = columns.find(column => read(column.column_name) && !SIMPLE.test(column.column_type))
  if (strange)
    throw new Error(
      `refused parquet-type: column ${columns.indexOf(strange) + 1} is ${strange.column_type.slice(0, 40)}`,
    )
  const text = columns.map(
    ({ column_name: name }) =>
      `CAST(${read(name) ? identifier(name) : 'NULL'} AS VARCHAR) AS ${identifier(name)}`,
  )
  await duck.run(
    `COPY (SELECT ${text.join(', ')} FROM ${file}) TO ${literal(target)} (FORMAT csv, HEADER true)`,
  )
  const [meta] = await duck.rows<{ n: number }>(
    `SELECT sum(num_rows)::BIGINT AS n FROM parquet_file_metadata(${literal(path)})`,
  )
  process.stdout.write(`rows ${meta!.n}\n`)
  duck.close()
}

if (import.meta.main) {
  await convert(process.argv[2]!, process.argv[3]!, process.argv.slice(4)).catch((error: Error) => {
    const known = error.message.startsWith('refused ')
    process.stderr.write(`${known ? error.message : 'refused parquet-broken: the file cannot be read'}\n`)
    process.exitCode = 1
  })
}
