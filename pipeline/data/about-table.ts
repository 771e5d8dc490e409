import type { About } from '../lib/error.ts'
import { TABLES_OF_PEOPLE } from './disposed.ts'

const PEOPLES: ReadonlySet<string> = new Set(TABLES_OF_PEOPLE)

/**
 * What a fact about a table of the extract speaks of; of a fact without a table nobody said it, so it counts
 * as about people.
 *
 * @example aboutTable('crimes') === 'areas'
 */
export function aboutTable(table: string | undefined): About {
  return table === undefined || PEOPLES.has(table) ? 'people' : 'areas'
}
