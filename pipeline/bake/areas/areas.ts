import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { coreOf, shiftedGrids } from '../../evidence/places/grid-shifts.ts'
import { forecastWithEvidence, type PlaceWeek } from '../../evidence/places/judge.ts'
import { countsWithin } from '../../evidence/places/place-scores.ts'
import { type PlacedEvents, type PlaceHistory, placeEvents } from '../../features/events.ts'
import { type AreaGrid, type Grid, makeGrid } from '../../features/grid.ts'
import { readPlaceHistory } from '../../features/places.ts'
import type { LoadedForce } from '../../force/load.ts'
import type { Target } from '../../force/schema.ts'
import type { Duck } from '../../lib/duck.ts'
import { writeNew } from '../../lib/files.ts'
import { sha256 } from '../../lib/hash.ts'
import { type Log, silentLog, timed } from '../../lib/log.ts'
import { isoDate } from '../../lib/week.ts'
import type { PlaceForecast } from '../../models/places/forecast.ts'
import { makePatches } from '../../models/places/patches.ts'
import { type BakedCell, OutlinesFile, type PastForecast, TargetFile } from '../contract/areas.ts'
import { discloseNested } from './disclose.ts'
import { evidenceFile } from './evidence.ts'
import { forecastCsv, forecastGeoJson } from './export.ts'
import { lastDay, type Recorded, readRecorded, recordedHash, writeRecorded } from './history.ts'

/** What the areas product is baked from. */
export interface AreasOptions {
  readonly store: Duck
  readonly force: LoadedForce
  /** Epoch day on which the forecast is made. */
  readonly asAt: number
  /** ISO week of the forecast, for example `2026-W47`. */
  readonly week: string
  /** Folder to write into; files must not exist yet. */
  readonly out: string
  /** Last day of the data, as epoch day; default: the day before the forecast. */
  readonly dataTo?: number
  /** Last week's forecast of a target, by slug, if there is one. */
  readonly previous?: (slug: string) => PastForecast | undefined
  /** Forecasts of a target in earlier weeks, newest first. */
  readonly past?: (slug: string) => readonly PastForecast[]
  /** Draws the map of a target. */
  readonly png: (target: TargetFile, outlines: OutlinesFile) => Promise<Uint8Array>
  readonly log?: Log
}

const BUDGETS = [0.005, 0.01, 0.02, 0.05, 0.1]
const LIST_BUDGET = 0.02

/**
 * Bakes the areas product: `outlines.json`, `targets/SLUG.json` and the downloads under `data/`, named by their content.
 * Holds counts of places only. Gives the targets' files as written.
 */
export async function bakeAreas(options: AreasOptions): Promise<TargetFile[]> {
  const { force, out, log = silentLog } = options
  const outlines = outlinesOf(force)
  await writeNew(join(out, 'outlines.json'), JSON.stringify(outlines))
  const files: TargetFile[] = []
  for (const target of force.settings.targets) {
    files.push(await bakeTarget(target, { options, outlines, log }))
  }
  return files
}

async function bakeTarget(
  target: Target,
  { options, outlines, log }: { options: AreasOptions; outlines: OutlinesFile; log: Log },
): Promise<TargetFile> {
  const { store, asAt, force, out } = options
  const { places, horizonWeeks, disclosure } = force.settings
  const horizonDays = horizonWeeks * 7
  const completeBefore = Math.min(asAt, (options.dataTo ?? asAt - 1) + 1)
  const grid = makeGrid(force.districts, target.cellMetres, { places })
  const shifted = shiftedGrids(grid)
  const recorded = await timed(log, `${target.id}: recorded`, () =>
    readRecorded(store, target, { grid, asAt, horizonDays, disclosure }),
  )
  const history = await timed(log, `${target.id}: history`, () =>
    readPlaceHistory(store, target, { asAt, grid }),
  )
  const week = await timed(log, `${target.id}: forecast`, () =>
    forecastWithEvidence(history, { asAt, completeBefore, horizonDays }),
  )
  const placed = placeEvents(grid, history.target)
  const file = targetFile(target, {
    options,
    grid,
    shifted,
    history,
    week,
    forecast: week.forecast,
    recorded,
    placed,
  })
  const past = options.past?.(target.slug) ?? []
  const evidence = await timed(log, `${target.id}: evidence`, () =>
    evidenceFile({ store, target, history, week, file, grids: [grid, ...shifted], past, completeBefore }),
  )
  await writeNew(join(out, 'evidence', `${target.slug}.json`), JSON.stringify(evidence))
  return writeTarget(file, { options, outlines, recorded })
}

/** The built-in base map of a force: districts to the metre, and named places. */
function outlinesOf({ settings: force, districts }: LoadedForce): OutlinesFile {
  return OutlinesFile.parse({
    kind: 'outlines',
    districts: districts.map(({ name, shape }) => ({
      name,
      rings: shape.map(ring => ring.map(([x, y]) => [Math.round(x), Math.round(y)])),
    })),
    places: force.places,
  })
}

interface Baked {
  readonly options: AreasOptions
  readonly grid: AreaGrid
  readonly shifted: readonly Grid[]
  readonly history: PlaceHistory
  readonly week: PlaceWeek
  readonly forecast: PlaceForecast
  readonly recorded: Recorded
  readonly placed: PlacedEvents
}

function targetFile(target: Target, baked: Baked): TargetFile {
  const { options, grid, forecast, recorded } = baked
  const { id, slug, title, description, cellMetres } = target
  const before = options.previous?.(slug)
  const cells = bakeCells(baked, before)
  const listed = cells.slice(0, budgetCells(LIST_BUDGET, cells.length)).map(cell => cell.id)
  const listedBefore = before?.cells
    .slice(0, budgetCells(LIST_BUDGET, before.cells.length))
    .map(cell => cell.id)
  const { expected, low, high } = forecast.total
  return TargetFile.parse({
    kind: 'target',
    id,
    slug,
    title,
    description,
    cellMetres,
    forecastFrom: isoDate(options.asAt),
    forecastTo: lastDay(options.asAt, forecast.horizonDays),
    total: { expected: round(expected), low: round(low), high: round(high) },
    lastFourWeeks: recorded.total.lastFourWeeks,
    sameWeeksLastYear: recorded.total.sameWeeksLastYear,
    baseRate: round(forecast.pAny.reduce((a, b) => a + b, 0) / grid.ids.length),
    capture: BUDGETS.map(areaShare => captureAt(cells, areaShare)),
    entered: listedBefore ? listed.filter(cell => !listedBefore.includes(cell)) : [],
    left: listedBefore ? listedBefore.filter(cell => !listed.includes(cell)) : [],
    flareUps: flareUpsOf(baked),
    patches: patchesOf(baked),
    disclosure: options.force.settings.disclosure,
    clauses: recorded.clauses,
    cells,
    downloads: { csv: '', geojson: '', png: '', history: '' },
    limits: limitsOf(forecast),
  })
}

function flareUpsOf({ options, grid, week, recorded, placed }: Baked): TargetFile['flareUps'] {
  const { disclosure } = options.force.settings
  return week.flareUps.map(({ cell, weeks, expected, tail }) => {
    const count = (from: number) => {
      const counts = countsWithin(placed, { from, to: options.asAt, cells: grid.x.length })
      return Math.round(counts[cell]!)
    }
    const four = recorded.lastFourWeeks[cell]!
    const shown =
      weeks === 4 ? four : discloseNested([four ?? 0, count(options.asAt - 7 * weeks)], disclosure)[1]!
    return { cell: grid.ids[cell]!, weeks, recorded: shown, expected: round(expected), tail: round(tail) }
  })
}

function patchesOf({ options, grid, shifted, history, forecast }: Baked): TargetFile['patches'] {
  const patches = makePatches(grid, forecast.expected, budgetCells(LIST_BUDGET, grid.ids.length))
  const listed = patches.flatMap(({ cells }) => cells)
  const at = { history: history.target, day: options.asAt, settings: forecast.fit.gps }
  const core = coreOf({ grid, listed }, shifted, at)
  return {
    areaShare: LIST_BUDGET,
    patches: patches.map(({ cells, expected }) => ({
      cells: cells.map(cell => grid.ids[cell]!),
      expected: round(expected),
    })),
    core: listed.map((cell, k) => ({ cell: grid.ids[cell]!, share: Math.min(1, round(core[k]!)) })),
  }
}

function bakeCells({ grid, forecast, recorded }: Baked, before: PastForecast | undefined): BakedCell[] {
  const previous = new Map(before?.cells.map(cell => [cell.id, cell]))
  const order = Uint32Array.from(grid.ids, (_, i) => i)
  order.sort((a, b) => forecast.expected[b]! - forecast.expected[a]! || a - b)
  const listed = budgetCells(LIST_BUDGET, order.length)
  return Array.from(order, (i, r) => {
    const id = grid.ids[i]!
    const why = forecast.why.map(part => ({ label: part.label, count: round(part.count[i]!) }))
    const last = previous.get(id)
    return {
      id,
      x: grid.x[i]!,
      y: grid.y[i]!,
      place: grid.place[i]!,
      district: grid.district[i]!,
      rank: r + 1,
      previousRank: last?.rank ?? null,
      tenureWeeks: r < listed ? 1 + (last?.tenureWeeks ?? 0) : 0,
      rankLow: forecast.rankLow[i]!,
      rankHigh: forecast.rankHigh[i]!,
      count: {
        expected: round(why.reduce((sum, part) => sum + part.count, 0)),
        low: forecast.low[i]!,
        high: forecast.high[i]!,
      },
      pAny: round(forecast.pAny[i]!),
      pTwo: round(forecast.pTwo[i]!),
      last4: recorded.lastFourWeeks[i]!,
      last52: recorded.lastYear[i]!,
      why,
    }
  })
}

async function writeTarget(
  file: TargetFile,
  { options, outlines, recorded }: { options: AreasOptions; outlines: OutlinesFile; recorded: Recorded },
): Promise<TargetFile> {
  const { out, week, force } = options
  const { marking } = force.settings
  const named = (content: string, extension: string) =>
    `data/${content.slice(0, 12)}-${marking.replaceAll(' ', '-')}-forecast-${file.slug}-${week}.${extension}`
  const csv = forecastCsv(file, marking)
  const geojson = forecastGeoJson(file, marking, force.toWgs84)
  const png = await options.png(file, outlines)
  const downloads = {
    csv: named(sha256(csv), 'csv'),
    geojson: named(sha256(geojson), 'geojson'),
    png: named(sha256(png), 'png'),
    history: `data/${recordedHash(recorded).slice(0, 12)}-history-${file.slug}.duckdb`,
  }
  await writeNew(join(out, downloads.csv), csv)
  await writeNew(join(out, downloads.geojson), geojson)
  await writeNew(join(out, downloads.png), png)
  await mkdir(join(out, 'data'), { recursive: true })
  await writeRecorded(recorded, join(out, downloads.history))
  const written = TargetFile.parse({ ...file, downloads })
  await writeNew(join(out, 'targets', `${file.slug}.json`), JSON.stringify(written))
  return written
}

/** Cells within a budget of the area: at least one. */
function budgetCells(areaShare: number, cells: number): number {
  return Math.max(1, Math.round(areaShare * cells))
}

function captureAt(cells: readonly BakedCell[], areaShare: number) {
  const chosen = budgetCells(areaShare, cells.length)
  const all = cells.reduce((sum, cell) => sum + cell.count.expected, 0)
  const caught = cells.slice(0, chosen).reduce((sum, cell) => sum + cell.count.expected, 0)
  return { areaShare, cells: chosen, expectedShare: all > 0 ? round(caught / all) : 0 }
}

function limitsOf({ horizonDays, total }: PlaceForecast): string[] {
  return [
    `A forecast of numbers in squares over ${horizonDays} days. It says nothing about any person or address.`,
    'It rests on recorded offences only: what is not reported or recorded is not in it.',
    `About ${Math.round(total.lastWeekComplete * 100)} % of the last week's offences are usually recorded by now; the total is corrected for this delay.`,
    'Most squares will see no such offence: read the chance of at least one beside every number.',
    'Moving the grid by half a square shifts what the top squares capture by a point or more: smaller differences mean nothing.',
    'Not evidence; not grounds for stop and search.',
  ]
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
