import { type Correction, faultOf } from '../data/rectify.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { archivedWeeks } from './archive.ts'
import { withDiskErrors } from './disk.ts'
import { personKeys } from './disposals.ts'
import { homeOf } from './home.ts'
import { withLock } from './lock.ts'
import { openKept } from './memory.ts'
import { rememberedValue } from './memory-lines.ts'
import { addRectification } from './rectifications.ts'

/**
 * Takes a correction in, after it was checked against the contract.
 *
 * Throws `PipelineError` (exit 5) when the column or the value is not one of the contract, when the newest
 * week does not know the row of a person or charge, or when the reason names it.
 */
export async function rectify(
  root: string,
  correction: Correction,
  why: { on: string; reason: string },
): Promise<void> {
  const { table, id, column } = correction
  const fault = await faultOf(correction)
  if (fault) throw new PipelineError(`${fault} (--set ${column})`, EXIT.failed, 'see --help')
  if (why.reason.toLowerCase().includes(id.toLowerCase()))
    throw new PipelineError('the reason names the row, and the log is kept (--reason)', EXIT.failed)
  const home = homeOf(root)
  await withDiskErrors(root, () =>
    withLock(home, async () => {
      const person = table === 'crimes' ? null : await personOf(root, correction)
      if (person === undefined)
        throw new PipelineError(
          `no such row in the newest week (--id, ${table})`,
          EXIT.failed,
          'look at the reference; what was disposed of cannot be corrected',
        )
      await addRectification(root, { ...correction, person }, why)
    }),
  )
}

/** The person whom a row of the newest week is about; undefined when that week does not know the row. */
async function personOf(root: string, { table, id }: Correction): Promise<string | undefined> {
  const newest = (await archivedWeeks(root)).at(-1)
  if (!newest) return undefined
  const { shape, persons } = await openKept(root, newest, await personKeys(root))
  if (!shape) return undefined
  for (const { memory } of persons.values()) {
    if (!memory) continue
    const [row, charges] = memory
    const person = rememberedValue(shape.persons, row, 'k')
    const keys =
      table === 'persons' ? [person] : charges.map(charge => rememberedValue(shape.charges, charge, 'k'))
    if (person !== null && keys.includes(id)) return person
  }
  return undefined
}
