import { z } from 'zod'
import { isoDate } from '../lib/week.ts'

/** A column of a remembered table: its type in the database, and what shortens its values. */
export const Column = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** Values that many rows share: one of them is kept as its position here, in base 36. */
  codes: z.array(z.string()).optional(),
  /** What references begin with: one of this and a number is kept as the number, in base 36. */
  prefix: z.string().optional(),
})

export type Column = Readonly<z.infer<typeof Column>>

/** The columns of the remembered tables of people, so that their rows can be kept as texts. */
export const MemoryShape = z.strictObject({
  persons: z.array(Column),
  charges: z.array(Column),
})

export type MemoryShape = Readonly<z.infer<typeof MemoryShape>>

/** One remembered person: the values of the person's row, and of the rows of all charges, as texts. */
export type RememberedPerson = readonly [
  person: readonly (string | null)[],
  charges: readonly (readonly (string | null)[])[],
]

/** Between the values of a row. A value is written otherwise where it holds this, or ends a line. */
export const BETWEEN = '|'
/** Before a value that is kept as it is. */
export const PLAIN = '='
/** Stands for the reference of the person with whom the row is kept. */
export const OWN = '.'

/** Between the row of a person and those of the charges. */
const ROWS = '\n'

/** The rows of a person from the text that `readMemory` gave. */
export function rememberedPerson(shape: MemoryShape, text: string): RememberedPerson {
  const [first, ...rest] = text.split(ROWS)
  const id = ownReference(shape, first!)
  return [unpackRow(shape.persons, first!, id), rest.map(row => unpackRow(shape.charges, row, id))]
}

/** The reference of the person whose row a text is. */
function ownReference({ persons }: MemoryShape, text: string): string | null {
  const at = persons.findIndex(({ name }) => name === 'k')
  return unpackRow(persons.slice(at, at + 1), text.split(BETWEEN)[at]!, null)[0] ?? null
}

/**
 * A value of a remembered row by the name of its column. @example rememberedValue(shape.persons, row,
 * 'status')
 */
export function rememberedValue(
  columns: MemoryShape['persons'],
  row: readonly (string | null)[],
  name: string,
): string | null {
  return row[columns.findIndex(column => column.name === name)] ?? null
}

/** Rows of remembered people as lines of CSV in UTF-8. */
export interface MemoryLines {
  readonly persons: Uint8Array
  readonly charges: Uint8Array
}

/** People whose lines are one text at most: longer ones take long to put together. */
const AT_ONCE = 1000

/**
 * The rows of people as lines of CSV.
 *
 * @param people the text of each that `readMemory` gave, or the rows
 */
export function memoryLines(shape: MemoryShape, people: Iterable<string | RememberedPerson>): MemoryLines {
  const line = { person: csvWriter(shape.persons), charge: csvWriter(shape.charges) }
  const parts: { persons: Buffer[]; charges: Buffer[] } = { persons: [], charges: [] }
  let [persons, charges, held] = ['', '', 0]
  const put = () => {
    parts.persons.push(Buffer.from(persons))
    parts.charges.push(Buffer.from(charges))
    ;[persons, charges, held] = ['', '', 0]
  }
  for (const one of people) {
    if (typeof one === 'string') {
      const [first, ...rest] = one.split(ROWS)
      const own = ownReference(shape, first!)
      persons += line.person(first!, own)
      for (const row of rest) charges += line.charge(row, own)
    } else {
      persons += csvLine(one[0])
      for (const row of one[1]) charges += csvLine(row)
    }
    if (++held === AT_ONCE) put()
  }
  put()
  return { persons: Buffer.concat(parts.persons), charges: Buffer.concat(parts.charges) }
}

function csvLine(row: readonly (string | null)[]): string {
  return `${row.map(quoted).join()}\n`
}

/**
 * Makes what writes the texts of rows as lines of CSV, every value in quotes but those that are missing. Of
 * a million rows most values are numbers in base 36: they are read where they stand, and no text is cut out.
 *
 * @returns a function of a row's text and of the reference of the person it is kept with
 */
function csvWriter(columns: readonly Column[]): (text: string, own: string | null) => string {
  const coded = columns.map(codedField)
  const fieldOf = (i: number, text: string, { from, end }: Span) =>
    text.charCodeAt(from) === PLAIN_CODE
      ? quoted(unescaped(text.slice(from + 1, end)))
      : coded[i]!(base36(text, { from, end }))
  return (text, own) => {
    let [line, from] = ['', 0]
    for (let i = 0; i < columns.length; i++) {
      const next = text.indexOf(BETWEEN, from)
      const end = next === -1 ? text.length : next
      if (i > 0) line += ','
      if (end === from + 1 && text[from] === OWN) line += quoted(own)
      else if (end > from) line += fieldOf(i, text, { from, end })
      from = next === -1 ? end : end + 1
    }
    return `${line}\n`
  }
}

/** Part of a text: from one position up to another. */
interface Span {
  readonly from: number
  readonly end: number
}

const PLAIN_CODE = PLAIN.charCodeAt(0)

/** Makes what writes the number by which a value of a column is kept as the value's field of CSV. */
function codedField({ type, codes, prefix }: Column): (number: number) => string {
  if (codes) {
    const fields = codes.map(quoted)
    return number => fields[number] ?? ''
  }
  if (prefix !== undefined) return number => quoted(`${prefix}${number}`)
  if (type !== 'DATE') return number => `"${number}"`
  const dates = new Map<number, string>()
  return number => {
    const known = dates.get(number)
    if (known !== undefined) return known
    const date = quoted(isoDate(number))
    dates.set(number, date)
    return date
  }
}

/** The number that part of a text is in base 36, with small letters; no number when it is none. */
function base36(text: string, { from, end }: Span): number {
  let number = 0
  for (let i = from; i < end; i++) number = 36 * number + digitOf(text.charCodeAt(i))
  return number
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  return code >= 97 && code <= 122 ? code - 87 : Number.NaN
}

/** A value as a field of CSV: in quotes, unless it is missing. @example quoted('a') === '"a"' */
function quoted(value: string | null): string {
  if (value === null) return ''
  return value.includes('"') ? `"${value.replaceAll('"', '""')}"` : `"${value}"`
}

/** The values of a row from its text, as texts. @param own the reference of the person it is kept with */
function unpackRow(columns: readonly Column[], text: string, own: string | null): (string | null)[] {
  return text.split(BETWEEN).map((value, i) => unpackValue(columns[i]!, value, own))
}

function unpackValue({ type, codes, prefix }: Column, value: string, own: string | null): string | null {
  if (value === '') return null
  if (value === OWN) return own
  if (value.startsWith(PLAIN)) return unescaped(value.slice(1))
  const number = Number.parseInt(value, 36)
  if (codes) return codes[number] ?? null
  if (prefix !== undefined) return `${prefix}${number}`
  return type === 'DATE' ? isoDate(number) : String(number)
}

const ESCAPED: Readonly<Record<string, string>> = { p: '|', n: '\n', '\\': '\\' }

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter]!) : text
}
