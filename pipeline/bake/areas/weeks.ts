import { join } from 'node:path'
import { sum } from 'd3-array'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import { writeNew } from '../../lib/files.ts'
import { epochDay, isoWeek } from '../../lib/week.ts'
import { REASONS } from '../../models/places/reasons.ts'
import {
  ComparableFile,
  type OutlinesFile,
  type PastForecast,
  type TargetFile,
  WeeksFile,
} from '../contract/areas.ts'
import { countByCell } from './recorded.ts'
import { drawThumbnail } from './thumbnail.ts'

type Row = WeeksFile['weeks'][number]
type RowTarget = Row['targets'][number]

/** A target with its file as published. */
export interface BakedTarget {
  readonly judged: JudgedTarget
  readonly file: TargetFile
}

/** What is known of the weeks before this one. */
export interface EarlierRows {
  /** Names in the archive of weeks before this one, oldest first, corrections after what they correct. */
  readonly archived: readonly string[]
  /** The list of the week before, where it is kept. */
  readonly before: WeeksFile | undefined
  /** Forecasts of a target in earlier weeks by its slug, newest first, as published. */
  readonly kept: (slug: string) => readonly PastForecast[]
}

/**
 * The list of every archived week up to this one, newest first, with what has been recorded since of the
 * forecasts that are over. Weeks whose forecast is kept are read again; those beyond that are carried on from
 * the list of the week before, so that no old week has to be opened.
 *
 * @internal
 */
export function weeksFile(week: string, targets: readonly BakedTarget[], earlier: EarlierRows): WeeksFile {
  const revisions = revisionsByWeek(earlier.archived)
  const carried = new Map(earlier.before?.weeks.map(row => [row.week, row]))
  const present: Row = {
    week,
    name: null,
    corrected: [],
    forecastFrom: targets[0]!.file.forecastFrom,
    forecastTo: targets[0]!.file.forecastTo,
    targets: targets.map(({ file }) => ({
      slug: file.slug,
      total: intervalOf(file.total),
      outcome: { kind: 'none', reason: 'not-over' },
    })),
  }
  const past = [...revisions].flatMap(([of, names]): Row[] => {
    const row = rowOf(of, targets, { kept: earlier.kept, carried: carried.get(of) })
    return row ? [{ ...row, name: names.at(-1)!, corrected: names.slice(0, -1) }] : []
  })
  return WeeksFile.parse({ kind: 'weeks', weeks: [present, ...past.reverse()] })
}

function revisionsByWeek(archived: readonly string[]): Map<string, string[]> {
  const weeks = new Map<string, string[]>()
  for (const name of archived) {
    const week = name.split('.')[0]!
    weeks.set(week, [...(weeks.get(week) ?? []), name])
  }
  return weeks
}

function rowOf(
  week: string,
  targets: readonly BakedTarget[],
  { kept, carried }: { kept: EarlierRows['kept']; carried: Row | undefined },
): Row | undefined {
  const found = targets.flatMap(({ judged }) => {
    const { slug } = judged.target
    const forecast = kept(slug).find(({ forecastFrom }) => isoWeek(epochDay(forecastFrom)) === week)
    const old = carried?.targets.find(target => target.slug === slug)
    if (!forecast && !old) return []
    const span = forecast ?? carried!
    const total = forecast ? intervalOf(forecast.total) : old!.total
    return [{ span, target: { slug, total, outcome: outcomeOf(judged, span, total) } }]
  })
  const span = found[0]?.span
  if (!span) return undefined
  const { forecastFrom, forecastTo } = span
  return {
    week,
    name: null,
    corrected: [],
    forecastFrom,
    forecastTo,
    targets: found.map(({ target }) => target),
  }
}

/** What has been recorded of a forecast's days, once they are over. */
function outcomeOf(
  { recorded, grid, asAt }: JudgedTarget,
  { forecastFrom, forecastTo }: Pick<Row, 'forecastFrom' | 'forecastTo'>,
  { low, high }: RowTarget['total'],
): RowTarget['outcome'] {
  const [from, to] = [epochDay(forecastFrom), epochDay(forecastTo)]
  if (to >= asAt) return { kind: 'none', reason: 'not-over' }
  const count = sum(countByCell(recorded, { from, to: to + 1, cells: grid.ids.length }))
  return { kind: 'over', recorded: count, within: count >= low && count <= high }
}

const intervalOf = ({ expected, low, high }: RowTarget['total']) => ({ expected, low, high })

const short = (value: number) => Number(value.toPrecision(5))
const fine = (value: number) => Math.round(value * 1e6) / 1e6

/** One target of this week, to be set beside any other week: squares in the order of the grid. */
function comparableFile(
  { judged: { forecast, grid }, file }: BakedTarget,
  { week, districts }: WeeksBaking,
): ComparableFile {
  const byId = new Map(file.cells.map(cell => [cell.id, cell]))
  const cells = grid.ids.map(id => byId.get(id)!)
  const { slug, title, cellMetres, forecastFrom, forecastTo } = file
  return ComparableFile.parse({
    kind: 'comparable',
    week,
    slug,
    title,
    cellMetres,
    forecastFrom,
    forecastTo,
    total: intervalOf(file.total),
    districts: [...districts],
    id: cells.map(cell => cell.id),
    x: cells.map(cell => cell.x),
    y: cells.map(cell => cell.y),
    place: cells.map(cell => cell.place),
    district: cells.map(cell => cell.district),
    rank: cells.map(cell => cell.rank),
    expected: cells.map(cell => short(cell.count.expected)),
    pAny: cells.map(cell => short(cell.pAny)),
    labels: [...REASONS],
    parts: forecast.reasons.parts.map(({ form, weight, terms }) => ({
      form,
      weight,
      terms: terms.map(term => Array.from(term, fine)),
    })),
  })
}

/** What the list of weeks is baked with. */
export interface WeeksBaking extends EarlierRows {
  readonly week: string
  readonly marking: string
  readonly districts: OutlinesFile['districts']
  /** Folder of the areas product; files must not exist yet. */
  readonly out: string
}

/**
 * Bakes `weeks.json`, and for each target `data/week/SLUG.json` and its small map `data/week/SLUG.png`, at
 * addresses that are the same in every week. Gives the list, for the week after.
 */
export async function bakeWeeks(targets: readonly BakedTarget[], baking: WeeksBaking): Promise<WeeksFile> {
  const { week, marking, out } = baking
  for (const target of targets) {
    const path = join(out, 'data', 'week', target.file.slug)
    await writeNew(`${path}.json`, JSON.stringify(comparableFile(target, baking)))
    await writeNew(`${path}.png`, await drawThumbnail(target.file, marking))
  }
  const weeks = weeksFile(week, targets, baking)
  await writeNew(join(out, 'weeks.json'), JSON.stringify(weeks))
  return weeks
}
