import { formatChance, formatCount, formatWhole } from '../../shared/format.ts'
import type { Members } from '../client/members.ts'
import { heldWords } from './spread.ts'

/** What a scope is and how its squares stand for it, in a sentence or two. */
export function scopeWords({
  kind,
  name,
  cells,
  area,
}: Pick<Members, 'kind' | 'name' | 'cells' | 'area'>): string {
  const squares = `${formatWhole(cells.length)} ${cells.length === 1 ? 'square' : 'squares'}`
  if (kind === 'force') return `${name}: all ${squares}.`
  if (kind === 'patch') return `My patch: ${squares} that you picked. The address of this page keeps them.`
  if (!area) return `${name}: ${squares}.`
  const [expected, low, high, mass, pAny] = area.exact
  const held = area.part ? 'the square in which its greatest part lies' : `${squares}, each mostly in it`
  return [
    `${name}: ${held}.`,
    `Cut at its true border: ${formatCount(expected)} expected,`,
    `${heldWords({ low, high, mass })}, P(at least 1) ${formatChance(pAny)}.`,
  ].join(' ')
}
