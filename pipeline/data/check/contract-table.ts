import { type Column, TABLES } from '../schema.ts'

const KINDS: Readonly<Record<Column['kind'], string>> = {
  id: 'identifier, to 64 signs',
  text: 'text, to 2000 signs',
  timestamp: 'local date-time, 2026-11-16T05:00:00',
  date: 'date, 2026-11-16',
  month: 'month, 1990-01',
  metres: 'metres, decimal point',
  number: 'number, decimal point',
  boolean: 'true or false',
  code: 'Home Office offence code, 8N',
  enum: 'one of the values',
}

/** The contract of the extract, a line a column: table, column, whether it may be empty, type, values. */
export function contractLines(): string[] {
  return TABLES.flatMap(({ name, key, required, columns }) => [
    '',
    `${name}: ${required ? 'required' : 'optional'}; each ${key} stands once`,
    ...columns.map(column => {
      const filled = column.mayLack ? 'may be absent' : column.optional ? 'may be empty' : 'filled'
      const values = column.values ? `: ${column.values.join(', ')}` : ''
      const empty = column.whenEmpty ? ` (${column.whenEmpty} where empty)` : ''
      return `  ${column.name.padEnd(18)}${filled.padEnd(15)}${KINDS[column.kind]}${values}${empty}`
    }),
  ])
}
