import type { ListedPerson } from '../../../pipeline/bake/contract.ts'
import type { Column } from './columns.ts'

/** What the first lines of an export say about it. */
export interface ExportFacts {
  readonly marking: string
  readonly unit: string
  readonly week: string
  readonly dataTo: string
  readonly runId: string
}

/**
 * People as CSV (RFC 4180, CRLF): first line the marking, then where the numbers come from, then a heading and one line a
 * person. A cell that a spreadsheet could take for a formula is preceded by an apostrophe.
 */
export function rosterCsv(people: readonly ListedPerson[], columns: readonly Column[], facts: ExportFacts): string {
  const about = `${facts.unit}, week ${facts.week}, data to ${facts.dataTo}, run ${facts.runId}; not evidence; not grounds for stop and search`
  const lines = [
    [facts.marking],
    [about],
    columns.map(column => column.title),
    ...people.map(person => columns.map(column => column.export(person))),
  ]
  return lines.map(cells => `${cells.map(safeCell).join(',')}\r\n`).join('')
}

/** The name of an export: the marking first, so that it is seen in every folder. @example exportName(facts) === 'OFFICIAL-SENSITIVE-lomu-BE-2026-W47.csv' */
export function exportName(marking: string, code: string, week: string): string {
  return `${[marking, 'lomu', code, week].join('-').replace(/[^A-Za-z0-9.-]+/g, '-')}.csv`
}

/** A CSV cell that no spreadsheet runs. @example safeCell('=1+1') === "'=1+1" */
export function safeCell(value: string): string {
  const plain = /^\s*[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
