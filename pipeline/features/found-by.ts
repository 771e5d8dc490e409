import { targetSql } from '../data/target.ts'
import type { Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { type HistoryDays, historySql } from './place-history.ts'

/** Who found the crimes that a target is made of. */
export interface FoundBy {
  /** Crimes that meet the definition, but for who found them. */
  readonly all: number
  readonly police: number
  /**
   * Part of the rows that the forecast learns from that police found; 0 unless the force's definition lets
   * them in.
   */
  readonly trainingShare: number
}

/**
 * Counts who found the crimes of a target, as at a day: a forecast that learns from what patrols find would
 * send them back to where they were.
 */
export async function readFoundBy(store: Duck, target: Target, days: HistoryDays): Promise<FoundBy> {
  const history = historySql(days)
  const used = targetSql(target, 'used')
  const noneOf = target.noneOf.filter(({ where }) => !where.found_by)
  const wide = targetSql({ ...target, noneOf }, 'wide')
  const [counts] = await store.rows<{ all: number; police: number; used: number; used_police: number }>(
    `SELECT count(*) FILTER (wide IS NOT NULL)::INTEGER AS all,
       count(*) FILTER (wide IS NOT NULL AND found_by = 'police')::INTEGER AS police,
       count(*) FILTER (used IS NOT NULL)::INTEGER AS used,
       count(*) FILTER (used IS NOT NULL AND found_by = 'police')::INTEGER AS used_police
     FROM (SELECT found_by, ${used.sql} AS used, ${wide.sql} AS wide FROM (${history.sql}))`,
    { ...history.values, ...used.values, ...wide.values },
  )
  const { all, police, used: rows, used_police } = counts!
  return { all, police, trainingShare: rows > 0 ? used_police / rows : 0 }
}
