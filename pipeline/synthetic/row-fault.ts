import type { TableName } from '../data/schema.ts'
import type { Random } from '../lib/seed.ts'
import type { RowChange } from './rows.ts'

/** What a fault may use: chance, the day of the extract, and where its columns stand. */
export interface Tools {
  readonly source: Random
  readonly asAt: number
  /** Position of a column by its name. */
  at(name: string): number
}

/**
 * A known defect in the data, with a manifest that agrees, so that only a look at the content can find it.
 */
export interface RowFault {
  readonly what: string
  readonly tables: readonly TableName[]
  readonly passes?: number
  readonly change: (tools: Tools) => RowChange
}

/** Changes the cell of one column in a share of the rows. */
export function edit(
  name: string,
  share: number,
  next: (cell: string, cells: string[]) => string,
): (tools: Tools) => RowChange {
  return ({ at, source }) => {
    const column = at(name)
    return {
      row: cells => {
        if (source.next() < share) cells[column] = next(cells[column]!, cells)
        return [cells]
      },
    }
  }
}

/** Keeps only the rows that pass. */
export function keep(
  name: string,
  passes: (cell: string, tools: Tools) => boolean,
): (tools: Tools) => RowChange {
  return tools => {
    const column = tools.at(name)
    return { row: cells => (passes(cells[column]!, tools) ? [cells] : []) }
  }
}
