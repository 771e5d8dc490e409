import { z } from 'zod'

const TableMapping = z.strictObject({
  /** What the manifest of an extract calls this table, when not as the contract does. */
  table: z.string().min(1).optional(),
  /** Contract column name → the force's own column name. */
  columns: z.record(z.string(), z.string().min(1)).default({}),
  /** Contract column name → one value for every row, for a column that the extract lacks. */
  constants: z.record(z.string(), z.string()).default({}),
  /**
   * Contract column name → the force's own value → contract value. Own values are compared without regard
   * to capitals and spaces; '' stands for blank on either side, `*` for any text.
   */
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})

/** How a force's own columns and codes become the contract's, table by table. */
export const MappingSchema = z.record(z.string(), TableMapping)

export type Mapping = Readonly<z.infer<typeof MappingSchema>>
export type TableMapping = Mapping[string]

/**
 * The form in which own names and values are compared: small letters, no spaces outside, one inside.
 *
 * @example folded('  Used /  INJ ') === 'used / inj'
 */
export function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

/** SQL of the same for a column of text. @see folded */
export function foldedSql(text: string): string {
  return `lower(trim(regexp_replace(${text}, '\\s+', ' ', 'g')))`
}
