import { canonicalCode, isCanonicalCode } from './codes.ts'
import { type Column, type TableName, tableOf } from './contract.ts'
import { oneOf } from './problem.ts'
import { ONS_2020 } from './weights.ts'

/** Forms of the values that the contract lists nowhere. */
const FORMS: Partial<Record<Column['kind'], readonly [form: RegExp, expected: string]>> = {
  date: [/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-11-16'],
  timestamp: [/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/, 'a local date-time like 2026-11-16T05:00:00'],
  month: [/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 1990-01'],
  metres: [/^-?\d+(\.\d+)?$/, 'a number of metres'],
  number: [/^-?\d+(\.\d+)?$/, 'a number'],
}

/**
 * What the contract expects of a column where a setting names a value that it does not know; undefined when
 * the value is right. Settings take canonical offence codes only.
 *
 * @example valueProblem('crimes', 'weapon_type', 'Knife') ends in 'the nearest is knife'
 */
export function valueProblem(table: TableName, name: string, value: string): string | undefined {
  const column = tableOf(table).columns.find(found => found.name === name)!
  if (column.kind === 'code') return codeProblem(value)
  const known = column.kind === 'boolean' ? ['true', 'false'] : column.values
  if (known) return known.includes(value) ? undefined : oneOf(value, known)
  const form = FORMS[column.kind]
  return form && !form[0].test(value) ? form[1] : undefined
}

function codeProblem(value: string): string | undefined {
  if (isCanonicalCode(value)) return undefined
  const made = canonicalCode(value)
  if (isCanonicalCode(made)) return `an offence code in its canonical form: ${made}`
  return `an offence code like 8N or 4.10: ${oneOf(
    value,
    ONS_2020.weights.map(({ code }) => code),
  )}`
}
