import { max, min, sum } from 'd3-array'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { type PlaceRedLines, placeLines } from '../../evidence/places/red-lines.ts'
import { isoDate } from '../../lib/week.ts'
import { AREA_BUDGETS, budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
import { ranking } from '../../scores/ranking.ts'
import { type BakedCell, type PastForecast, type PastReasons, TargetFile } from '../contract/areas.ts'
import { type Nights, nightsOf } from './night.ts'
import { notesByCell } from './notes.ts'
import { movesOf } from './reasons.ts'
import { ownRows, type RecordedCounts } from './recorded.ts'
import { tidy } from './tidy.ts'
import { lastWeeksComplete, usualOf } from './usual.ts'

/** What a target's file shows beside its forecast. */
export interface Shown {
  readonly shown: RecordedCounts
  /** The forecast of the week before, where there is one. */
  readonly before: PastForecast | undefined
  /** What that forecast rested on, where it is kept. */
  readonly reasons: PastReasons | undefined
  /** Bounds of the measures of past forecasts, and who has to look when one is outside. */
  readonly redLines: PlaceRedLines & { readonly reviewer: string }
}

/** The forecast of a target as readers see it; the names of its downloads are still empty. */
export function targetFile(judged: JudgedTarget, beside: Shown): TargetFile {
  const { target, forecast, recorded, evidence, asAt, grid } = judged
  const { shown, before, reasons } = beside
  const { id, slug, title, description, cellMetres } = target
  const { expected, low, high, mass } = forecast.total
  const order = ranking(forecast.expected)
  const own = ownRows(recorded, { sensitive: true })
  const nights = nightsOf(ownRows(recorded, { sensitive: false }), grid.ids.length)
  const cells = bakeCells(judged, beside, { order, nights })
  return TargetFile.parse({
    kind: 'target',
    id,
    slug,
    title,
    description,
    cellMetres,
    forecastFrom: isoDate(asAt),
    forecastTo: isoDate(asAt + forecast.horizonDays - 1),
    total: { expected: tidy(expected), low, high, mass: tidy(mass) },
    spread: { cv: tidy(forecast.spread.cv) },
    lastFourWeeks: shown.total.lastFourWeeks,
    lastFourWeeksComplete: tidy(lastWeeksComplete(own, { asAt, complete: forecast.total.complete })),
    sameWeeksLastYear: shown.total.sameWeeksLastYear,
    usual: usualOf(own, { asAt, horizonDays: forecast.horizonDays }),
    night: tidy(nights.share),
    baseRate: tidy(sum(forecast.pAny) / grid.ids.length),
    capture: AREA_BUDGETS.map(areaShare => captureAt(cells, areaShare)),
    ...movements(cells, before),
    flareUps: flareUpsOf(judged, beside),
    flareUpsBefore: { ...evidence.flareUps.past, byChance: tidy(evidence.flareUps.past.byChance) },
    moves: movesOf(judged, { kept: before !== undefined, reasons }, order),
    review: reviewOf(judged, beside),
    patches: patchesOf(judged),
    clauses: recorded.clauses.flatMap(({ kind, name, count }) =>
      kind === 'target' ? [{ name, count }] : [],
    ),
    cells,
    downloads: { csv: '', geojson: '', png: '', history: '' },
    shards: [],
    limits: limitsOf(judged),
  })
}

/** Cells that came into the list since the week before, and cells that left it. */
function movements(
  cells: readonly { readonly id: string }[],
  before: PastForecast | undefined,
): Pick<TargetFile, 'entered' | 'left'> {
  if (!before) return { entered: [], left: [] }
  const listOf = (ranked: readonly { readonly id: string }[]) =>
    ranked.slice(0, budgetCells(LIST_BUDGET, ranked.length)).map(cell => cell.id)
  const [now, then] = [listOf(cells), listOf(before.cells)]
  return {
    entered: now.filter(cell => !then.includes(cell)),
    left: then.filter(cell => !now.includes(cell)),
  }
}

function flareUpsOf({ grid, evidence }: JudgedTarget, { shown }: Shown): TargetFile['flareUps'] {
  return evidence.flareUps.now.map(({ cell, weeks, count, expected, tail }) => {
    const recorded = weeks === 4 ? shown.lastFourWeeks[cell]! : Math.round(count)
    return { cell: grid.ids[cell]!, weeks, recorded, expected: tidy(expected), tail: tidy(tail) }
  })
}

function patchesOf({ grid, patches, evidence }: JudgedTarget): TargetFile['patches'] {
  const listed = patches.flatMap(({ cells }) => cells)
  return {
    areaShare: LIST_BUDGET,
    patches: patches.map(({ cells, expected }) => ({
      cells: cells.map(cell => grid.ids[cell]!),
      expected: tidy(expected),
    })),
    core: listed.map((cell, k) => ({
      cell: grid.ids[cell]!,
      share: Math.min(1, tidy(evidence.core[k]!)),
    })),
  }
}

/** What is outside its red lines, and who has to look. */
function reviewOf({ evidence }: JudgedTarget, { redLines }: Shown): TargetFile['review'] {
  const { tested } = evidence
  if (!tested) return null
  const lines = placeLines({ checks: tested.calibration.checks, recent: tested.recent }, redLines)
  const crossed = lines.filter(line => line.crossed)
  const { reviewer } = redLines
  return crossed.length === 0
    ? null
    : {
        reviewer,
        crossed: crossed.map(({ measure, value, from, to }) => ({ measure, value: tidy(value), from, to })),
      }
}

function bakeCells(
  { grid, forecast, notes }: JudgedTarget,
  { shown, before }: Shown,
  { order, nights }: { readonly order: Uint32Array; readonly nights: Nights },
): BakedCell[] {
  const noted = notesByCell(notes)
  const previous = new Map(before?.cells.map(cell => [cell.id, cell]))
  const listed = budgetCells(LIST_BUDGET, grid.ids.length)
  return Array.from(order, (i, r) => {
    const id = grid.ids[i]!
    const parts = forecast.why.map(part => ({ label: part.label, count: tidy(part.count[i]!) }))
    const why = parts.filter(part => part.count !== 0)
    const last = previous.get(id)
    return {
      id,
      x: grid.x[i]!,
      y: grid.y[i]!,
      landKm2: tidy(grid.landKm2[i]!),
      place: grid.place[i]!,
      district: grid.district[i]!,
      rank: r + 1,
      previousRank: last?.rank ?? null,
      previousExpected: last?.count.expected ?? null,
      tenureWeeks: r < listed ? 1 + (last?.tenureWeeks ?? 0) : 0,
      rankLow: forecast.rankLow[i]!,
      rankHigh: forecast.rankHigh[i]!,
      topShare: tidy(forecast.topShare[i]!),
      count: {
        expected: tidy(sum(why, part => part.count)),
        low: forecast.low[i]!,
        high: forecast.high[i]!,
        mass: tidy(forecast.mass[i]!),
      },
      size: sizeOf(forecast.spread.size[i]!),
      pAny: tidy(forecast.pAny[i]!),
      pTwo: tidy(forecast.pTwo[i]!),
      nightShare: tidy(nights.cells[i]!),
      nightOf: nights.of[i]!,
      last4: shown.lastFourWeeks[i]!,
      last52: shown.lastYear[i]!,
      why,
      notes: noted.get(i) ?? [],
    }
  })
}

/** Six digits; a count that is Poisson has a size beyond all measure, which no file can hold. */
const sizeOf = (size: number) => Number(Math.min(size, 1e9).toPrecision(6))

function captureAt(cells: readonly BakedCell[], areaShare: number): TargetFile['capture'][number] {
  const chosen = budgetCells(areaShare, cells.length)
  const all = sum(cells, cell => cell.count.expected)
  const caught = sum(cells.slice(0, chosen), cell => cell.count.expected)
  return { areaShare, cells: chosen, expectedShare: all > 0 ? tidy(caught / all) : 0 }
}

function limitsOf({ forecast: { horizonDays, total }, evidence }: JudgedTarget): string[] {
  const complete = Math.round(total.complete[0]! * 100)
  return [
    `A forecast of numbers in squares over ${horizonDays} days. It says nothing about any person or address.`,
    'It rests on recorded offences only: what is not reported or recorded is not in it.',
    `About ${complete}% of the last week's offences are usually recorded by now; ` +
      'the total is corrected for this delay.',
    'Most squares will see no such offence: read the chance of at least one beside every number.',
    ...gridLimit(evidence.offsets),
    'Not evidence; not grounds for stop and search.',
  ]
}

/** What moving the grid changed, where past forecasts could tell. */
function gridLimit(offsets: JudgedTarget['evidence']['offsets']): string[] {
  const captured = offsets.filter(share => share !== null)
  if (captured.length < 2) return []
  const points = (100 * (max(captured)! - min(captured)!)).toFixed(1)
  return [
    `Moving the grid changed what the first ${100 * LIST_BUDGET}% of squares captured by up to ` +
      `${points} points: a captured share says no more than that.`,
  ]
}
