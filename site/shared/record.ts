import { loadRun } from './load.ts'

/** What is looked at in a public record. */
interface Fields {
  readonly fields: readonly { readonly id: string; readonly text: readonly string[] }[]
}

/** The field that names the version of the model. */
const VERSION = '2.4.2.2'

/**
 * A public record with the code, the run and the week that its figures are of in the field of the version.
 */
export async function datedRecord<T extends Fields>(record: T): Promise<T> {
  const { week, runId, modelVersion } = await loadRun()
  const made = `Code ${modelVersion}, run ${runId}, week ${week}.`
  const fields = record.fields.map(field =>
    field.id === VERSION ? { ...field, text: [...field.text, made] } : field,
  )
  return { ...record, fields }
}

/** A public record as the text of a file: its marking first, then the week and the record. */
export async function recordText(record: Fields): Promise<string> {
  const { force, week, asAt } = await loadRun()
  const { marking, handling } = force
  return `${JSON.stringify({ marking, handling, week, asAt, ...(await datedRecord(record)) }, null, 1)}\n`
}
