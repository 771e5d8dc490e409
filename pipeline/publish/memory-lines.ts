import { z } from 'zod'
import { isoDate } from '../lib/week.ts'
import { type LineBytes, lineBytes } from './line-bytes.ts'

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

/** The reference of the person with whose row a text begins. */
function ownReference({ persons }: MemoryShape, text: string): string | null {
  const at = persons.findIndex(({ name }) => name === 'k')
  let from = 0
  for (let i = 0; i < at; i++) from = endOfField(text, from) + 1
  return unpackValue(persons[at]!, text.slice(from, endOfField(text, from)), null)
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

/**
 * The rows of people as lines of CSV.
 *
 * @param people the text of each that `readMemory` gave, or the rows
 */
export function memoryLines(shape: MemoryShape, people: Iterable<string | RememberedPerson>): MemoryLines {
  const lines = { persons: lineBytes(), charges: lineBytes() }
  const put = {
    person: csvWriter(shape.persons, lines.persons),
    charge: csvWriter(shape.charges, lines.charges),
  }
  for (const one of people) {
    if (typeof one === 'string') {
      const own = ownReference(shape, one)
      let from = put.person(one, { from: 0, own })
      while (from < one.length) from = put.charge(one, { from, own })
    } else {
      lines.persons.putText(csvLine(one[0]))
      for (const row of one[1]) lines.charges.putText(csvLine(row))
    }
  }
  return { persons: lines.persons.done(), charges: lines.charges.done() }
}

function csvLine(row: readonly (string | null)[]): string {
  return `${row.map(quoted).join()}\n`
}

/** Where a row begins in a text, and the reference of the person it is kept with. */
interface RowPlace {
  readonly from: number
  readonly own: string | null
}

/**
 * Makes what writes rows of a text as lines of CSV, every value in quotes but those that are missing. Of a
 * million rows most values are numbers in base 36: they are read where they stand, and no text is cut out.
 *
 * @returns a function that writes one row and gives where the next begins
 */
function csvWriter(columns: readonly Column[], lines: LineBytes): (text: string, at: RowPlace) => number {
  const coded = columns.map(column => codedField(column, lines))
  const putField = (i: number, text: string, { from, end }: Span) =>
    text.charCodeAt(from) === PLAIN_CODE
      ? lines.putText(quoted(unescaped(text.slice(from + 1, end))))
      : coded[i]!(base36(text, { from, end }))
  return (text, { from: first, own }) => {
    let [from, isMore] = [first, true]
    const nextField = () => {
      const end = endOfField(text, from)
      const field = { from, end }
      isMore = text.charCodeAt(end) === BETWEEN_CODE
      from = end + 1
      return field
    }
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) lines.putByte(COMMA)
      // Of a row that ends before its columns do the rest is missing.
      if (!isMore) continue
      const field = nextField()
      if (field.end === field.from + 1 && text[field.from] === OWN) lines.putText(quoted(own))
      else if (field.end > field.from) putField(i, text, field)
    }
    lines.putByte(LINE_FEED)
    while (isMore) nextField()
    return from
  }
}

/** Position of what ends the field that begins at a position: of the next field, of the next row, or none. */
function endOfField(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BETWEEN_CODE || code === LINE_FEED) return at
  }
  return text.length
}

const [COMMA, LINE_FEED, QUOTE] = [44, 10, 34]
const BETWEEN_CODE = BETWEEN.charCodeAt(0)

/** Part of a text: from one position up to another. */
interface Span {
  readonly from: number
  readonly end: number
}

const PLAIN_CODE = PLAIN.charCodeAt(0)

/** Makes what writes the number by which a value of a column is kept as the value's field of CSV. */
function codedField({ type, codes, prefix }: Column, lines: LineBytes): (number: number) => void {
  if (codes) {
    const fields = codes.map(code => Buffer.from(quoted(code)))
    return number => lines.put(fields[number] ?? NOTHING)
  }
  if (prefix === undefined && type === 'DATE') {
    const dates = new Map<number, Buffer>()
    return number => {
      const known = dates.get(number)
      if (known) return lines.put(known)
      const date = Buffer.from(quoted(isoDate(number)))
      dates.set(number, date)
      lines.put(date)
    }
  }
  const before = Buffer.from(quoted(prefix ?? '').slice(0, -1))
  return number => {
    lines.put(before)
    lines.putNumber(number)
    lines.putByte(QUOTE)
  }
}

const NOTHING = Buffer.alloc(0)

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
