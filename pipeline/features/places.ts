import type { Earlier } from '../data/known-before.ts'
import { readFlaggedPoints } from '../data/notes.ts'
import { crimeReach, type Reach } from '../data/reach.ts'
import { concernsSql } from '../data/target.ts'
import type { LoadedForce } from '../force/load.ts'
import type { Target } from '../force/schema.ts'
import { type Duck, literal } from '../lib/duck.ts'
import { inside, type Shape } from '../lib/geo.ts'
import { type Log, silentLog, timed } from '../lib/log.ts'
import { type PlacedEvents, type PlaceHistory, placeEvents } from './events.ts'
import { excludedSquares } from './exclusion-areas.ts'
import { type FoundBy, readFoundBy } from './found-by.ts'
import { type AreaGrid, locate, makeGrid } from './grid.ts'
import { type MicroArea, microAreas } from './micro-areas.ts'
import { type Overlays, readOverlays } from './overlays.ts'
import { type PatrolHour, readPatrols } from './patrols.ts'
import { type HistoryDays, readPlaceHistory } from './place-history.ts'
import { notePoints, type PointNote } from './point-notes.ts'
import { type RecordedFacts, readRecorded } from './recorded.ts'
import { type RecordedPoint, readRecordedPoints } from './recorded-points.ts'

/** All that is known of a target's places on a day: what its forecast learns from and its pages show. */
export interface PlaceFacts {
  readonly target: Target
  readonly grid: AreaGrid
  readonly history: PlaceHistory
  /** The target's events on the grid. */
  readonly placed: PlacedEvents
  readonly recorded: RecordedFacts
  /** Where the offences of the last 52 weeks were. */
  readonly points: readonly RecordedPoint[]
  readonly foundBy: FoundBy
  /** What becomes of every accepted crime on the way to the forecast. */
  readonly reach: Reach
  /** Points that stand for more offences than happen at one address, by cell. */
  readonly notes: readonly PointNote[]
  /** Where offences were recorded close together, by cell. */
  readonly micro: readonly (readonly MicroArea[])[]
  readonly overlays: Overlays
  /** Patrols before the day, of every target's squares; null where the extract has none. */
  readonly patrols: readonly PatrolHour[] | null
  /** Epoch day of the forecast. */
  readonly asAt: number
  /** First epoch day of which not all data are in. */
  readonly completeBefore: number
  readonly horizonDays: number
}

/** When the facts are read. */
export interface PlaceOptions {
  /** Epoch day of the forecast: nothing recorded on it or later is read. */
  readonly asAt: number
  /** Last epoch day of the data; default the day before the forecast. */
  readonly dataTo?: number
  /** First epoch day of the history; default: that of the earliest crime. */
  readonly historyFrom?: number
  /** What was known of crimes before; absent: nothing else than today. */
  readonly earlier?: Pick<Earlier, 'table'>
  readonly log?: Log
}

/**
 * Reads what is known of the places of every target of a force, as at a day, in the force's order.
 *
 * @example await readPlaces(store, await loadForce(), { asAt: epochDay('2026-11-16') })
 */
export async function readPlaces(
  store: Duck,
  { settings: force, districts, ...loaded }: LoadedForce,
  { asAt, dataTo = asAt - 1, historyFrom, earlier, log = silentLog }: PlaceOptions,
): Promise<PlaceFacts[]> {
  const days = { asAt, completeBefore: Math.min(asAt, dataTo + 1) }
  const history = {
    ...days,
    ...(historyFrom === undefined ? {} : { historyFrom }),
    ...(earlier ? { earlier: earlier.table } : {}),
  }
  const points = await readFlaggedPoints(store)
  const { places, nationalGrid, layers } = loaded
  const outline = districts.map(({ shape }) => shape)
  const names = { places, nationalGrid, areas: namingAreas(layers) }
  const overlays = await readOverlays(store, asAt)
  const patrols = await readPatrols(store, asAt)
  const facts: PlaceFacts[] = []
  await keepConcerned(store, force.targets)
  for (const target of force.targets) {
    const grid = makeGrid(districts, target.cellMetres, names)
    const read = await timed(log, `${target.id}: read`, () =>
      readTarget(store, target, { ...history, grid, outline, among: CONCERNED }),
    )
    const notes = notePoints(read.placed, grid, points)
    const micro = microAreas(read.recorded, { asAt, grid, flagged: points })
    facts.push({
      target,
      grid,
      ...read,
      notes,
      micro,
      overlays: { ...overlays, exclusions: excludedSquares(overlays.exclusions, grid, { outline, layers }) },
      patrols,
      ...days,
      horizonDays: force.horizonWeeks * 7,
    })
  }
  await store.run(`DROP TABLE ${CONCERNED}`)
  return facts
}

/** The crimes that concern any target: a small part of all, which each target asks for many things. */
const CONCERNED = 'concerned'

/** Columns that no history asks for and no clause names: texts of them would be most of what is copied. */
const UNASKED = ['offence_title', 'location_quality', 'lpa']

async function keepConcerned(store: Duck, targets: readonly Target[]): Promise<void> {
  const { sql, values } = concernsSql(targets)
  await store.run(
    `CREATE TEMP TABLE ${CONCERNED} AS
     SELECT COLUMNS(name -> name NOT IN (${UNASKED.map(literal).join(', ')})) FROM crimes WHERE ${sql}`,
    values,
  )
}

/** The areas that squares are named by: those of the first layer of neighbourhoods or wards. */
function namingAreas(layers: LoadedForce['layers']) {
  return layers.find(({ id }) => id === 'neighbourhood' || id === 'ward')?.areas ?? []
}

interface TargetGround extends HistoryDays {
  readonly grid: AreaGrid
  /** Shapes of the districts. */
  readonly outline: readonly Shape[]
}

async function readTarget(store: Duck, target: Target, at: TargetGround) {
  const history = await readPlaceHistory(store, target, at)
  return {
    history,
    placed: placeEvents(at.grid, history.target),
    recorded: await readRecorded(store, target, at),
    points: await readRecordedPoints(store, target, at),
    foundBy: await readFoundBy(store, target, at),
    reach: await crimeReach(store, target, {
      ...at,
      isInside: (x, y) => locate(at.grid, [x], [y])[0] !== -1,
      isBeyond: (x, y) => isBeyond(at, x, y),
    }),
  }
}

/** Whether a point in a cell lies in no district: only cells that the outline cuts hold such points. */
function isBeyond({ grid, outline }: TargetGround, x: number, y: number): boolean {
  const land = grid.landKm2[locate(grid, [x], [y])[0]!]!
  const isWhole = land > WHOLE * (grid.cellMetres / 1000) ** 2
  return !isWhole && !outline.some(shape => inside(shape, x, y))
}

/** Share of a cell that is all of it but for rounding. */
const WHOLE = 0.999999
