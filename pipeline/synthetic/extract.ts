import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeNew } from '../lib/files.ts'
import { isoDate, isoWeek } from '../lib/week.ts'
import { EXTRACT_HOUR } from './plan.ts'
import { type WrittenTable, writeCharges, writeCrimes, writePersons } from './tables.ts'
import type { World } from './world.ts'

/** Writes the extract of one day into a folder: the tables and their manifest. */
export async function writeExtract(folder: string, world: World, asAt: number): Promise<WrittenTable[]> {
  mkdirSync(folder, { recursive: true })
  const files = [writeCrimes(folder, world, asAt), writePersons(folder, world, asAt), writeCharges(folder, world, asAt)]
  await writeNew(join(folder, 'manifest.json'), manifestText(world, asAt, files))
  return files
}

function manifestText({ plan, setting }: World, asAt: number, files: readonly WrittenTable[]): string {
  const manifest = {
    extract_id: `synthetic-${isoWeek(asAt)}-s${plan.seed}`,
    extracted_at: `${isoDate(asAt)}T0${EXTRACT_HOUR}:00:00`,
    covers_from: isoDate(plan.startDay),
    covers_to: isoDate(asAt - 1),
    timezone: setting.timezone,
    files,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
