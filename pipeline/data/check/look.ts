import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Point } from '../../force/crs.ts'
import type { Mapping } from '../../force/mapping.ts'
import { readManifest } from '../manifest.ts'
import { folderOf, type Received } from '../receive.ts'
import type { TableName } from '../schema.ts'
import { survey } from './examine.ts'
import type { SurveyedTable } from './survey.ts'
import { ownTableNames } from './table-names.ts'

/** A first look at an extract, before any force is known. */
export interface Look {
  readonly extract: Received
  /** What its manifest calls the tables, where not as the contract does. */
  readonly mapping: Mapping
  readonly tables: readonly SurveyedTable[]
}

/**
 * Looks at an extract without a force: its manifest, the headers of its files and some values.
 *
 * Throws `PipelineError` (exit 3) when there is no extract at all.
 */
export async function lookAt(path: string, workDir: string): Promise<Look> {
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const scratch = await mkdtemp(join(workDir, 'look-'))
  const folder = await folderOf(path, scratch)
  const mapping = await ownTableNames(folder)
  const extract = { folder, manifest: await readManifest(folder, mapping) }
  return { extract, mapping, tables: await survey(extract, mapping, scratch) }
}

/** Some values of a column of the contract; none where the file lacks it. */
export function sampleOf({ tables }: Look, table: TableName, column: string): readonly string[] {
  return tables.find(found => found.table === table)?.samples.get(column) ?? []
}

/** Easting and northing of some crimes, as the extract gives them. */
export function samplePoints(look: Look): Point[] {
  const y = sampleOf(look, 'crimes', 'northing')
  return sampleOf(look, 'crimes', 'easting').flatMap((text, i): Point[] => {
    const point: Point = [numberOf(text), numberOf(y[i] ?? '')]
    // Zeros stand for "unknown" in many systems.
    return point.every(Number.isFinite) && point.some(value => value !== 0) ? [point] : []
  })
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
