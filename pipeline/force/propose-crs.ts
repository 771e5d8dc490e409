import proj4 from 'proj4'
import { EXIT, PipelineError } from '../lib/error.ts'
import type { Point } from './crs.ts'
import {
  type Box,
  crsNamed,
  DEGREES,
  isInBox,
  type NamedCrs,
  nationalSystemsOf,
  systemsAt,
} from './known-crs.ts'
import { boxOf, type Outline } from './outline.ts'

/** A value that is proposed for a setting, and what speaks for it. */
export interface Proposed<T> {
  readonly value: T
  readonly why: string
}

/** The coordinate systems that are proposed for a force and for its extracts. */
export interface CrsProposal {
  readonly crs: Proposed<NamedCrs>
  /** That of the extract, where it is another. */
  readonly extractCrs: Proposed<NamedCrs> | undefined
  /** Whether the column that is taken for the easting holds the northing. */
  readonly swapped: boolean
}

interface Evidence {
  readonly outline: Outline
  /** Easting and northing of some crimes, as the extract gives them. */
  readonly points: readonly Point[]
  /** The system that the user named. */
  readonly given?: string | undefined
}

/** Least share of crimes that must lie within the boundary for a system to be the extract's. */
const MIN_INSIDE = 0.5

/**
 * Proposes the coordinate systems of a force and of its extract from its boundary and the points of crimes.
 * Throws `PipelineError` (exit 5) where the boundary alone does not tell and the user named none.
 */
export function proposeCrs({ outline, points, given }: Evidence): CrsProposal {
  const crs = given === undefined ? ofOutline(outline, points) : ofUser(given)
  const place = degreesBox(outline, crs.value)
  if (points.length === 0) return { crs, extractCrs: undefined, swapped: false }
  const known = [
    crs.value,
    DEGREES,
    ...systemsAt(middle(place)).filter(({ name }) => name !== crs.value.name),
  ]
  const fits = known
    .flatMap(system => [false, true].map(swapped => ({ system, swapped })))
    .map(fit => ({ ...fit, share: shareInside(points, place, fit) }))
  const best = fits.find(({ share }) => share >= MIN_INSIDE)
  if (!best) return { crs, extractCrs: { value: crs.value, why: NO_FIT }, swapped: false }
  const turned = best.swapped ? ', with easting and northing the other way round' : ''
  const share = percentOf(best.share)
  const why = `read so${turned}, ${share} of ${points.length} crimes lie in the box of the boundary`
  const own = best.system === crs.value ? undefined : { value: best.system, why }
  const told = own || given !== undefined ? crs : { ...crs, why: `${crs.why}; ${why}` }
  return { crs: told, extractCrs: own, swapped: best.swapped }
}

const NO_FIT = 'no known system puts the crimes inside the boundary: ask what easting and northing are'

function percentOf(share: number): string {
  return `${Math.round(100 * share)}%`
}

function ofUser(given: string): Proposed<NamedCrs> {
  const crs = crsNamed(given)
  if (crs && crs !== DEGREES) return { value: crs, why: 'as given by --crs' }
  const what = crs ? 'degrees, and squares are laid in metres' : 'not a system that is known here'
  throw new PipelineError(
    `not a metric coordinate system: ${given} (--crs): ${what}`,
    EXIT.failed,
    CRS_WANTED,
  )
}

const CRS_WANTED =
  'give --crs EPSG:27700, EPSG:29902, EPSG:2157, a zone of UTM such as EPSG:32630, ' +
  "or --crs '+proj=... +units=m'; " +
  'or convert the boundary to WGS 84 (EPSG:4326)'

function ofOutline(outline: Outline, points: readonly Point[]): Proposed<NamedCrs> {
  const { declared, degrees, box } = outline
  const named = declared === undefined ? undefined : crsNamed(declared)
  if (degrees) return ofPlace(box, points)
  if (named && named !== DEGREES) return { value: named, why: `the boundary names ${declared}` }
  if (declared !== undefined)
    throw new PipelineError(
      `the boundary is not in degrees, and its system is not known here: ${declared} (--boundary)`,
      EXIT.failed,
      CRS_WANTED,
    )
  const likely = nationalSystemsOf(middle(box)).filter(
    ({ crs }) => !areDegrees(points) || shareOf(points, degreesBox(outline, crs)) >= MIN_INSIDE,
  )
  if (likely.length === 1)
    return { value: likely[0]!.crs, why: 'the boundary is in metres and names no system; only this one fits' }
  const found =
    likely.length === 0 ? 'none that is known fits' : `it may be ${likely.map(nameOf).join(' or ')}`
  throw new PipelineError(
    `the boundary is not in degrees and names no coordinate system; ${found} (--boundary)`,
    EXIT.failed,
    CRS_WANTED,
  )
}

const nameOf = ({ crs }: { readonly crs: NamedCrs }) => crs.name

/** A boundary in degrees: the metric system of the extract if it has one that fits, or that of the place. */
function ofPlace(box: Box, points: readonly Point[]): Proposed<NamedCrs> {
  const systems = systemsAt(middle(box))
  const metric = areDegrees(points)
    ? undefined
    : systems.find(system => shareInside(points, box, { system, swapped: false }) >= MIN_INSIDE)
  if (metric) return { value: metric, why: 'made for the place of the boundary, and the extract is in it' }
  return { value: systems[0]!, why: 'the metric system that is made for the place of the boundary' }
}

function areDegrees(points: readonly Point[]): boolean {
  return points.length > 0 && points.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 180)
}

const middle = ([west, south, east, north]: Box): Point => [(west + east) / 2, (south + north) / 2]

/** The box of an outline in degrees. */
function degreesBox({ degrees, box }: Outline, crs: NamedCrs): Box {
  if (degrees) return box
  const [west, south, east, north] = box
  const corners: Point[] = [
    [west, south],
    [east, south],
    [west, north],
    [east, north],
  ]
  return boxOf(corners.map(corner => proj4(crs.proj4, 'WGS84', [...corner]) as [number, number]))
}

function shareInside(
  points: readonly Point[],
  place: Box,
  { system, swapped }: { system: NamedCrs; swapped: boolean },
): number {
  const turned = swapped ? points.map(([x, y]): Point => [y, x]) : points
  if (system === DEGREES) return areDegrees(points) ? shareOf(turned, place) : 0
  if (areDegrees(points)) return 0
  const { inverse } = proj4(system.proj4)
  return shareOf(
    turned.map(point => inverse([...point] as [number, number]) as [number, number]),
    place,
  )
}

function shareOf(points: readonly Point[], place: Box): number {
  return points.filter(point => isInBox(place, point)).length / Math.max(1, points.length)
}
