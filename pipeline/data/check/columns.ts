import type { Column, Table } from '../schema.ts'
import { alike } from './alike.ts'
import { guessValue } from './guess.ts'

/** A column of the contract that a file lacks, with the own column that most likely holds it, and why. */
export interface ColumnMatch {
  readonly column: Column
  readonly own: string | undefined
  readonly evidence: string
}

/** A column that the file has and the contract does not: its name and some of its values. */
export interface OwnColumn {
  readonly name: string
  readonly values: readonly string[]
}

/** Least agreement of name and values with which an own column is proposed. */
const MIN_SCORE = 0.5
/** Weight of the name against that of the values. */
const NAME_WEIGHT = 0.6

const FORMS: Partial<Record<Column['kind'], readonly [form: RegExp, words: string]>> = {
  timestamp: [/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/, 'date-times'],
  date: [/^\d{4}-\d{2}-\d{2}$/, 'dates'],
  month: [/^\d{4}-\d{2}$/, 'months'],
  metres: [/^-?\d+(\.\d+)?$/, 'numbers'],
  number: [/^-?\d+(\.\d+)?$/, 'numbers'],
  code: [/^\s*0*\d{1,3}[A-Za-z]{0,2}([./]\d{1,2})?\s*$/, 'offence codes'],
}

/** Own columns for the columns that a file lacks, best pairs first, each own column once. */
export function matchColumns(
  table: Table,
  missing: readonly string[],
  own: readonly OwnColumn[],
): ColumnMatch[] {
  const columns = table.columns.filter(({ name }) => missing.includes(name))
  const pairs = columns
    .flatMap(column => own.map(found => ({ column, found, ...scoreOf(column, found) })))
    .filter(({ score }) => score >= MIN_SCORE)
    .toSorted((a, b) => b.score - a.score)
  const taken = new Map<string, (typeof pairs)[number]>()
  const used = new Set<string>()
  for (const pair of pairs) {
    if (taken.has(pair.column.name) || used.has(pair.found.name)) continue
    taken.set(pair.column.name, pair)
    used.add(pair.found.name)
  }
  return columns.map(column => {
    const pair = taken.get(column.name)
    const free = own.filter(({ name }) => !used.has(name))
    return { column, own: pair?.found.name, evidence: pair?.evidence ?? whyNone(column, free) }
  })
}

/** Why no column is proposed: one may be called so and hold something else. */
function whyNone(column: Column, own: readonly OwnColumn[]): string {
  const namesake = own
    .map(found => ({ ...found, named: alike(found.name, column.name) }))
    .filter(({ named }) => named >= MIN_SCORE)
    .toSorted((a, b) => b.named - a.named)[0]
  if (!namesake) return 'nothing in the file is like it'
  const { words } = fitOf(column, namesake.values)
  const value = namesake.values.find(text => text.trim() !== '') ?? ''
  const form = shapeOf(value.slice(0, 40))
  return `${namesake.name} is called so, but hardly any of its values ${words}: they are like ${form}`
}

/**
 * The form of a value, which says nothing of one person: digits as 9, letters as A.
 *
 * @example shapeOf('01/02/2024') === '99/99/9999'
 */
export function shapeOf(value: string): string {
  return value.replaceAll(/\p{L}/gu, 'A').replaceAll(/\d/g, '9')
}

/** Most different values of a column of codes. */
const MAX_CODES = 200

function scoreOf(column: Column, { name, values }: OwnColumn) {
  const named = alike(name, column.name)
  const filled = values.filter(value => value.trim() !== '')
  const { fit, words } = fitOf(column, filled)
  const score = NAME_WEIGHT * named + (1 - NAME_WEIGHT) * fit
  const [name100, fit100] = [named, fit].map(share => Math.round(100 * share))
  const evidence = `name ${name100}% alike, ${fit100}% of ${filled.length} values ${words}`
  // A name alone is not enough where the values tell that they are something else.
  return { score: fit < 0.3 ? 0 : score, evidence }
}

function fitOf(column: Column, values: readonly string[]): { fit: number; words: string } {
  if (values.length === 0) return { fit: column.optional ? 0.5 : 0.3, words: '(all blank)' }
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length
  const form = FORMS[column.kind]
  if (form) {
    const fit = share(value => form[0].test(value.trim()))
    const few = new Set(values).size <= Math.min(MAX_CODES, values.length / 4)
    // Some systems write what an offence is called where its code should stand: a mapping can mend that.
    if (column.kind === 'code' && fit < 0.3 && few)
      return { fit: 0.5, words: 'are words: a few, as of codes' }
    return { fit, words: `are ${form[1]}` }
  }
  if (column.kind === 'enum' || column.kind === 'boolean')
    return { fit: share(value => guessValue(column, value) !== undefined), words: 'are like its values' }
  if (column.kind === 'id')
    return { fit: share(value => value.length <= 64 && /\d/.test(value)), words: 'may be identifiers' }
  return { fit: 0.5, words: 'are texts' }
}
