import { BYTE_FAULTS, MANIFEST_FAULTS } from './faults-files.ts'
import { ROW_FAULTS } from './faults-rows.ts'

/** Every fault that can be planted, by name, with what it does. */
export const FAULTS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...ROW_FAULTS, ...BYTE_FAULTS, ...MANIFEST_FAULTS }).map(([name, { what }]) => [
    name,
    what,
  ]),
)
