import { z } from 'zod'

/** Whatever bake wrote: its shape is the contract's matter. */
const Given = z.unknown().refine(value => value !== undefined)

/** One line of `records/CODE.jsonl`: a listed person as the unit's list and the person's page show them. */
export const RecordLine = z.strictObject({
  pseudonym: z.string().regex(/^[0-9a-f]{32}$/),
  list: z.enum(['adults', 'children']),
  row: Given,
  page: Given,
})

/** A listed person's record as sealed: the line, and its place in the list. */
export const SealedRecord = RecordLine.omit({ pseudonym: true }).extend({ place: z.number().int() })
