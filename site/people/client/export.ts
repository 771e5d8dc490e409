import type { ListedPerson } from '../../../pipeline/bake/contract/vocabulary.ts'
import { csvText } from '../../../pipeline/bake/contract/vocabulary.ts'
import type { Column } from './columns.ts'

/** What the first line of an export says about it. */
export interface ExportFacts {
  readonly marking: string
  readonly unit: string
  readonly week: string
  readonly dataTo: string
  readonly runId: string
  /** Day of the forecast, ISO. */
  readonly asAt: string
}

/**
 * People as CSV: first line the marking and where the numbers come from, then a heading and one line a
 * person, in the order and with the columns of the screen.
 */
export function rosterCsv(
  people: readonly ListedPerson[],
  columns: readonly Column[],
  facts: ExportFacts,
): string {
  const { marking, unit, week, dataTo, runId, asAt } = facts
  const title =
    `${marking} - Foresite, ${unit}, week ${week}, data to ${dataTo}, run ${runId} - ` +
    'charged is not convicted - not evidence, not grounds for stop and search'
  const file = columns.flatMap(column => column.file)
  const heading = file.map(({ title }) => title)
  return csvText(
    title,
    heading,
    people.map(person => file.map(({ value }) => value(person, asAt))),
  )
}
