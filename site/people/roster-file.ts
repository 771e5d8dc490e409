import { createHash } from 'node:crypto'
import type { ListedPerson, LomuFile } from '../../pipeline/bake/contract/people.ts'
import { packPerson, type RosterFile } from './client/roster.ts'

/**
 * A list's file as the browser fetches it: its name holds the hash of its content, so that a page only meets
 * its own week's.
 */
export interface BakedRoster {
  readonly name: string
  readonly body: string
}

/** The lists of a unit: adults, and children apart. */
export type RosterKind = 'list' | 'children'

/** The people of one of a unit's lists. */
export function rosterOf(lomu: LomuFile, kind: RosterKind): readonly ListedPerson[] {
  return kind === 'list' ? lomu.people : lomu.children
}

/** Bakes one of a unit's lists. @example bakeRoster(lomu, 'list').name // 'list-0f3c9a1b2d4e' */
export function bakeRoster(lomu: LomuFile, kind: RosterKind): BakedRoster {
  const file: RosterFile = { rows: rosterOf(lomu, kind).map(packPerson) }
  const body = JSON.stringify(file)
  return { name: `${kind}-${createHash('sha256').update(body).digest('hex').slice(0, 12)}`, body }
}
