import type { Point } from './crs.ts'
import type { Box } from './known-crs.ts'
import { isInDegrees, type RawFeature, readRawPolygons } from './polygon-file.ts'

/** What a file of polygons tells of itself, before any setting speaks of it. */
export interface Outline {
  readonly features: readonly RawFeature[]
  readonly degrees: boolean
  /** The coordinate system that the file names. */
  readonly declared: string | undefined
  readonly box: Box
}

/**
 * Looks at a GeoJSON file of polygons that an option names. Throws `PipelineError` (exit 5) where no module
 * could use the file.
 */
export async function readOutline(path: string, option: string): Promise<Outline> {
  const { features, crs } = await readRawPolygons({ at: option, path }, { folder: '.', source: option })
  const degrees = features.every(({ rings }) => isInDegrees(rings))
  return { features, degrees, declared: crs, box: boxOf(features.flatMap(({ rings }) => rings.flat())) }
}

/**
 * The box around points; of none it is inside out.
 *
 * @example boxOf([[1, 5], [3, 2]]) is [1, 2, 3, 5]
 */
export function boxOf(points: readonly Point[]): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

/** What a property is like that names areas, or that holds their codes; numbers of rows are neither. */
const LIKE = { name: /name|nm$|district|title|label/i, code: /code|cd$|gss|ref$/i } as const
const ROW_NUMBER = /^(object_?id|fid|gid|id|shape.*)$/i

/**
 * The property that most likely holds the name, or the code, of every area: filled everywhere, each value
 * once if any such is there, called so if any is called so. Undefined when no property is filled everywhere.
 *
 * @example keyOf([{ properties: { WD22CD: 'E1', WD22NM: 'Aston' }, rings }], 'name') === 'WD22NM'
 */
export function keyOf(features: readonly RawFeature[], kind: keyof typeof LIKE): string | undefined {
  const scored = Object.keys(features[0]?.properties ?? {}).flatMap(key => {
    const values = features.map(({ properties }) => textOf(properties[key]))
    if (values.some(value => value === '')) return []
    const once = new Set(values).size === values.length
    if (kind === 'code' && !(once && values.every(value => /^[^\s./\\?#%][^/\\?#%]*$/.test(value)))) return []
    const words = values.filter(value => /\p{L}{3}/u.test(value)).length / values.length
    const fit = kind === 'name' ? words : 1 - words
    const called = Number(LIKE[kind].test(key)) - Number(ROW_NUMBER.test(key))
    return [{ key, score: 2 * called + Number(once) + fit }]
  })
  return scored.toSorted((a, b) => b.score - a.score)[0]?.key
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
