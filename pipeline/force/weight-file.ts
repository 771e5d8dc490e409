import { basename } from 'node:path'
import { z } from 'zod'
import { csvFields } from '../lib/csv.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { canonicalCode, isCanonicalCode } from './codes.ts'
import type { HarmWeight, WeightTable } from './weights.ts'

const Row = z.strictObject({ code: z.string(), offence: z.string().default(''), weight: z.number() })
const WeightFile = z.strictObject({
  source: z.string().min(1),
  vintage: z.string().min(1),
  weights: z.array(Row),
})
const JSON_FORM = '{source, vintage, weights: [{code, offence, weight}]}'

/** Columns of the official file and of plainer ones; the first found counts, of codes two. */
const COLUMNS = {
  codes: ['code', 'offence_code', 'code_original', 'code_severity'],
  offence: ['offence', 'description', 'offence_title'],
  weight: ['weight', 'severity'],
}

/** An offence code as an extract may hold it; a force may have some of its own beside the Home Office's. */
const CODE = /^(?=.*\d)[0-9A-Z][0-9A-Z./-]{0,11}$/

/** A row as a file gives it: where it stands, its codes as written, and its weight. */
interface FileRow {
  readonly where: string
  /** Codes that must be codes, and one more that counts only if it is a single code. */
  readonly codes: string
  readonly also?: string | undefined
  readonly offence: string
  readonly weight: number
}

/**
 * A table of harm weights from the text of a file: JSON, or CSV with a header, such as the official table of
 * the ONS (`code_original`, `code_severity`, `description`, `weight`). Codes become canonical; one row may
 * name several (`34A/34B`), and a code may stand twice with one weight.
 *
 * Throws `PipelineError` (exit 5) that says what is wrong and where: no such form, no rows, a text that is no
 * code, a weight that is not above zero, one code with two weights.
 *
 * @param path names the file in errors
 * @param vintage of a CSV file, which has none of its own
 */
export function parseWeights(text: string, path: string, vintage = 'not dated'): WeightTable {
  const source = basename(path)
  const table = text.trimStart().startsWith('{') ? jsonRows(text, path) : csvRows(text, path)
  const weights = new Map<string, HarmWeight>()
  for (const row of table.rows) {
    if (!(Number.isFinite(row.weight) && row.weight > 0))
      throw bad(path, `${row.where}, weight`, 'a number above 0')
    for (const code of codesOf(row, path)) {
      const known = weights.get(code)
      if (known && Math.abs(known.weight - row.weight) > 1e-9 * known.weight)
        throw bad(path, `${row.where}, code ${code}`, `one weight for each code, not ${known.weight} as well`)
      if (!known) weights.set(code, { code, offence: row.offence, weight: row.weight })
    }
  }
  if (weights.size === 0) throw bad(path, 'the table', 'at least one row')
  return { source, vintage, ...table.names, weights: [...weights.values()] }
}

function jsonRows(text: string, path: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw bad(path, 'the file', `JSON: ${JSON_FORM}`)
  }
  const { data, error } = WeightFile.safeParse(json)
  if (!data) throw bad(path, error.issues[0]!.path.join('.') || 'the top', JSON_FORM)
  const rows = data.weights.map(
    ({ code, offence, weight }, i): FileRow => ({ where: `weights.${i}`, codes: code, offence, weight }),
  )
  return { names: { source: data.source, vintage: data.vintage }, rows }
}

function csvRows(text: string, path: string) {
  const [heading = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const names = csvFields(heading).map(name => name.trim().toLowerCase())
  const at = (wanted: readonly string[]) => wanted.map(name => names.indexOf(name)).filter(i => i >= 0)
  const [codes, offence, weight] = [at(COLUMNS.codes), at(COLUMNS.offence)[0], at(COLUMNS.weight)[0]]
  if (codes.length === 0) throw bad(path, 'the header', `a column ${COLUMNS.codes.join(' or ')}`)
  if (weight === undefined) throw bad(path, 'the header', `a column ${COLUMNS.weight.join(' or ')}`)
  const rows = lines.flatMap((line, i): FileRow[] => {
    if (line.trim() === '') return []
    const fields = csvFields(line)
    const number = (fields[weight] ?? '').trim()
    const title = offence === undefined ? '' : (fields[offence] ?? '')
    const given = { codes: fields[codes[0]!] ?? '', also: fields[codes[1] ?? -1] }
    return [
      { where: `line ${i + 2}`, ...given, offence: title, weight: number === '' ? NaN : Number(number) },
    ]
  })
  return { names: {}, rows }
}

/** `8/06` is one code, a class and its part; any other list is parted at commas, strokes and spaces. */
function codesOf({ codes, also, where }: FileRow, path: string): string[] {
  const single = /^\s*\d{1,3}[A-Za-z]{0,2}\/\d{1,2}\s*$/.test(codes)
  const found = (single ? [codes] : codes.split(/[\s,;/]+/)).filter(code => code !== '').map(canonicalCode)
  const wrong = found.find(code => !CODE.test(code))
  if (found.length === 0 || wrong !== undefined)
    throw bad(path, `${where}, code ${JSON.stringify(wrong ?? '')}`, 'an offence code like 8N or 4.10')
  const other = also === undefined ? '' : canonicalCode(also)
  return [...new Set(isCanonicalCode(other) ? [...found, other] : found)]
}

function bad(path: string, where: string, expected: string): PipelineError {
  return new PipelineError(
    `bad table of harm weights (${basename(path)}): ${where}`,
    EXIT.failed,
    `expected: ${expected}`,
  )
}
