import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type AreaGrid, makeGrid } from '../features/grid.ts'
import { readPlaceHistory } from '../features/places.ts'
import type { LoadedForce } from '../force/load.ts'
import type { Target } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'
import { writeNew } from '../lib/files.ts'
import { sha256 } from '../lib/hash.ts'
import { type Log, silentLog, timed } from '../lib/log.ts'
import { isoDate } from '../lib/week.ts'
import { forecastPlaces, type PlaceForecast } from '../models/forecast.ts'
import { type BakedCell, OutlinesFile, TargetFile } from './contract.ts'
import { disclose } from './disclose.ts'
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
  /** Last week's file of a target, by slug, if there is one. */
  readonly previous?: (slug: string) => TargetFile | undefined
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
  for (const target of force.force.targets) {
    const grid = makeGrid(force.districts, target.cellMetres, { places: force.force.places })
    const horizonDays = force.force.horizonWeeks * 7
    const { minCount } = force.force.disclosure
    const { store, asAt } = options
    const recorded = await timed(log, `${target.id}: recorded`, () =>
      readRecorded(store, target, { grid, asAt, horizonDays, minCount }),
    )
    const history = await timed(log, `${target.id}: history`, () => readPlaceHistory(store, target, { asAt, grid }))
    const forecast = await timed(log, `${target.id}: forecast`, () => forecastPlaces(history, asAt, { horizonDays }))
    const file = targetFile(target, { options, grid, forecast, recorded })
    files.push(await writeTarget(file, { options, outlines, recorded }))
  }
  return files
}

/** The built-in base map of a force: districts to the metre, and named places. */
function outlinesOf({ force, districts }: LoadedForce): OutlinesFile {
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
  readonly forecast: PlaceForecast
  readonly recorded: Recorded
}

function targetFile(target: Target, baked: Baked): TargetFile {
  const { options, grid, forecast, recorded } = baked
  const { id, slug, title, description, cellMetres } = target
  const before = options.previous?.(slug)
  const cells = bakeCells(baked, before)
  const listed = cells.slice(0, budgetCells(LIST_BUDGET, cells.length)).map(cell => cell.id)
  const listedBefore = before?.cells.slice(0, budgetCells(LIST_BUDGET, before.cells.length)).map(cell => cell.id)
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
    clauses: recorded.clauses,
    cells,
    downloads: { csv: '', geojson: '', png: '', history: '' },
    limits: limitsOf(forecast),
  })
}

function bakeCells({ options, grid, forecast, recorded }: Baked, before: TargetFile | undefined): BakedCell[] {
  const { disclosure } = options.force.force
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
      count: {
        expected: round(why.reduce((sum, part) => sum + part.count, 0)),
        low: forecast.low[i]!,
        high: forecast.high[i]!,
      },
      pAny: round(forecast.pAny[i]!),
      pTwo: round(forecast.pTwo[i]!),
      last4: disclose(recorded.lastFourWeeks[i]!, disclosure),
      last52: disclose(recorded.lastYear[i]!, disclosure),
      why,
    }
  })
}

async function writeTarget(
  file: TargetFile,
  { options, outlines, recorded }: { options: AreasOptions; outlines: OutlinesFile; recorded: Recorded },
): Promise<TargetFile> {
  const { out, week, force } = options
  const { marking } = force.force
  const named = (content: string, extension: string) =>
    `data/${content.slice(0, 12)}-${marking.replaceAll(' ', '-')}-forecast-${file.slug}-${week}.${extension}`
  const csv = forecastCsv(file, marking)
  const geojson = forecastGeoJson(file, marking, force.toWgs84)
  const png = await options.png(file, outlines)
  const downloads = {
    csv: named(sha256(csv), 'csv'),
    geojson: named(sha256(geojson), 'geojson'),
    png: named(sha256(png), 'png'),
    history: `data/${recordedHash(recorded.rows).slice(0, 12)}-history-${file.slug}.duckdb`,
  }
  await writeNew(join(out, downloads.csv), csv)
  await writeNew(join(out, downloads.geojson), geojson)
  await writeNew(join(out, downloads.png), png)
  await mkdir(join(out, 'data'), { recursive: true })
  await writeRecorded(recorded.rows, join(out, downloads.history))
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

function limitsOf({ horizonDays }: PlaceForecast): string[] {
  return [
    `A forecast of numbers in squares over ${horizonDays} days. It says nothing about any person or address.`,
    'It rests on recorded offences only: what is not reported or recorded is not in it.',
    'Most squares will see no such offence: read the chance of at least one beside every number.',
    'Moving the grid by half a square shifts what the top squares capture by about half a point.',
    'Not evidence; not grounds for stop and search.',
  ]
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
