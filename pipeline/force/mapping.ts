import { z } from 'zod'

const TableMapping = z.strictObject({
  /** Contract column name → the force's own column name. */
  columns: z.record(z.string(), z.string().min(1)).default({}),
  /** Contract column name → the force's own value → contract value. */
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})

/** How a force's own columns and codes become the contract's, table by table. */
export const MappingSchema = z.record(z.string(), TableMapping)

export type Mapping = Readonly<z.infer<typeof MappingSchema>>
