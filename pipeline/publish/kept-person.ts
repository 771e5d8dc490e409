import { z } from 'zod'
import type { RememberedPerson } from './memory-lines.ts'

/** How a listed person stood in a week: the band and, where there was one, the probability. */
export interface Standing {
  readonly band: string
  readonly chance?: number | undefined
}

const Row = z.array(z.string().nullable())

/** A listed person as kept: the text of the rows, the band, and the probability where there is one. */
const Listed = z.tuple([z.string(), z.string(), z.number().optional()])

/** A person as weeks of long ago kept one. */
const Former = z.strictObject({
  band: z.string().optional(),
  memory: z.tuple([Row, z.array(Row)]).optional(),
})

/** A person as kept; one who is not listed is the text of the rows alone. */
export type Kept = string | z.infer<typeof Listed>

/** A person as kept: the text of the rows, and the standing of one who is listed. */
export function keptAs(text: string, { band, chance }: Standing): Kept {
  return chance === undefined ? [text, band] : [text, band, chance]
}

/** A person as kept, the rows as they stand there. */
export function keptPerson(value: unknown): {
  readonly standing: Standing | undefined
  readonly rows: string | RememberedPerson | undefined
} {
  // Nearly all people are a text, and a schema takes longer than all else that is done with it.
  if (typeof value === 'string') return { standing: undefined, rows: value || undefined }
  if (Array.isArray(value)) {
    const [text, band, chance] = Listed.parse(value)
    return { standing: chance === undefined ? { band } : { band, chance }, rows: text || undefined }
  }
  const { band, memory } = Former.parse(value)
  return { standing: band === undefined ? undefined : { band }, rows: memory }
}
