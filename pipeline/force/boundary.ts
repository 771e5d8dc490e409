import { bounds, type Shape } from '../lib/geo.ts'
import { isFarFromCrs } from './crs.ts'
import { type ModulePlace, propertyOf, readPolygons } from './polygon-file.ts'
import { type Problem, settingsRefused } from './problem.ts'
import type { Settings } from './schema.ts'

/** A district of the force: its name and its outline in the force's metres. */
export interface District {
  readonly name: string
  readonly shape: Shape
}

/**
 * Reads the boundary file of a force: its districts in metres, and its text. Throws `PipelineError` (exit 5)
 * that names the setting: a file that `readPolygons` refuses, a feature without the name, a place far from
 * the force's coordinate system, or squares so small that the force has too many of them.
 *
 * @param module where the settings lie and what errors call them
 */
export async function readBoundary(settings: Settings, module: ModulePlace) {
  const { path, coordinates, nameKey } = settings.boundary
  const { features, text } = await readPolygons({ at: 'boundary', path, coordinates }, settings, module)
  const key = { setting: 'boundary.nameKey', name: nameKey }
  const districts = features.map(
    (feature): District => ({ name: propertyOf(feature, key, module), shape: feature.shape }),
  )
  const far = farProblem(districts, settings)
  const problems = far ? [far] : tooFine(districts, settings)
  if (problems.length > 0) throw settingsRefused(module.source, problems)
  return { districts, text }
}

/** A boundary in another part of the world than the coordinate system is made for. */
function farProblem(districts: readonly District[], settings: Settings): Problem | undefined {
  const corner = districts.map(({ shape }) => shape[0]![0]!).find(point => isFarFromCrs(settings, point))
  if (!corner) return undefined
  return {
    path: 'crs.proj4',
    value: settings.crs.proj4,
    expected:
      'a system made for the place of the boundary: there its lengths are more than 2% off ' +
      '(the wrong zone, the boundary of another place, or latitude before longitude)',
  }
}

/** Most squares of a target in the box around the force: some twenty times those of a large one at 500 m. */
const MAX_CELLS = 250_000

/** Squares so small that no machine could forecast as many as the force would have. */
function tooFine(districts: readonly District[], { targets }: Settings): Problem[] {
  const [minX, minY, maxX, maxY] = bounds(districts.flatMap(({ shape }) => shape))
  const least = Math.ceil(Math.sqrt(((maxX - minX) * (maxY - minY)) / MAX_CELLS))
  const expected = `squares of ${least} m or more: a force of this size would have too many to forecast`
  return targets.flatMap(({ cellMetres }, t) =>
    cellMetres >= least ? [] : [{ path: `targets.${t}.cellMetres`, value: cellMetres, expected }],
  )
}
