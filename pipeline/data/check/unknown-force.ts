import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromExtract } from '../../force/crs.ts'
import { isInBox } from '../../force/known-crs.ts'
import { type LoadedForce, loadForce } from '../../force/load.ts'
import { sketchText } from '../../force/sketch-text.ts'
import { bounds } from '../../lib/geo.ts'
import { zoneName } from '../zone.ts'
import { boxBoundary } from './box-boundary.ts'
import { draftForce } from './draft.ts'
import { pathFrom } from './draft-areas.ts'
import { type Look, sampleOf, samplePoints } from './look.ts'

/** Least share of units, or of points, that an extract of a force has in common with it. */
const MIN_COMMON = 0.1

/** Why an extract is hardly one of a force: another time zone, or its units and its places are elsewhere. */
export function strangeTo(look: Look, { settings, districts }: LoadedForce): string | undefined {
  const { timezone } = look.extract.manifest
  if (zoneName(timezone) !== zoneName(settings.timezone)) return `its times are those of ${timezone}`
  const units = sampleOf(look, 'persons', 'lomu').filter(unit => unit.trim() !== '')
  const known = new Set(settings.lomus.map(({ code }) => code))
  const points = samplePoints(look)
  const box = bounds(districts.flatMap(({ shape }) => shape))
  const project = fromExtract(settings)
  const strangers = [
    units.length > 0 && units.filter(unit => known.has(unit.trim())).length < MIN_COMMON * units.length,
    points.length > 0 &&
      points.filter(point => isInBox(box, project(point))).length < MIN_COMMON * points.length,
  ]
  const asked = [units, points].filter(({ length }) => length > 0).length
  if (asked < 2 || !strangers.every(Boolean)) return undefined
  return 'none of its units is known, and its crimes lie elsewhere'
}

/**
 * A force made up for an extract whose own has no module yet: the usual definitions, the units and the area
 * of the extract itself.
 *
 * @param workDir private folder for its module
 */
export async function forceOfExtract(look: Look, workDir: string): Promise<LoadedForce> {
  const { boundary, crs } = await boxBoundary(samplePoints(look), workDir)
  const { sketch } = await draftForce(
    { id: 'unknown', name: 'a force without a module', boundary, crs, layers: [], folder: workDir },
    look,
  )
  const module = join(workDir, 'unknown-force.ts')
  const schema = fileURLToPath(new URL('../../force/schema.ts', import.meta.url))
  await writeFile(module, sketchText(sketch, pathFrom(workDir, schema)), { mode: 0o600 })
  return loadForce(module)
}
