import type { Facts } from './manifest.ts'

/** A week as the choice of what is live sees it. */
export interface Candidate {
  readonly name: string
  readonly week: string
  readonly facts: Pick<Facts, 'covers' | 'accounts'>
}

/**
 * Share of the live week's accepted rows that a correction may lack in a table: rows are cancelled and
 * duplicates leave.
 */
const MAX_LOSS = 0.1

/**
 * Does a week go live instead of the one that is live? A later week does; one that is older does not. Another
 * run of the same week does when it covers at least as many days, and no table has lost more than a tenth of
 * its accepted rows.
 */
export function goesLive(next: Candidate, live: Candidate | undefined): boolean {
  if (!live || next.week > live.week) return true
  if (next.week < live.week) return false
  const [covers, covered] = [next.facts.covers, live.facts.covers]
  if (covers.from > covered.from || covers.to < covered.to) return false
  const rows = new Map(next.facts.accounts.map(({ table, accepted }) => [table, accepted]))
  return live.facts.accounts.every(
    ({ table, accepted }) => (rows.get(table) ?? 0) >= accepted * (1 - MAX_LOSS),
  )
}
