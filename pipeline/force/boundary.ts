import type { Shape } from '../lib/geo.ts'
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
 * that names the setting: a file that `readPolygons` refuses, a feature without the name, or a place far from
 * the force's coordinate system.
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
  if (far) throw settingsRefused(module.source, [far])
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
      'a system made for the place of the boundary: there its lengths are more than 2 % off ' +
      '(the wrong zone, the boundary of another place, or latitude before longitude)',
  }
}
