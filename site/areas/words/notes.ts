import type { BakedCell } from '../../../pipeline/bake/contract/areas.ts'
import { formatWhole } from '../../shared/format.ts'

type Note = BakedCell['notes'][number]

const POINTS: Readonly<Record<Note['kind'], string>> = {
  'default-geocode': 'is a default geocode (a custody suite or a hospital): they may have happened elsewhere',
  'dominant-address': 'is a single address: the rest of the square may be quiet',
}

/** A note about a point, in a sentence. */
export function noteWords({ kind, offences, of }: Note): string {
  return `${formatWhole(offences)} of ${formatWhole(of)} offences stand on one point, which ${POINTS[kind]}.`
}
