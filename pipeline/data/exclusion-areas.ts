import type { Duck } from '../lib/duck.ts'
import type { Warning } from './header.ts'

/** A square's id: its south-west corner in metres. */
const SQUARE = '^e-?\\d+n-?\\d+$'

/**
 * A warning where exclusions name areas that are neither squares nor areas of a boundary layer: they hold
 * nowhere. What they name is text of the extract and is not repeated.
 *
 * @param layers the force's layers
 * @example await exclusionWarnings(store, force.layers) // [] where every area is known
 */
export async function exclusionWarnings(
  store: Duck,
  layers: readonly { readonly areas: readonly { readonly code: string }[] }[],
): Promise<Warning[]> {
  const rows = await store.rows<{ area: string; rows: number }>(
    `SELECT area, count(*)::INTEGER AS rows FROM exclusions
     WHERE NOT regexp_matches(area, $square) GROUP BY area`,
    { square: SQUARE },
  )
  const codes = new Set(layers.flatMap(({ areas }) => areas.map(({ code }) => code)))
  const unknown = rows.filter(({ area }) => !codes.has(area)).reduce((all, row) => all + row.rows, 0)
  if (unknown === 0) return []
  const facts = `${unknown} name neither a square nor the code of an area of a layer, and hold nowhere`
  return [{ code: 'unknown-area', where: 'exclusions', facts }]
}
