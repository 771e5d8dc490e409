/**
 * The baked files of the people product: what is not named here cannot reach a reader of it. Dates are ISO;
 * shares are fractions.
 */
import { z } from 'zod'
import { BANDS } from './people-words.ts'
import { TabCounts } from './records.ts'

export { PeopleMethodFile } from './method.ts'
export { FairnessFile, PeopleEvidenceFile } from './people-evidence.ts'
export { PracticeFile } from './people-practice.ts'
export { LomuFile, type PersonRecord, PersonRecordSchema } from './records.ts'

const Band = z.enum(BANDS)

/** `lomus.json` (people): cohort counts without anyone's name. */
export const LomusFile = z.strictObject({
  kind: z.literal('lomus'),
  capacity: z.number().int(),
  lomus: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      people: z.number().int(),
      /** People whom the unit can take on. */
      capacity: z.number().int(),
      /** Adults on each tab of the unit's worklist. */
      tabs: TabCounts,
      bands: z.array(
        z.strictObject({
          band: Band,
          people: z.number().int(),
          lastWeek: z.number().int().nullable(),
          /** Whose band falls within `FALL_WEEKS` with no new charge. */
          falling: z.number().int(),
        }),
      ),
    }),
  ),
})

export type LomusFile = Readonly<z.infer<typeof LomusFile>>
