import { z } from 'zod'
import { EXIT, PipelineError } from '../lib/error.ts'

/** Whatever bake wrote: its shape is the contract's matter. */
const Given = z.unknown().refine(value => value !== undefined)

/** A listed person's record as sealed: place in the unit's list, and what the list and the page show. */
const SealedRecord = z.strictObject({
  place: z.number().int(),
  list: z.enum(['adults', 'children']),
  row: Given,
  page: Given,
})

/**
 * What a line of `records/CODE.jsonl` begins with, a listed person as the unit's list and the person's page
 * show them: the rest of it is sealed behind the person's place.
 */
const LINE_HEAD = /^\{"pseudonym":"([0-9a-f]{32})",(?="list":"(?:adults|children)","row":)/

/** As many characters of a line as its head can have. */
export const HEAD_LENGTH = 90

/**
 * The head of a line of records, up to the list, and the pseudonym in it. Throws `PipelineError` (exit 5)
 * where a line begins otherwise.
 */
export function recordHead(line: string): readonly [head: string, pseudonym: string] {
  const [head, pseudonym] = LINE_HEAD.exec(line) ?? []
  if (head !== undefined && pseudonym !== undefined) return [head, pseudonym]
  throw new PipelineError('a line of records is not that of a person', EXIT.failed, 'run again')
}

/** A sealed record, its row and page as JSON. */
export interface RecordTexts {
  readonly list: z.infer<typeof SealedRecord>['list']
  readonly place: number
  readonly row: string
  readonly page: string
}

/**
 * The row in a record as it is sealed is a list without any object: so the first quoted `page` behind a comma
 * is the record's own.
 */
const PARTS = /^\{"place":(\d+),"list":"(adults|children)","row":(\[[^{]*?\]),"page":(?=\{)/

/**
 * A sealed record from its text. A row that is no plain list is read in full; one that is, and the page, are
 * cut out as they were written, for to read and write each again takes longer.
 *
 * @example recordTexts('{"place":3,"list":"adults","row":[1],"page":{"a":2}}').page === '{"a":2}'
 */
export function recordTexts(text: string): RecordTexts {
  const [head, place, list, row] = PARTS.exec(text) ?? []
  if (head !== undefined && (list === 'adults' || list === 'children'))
    return { place: Number(place), list, row: row!, page: text.slice(head.length, -1) }
  const read = SealedRecord.parse(JSON.parse(text))
  return { ...read, row: JSON.stringify(read.row), page: JSON.stringify(read.page) }
}
