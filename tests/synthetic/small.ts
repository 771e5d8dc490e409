import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadForce } from '../../pipeline/force/load.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import type { Manifest } from '../../pipeline/synthetic/faults-files.ts'
import { makePlan, type Plan, type Setting } from '../../pipeline/synthetic/plan.ts'
import { splitRow } from '../../pipeline/synthetic/rows.ts'
import { settingOf } from '../../pipeline/synthetic/setting.ts'

export const LAST = epochDay('2026-11-16')

/**
 * What the extract command tells the generator of the default force, but for a cut that a small force
 * reaches.
 */
export async function defaultSetting(): Promise<Setting> {
  return { ...settingOf(await loadForce()), highCut: 150 }
}

export function smallPlan(
  more: Partial<{ seed: number; scale: number; weeks: number; years: number }> = {},
): Plan {
  return makePlan({ seed: 1, scale: 0.004, weeks: 1, lastAsAt: LAST, years: 2, ...more })
}

/** Rows of a CSV table as objects. */
export function readTable(folder: string, name: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(join(folder, name), 'latin1').trimEnd().split('\n').map(splitRow)
  return lines.map(cells => Object.fromEntries(header!.map((column, i) => [column, cells[i] ?? ''])))
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
}

export function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
