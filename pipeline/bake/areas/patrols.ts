import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rollups, sum } from 'd3-array'
import type { DoseWeek, Met } from '../../evidence/places/dose.ts'
import type { JudgedTarget } from '../../evidence/places/judge.ts'
import type { PatrolHour } from '../../features/patrols.ts'
import { csvText } from '../../lib/csv.ts'
import { writeNew } from '../../lib/files.ts'
import { sha256 } from '../../lib/hash.ts'
import { isoDate, mondayOf } from '../../lib/week.ts'
import { PatrolsFile, type TargetFile } from '../contract/areas.ts'
import { tidy } from './tidy.ts'

type Delivery = NonNullable<PatrolsFile['delivery']>

const YEAR_DAYS = 364
/** Squares that are listed by name, beside those of a patch. */
const MAX_SQUARES = 100

/**
 * What was planned and delivered in the squares of a target, and what it went with.
 *
 * @internal
 */
export function patrolsFile(
  { patrols, asAt, evidence, target }: JudgedTarget,
  file: TargetFile,
): PatrolsFile {
  const { squares, weeks, effect, placebo, bands } = evidence.dose
  return PatrolsFile.parse({
    kind: 'patrols',
    slug: target.slug,
    title: target.title,
    download: null,
    delivery: patrols === null ? null : deliveryOf(patrols, asAt, file),
    dose: {
      squares,
      patrolled: pooled(weeks, 'patrolled'),
      others: pooled(weeks, 'others'),
      effect: tidied(effect),
      placebo: tidied(placebo),
      bands: bands.map(band => ({ ...band, expected: tidy(band.expected), minutes: tidy(band.minutes) })),
    },
  })
}

function tidied<T extends JudgedTarget['evidence']['dose']['effect']>(effect: T) {
  if (effect.kind === 'none') return effect
  const { ratio, low, high } = effect
  return { ...effect, ratio: tidy(ratio), low: tidy(low), high: tidy(high) }
}

function pooled(weeks: readonly DoseWeek[], group: 'patrolled' | 'others'): Met {
  const of = (value: (met: Met) => number) => sum(weeks, week => value(week[group]))
  return {
    cells: of(met => met.cells),
    expected: tidy(of(met => met.expected)),
    observed: tidy(of(met => met.observed)),
    minutes: tidy(of(met => met.minutes)),
  }
}

function deliveryOf(patrols: readonly PatrolHour[], asAt: number, file: TargetFile): Delivery | null {
  const year = patrols.filter(({ day }) => day >= asAt - YEAR_DAYS)
  if (year.length === 0) return null
  const by = <K extends string | number>(key: (row: PatrolHour) => K) =>
    new Map(rollups(year, minutesOf, key))
  const [hours, weekdays] = [by(({ hour }) => hour), by(({ day }) => (day + 3) % 7)]
  return {
    from: isoDate(asAt - YEAR_DAYS),
    to: isoDate(asAt - 1),
    all: minutesOf(year),
    weeks: rollups(year, minutesOf, ({ day }) => mondayOf(day))
      .sort(([a], [b]) => a - b)
      .map(([day, minutes]) => ({ day: isoDate(day), ...minutes })),
    hours: Array.from({ length: 24 }, (_, hour) => hours.get(hour) ?? NOTHING),
    weekdays: Array.from({ length: 7 }, (_, day) => weekdays.get(day) ?? NOTHING),
    squares: squaresOf(year, file),
    quarters: rollups(patrols, quarterOf, ({ day }) => quarterName(day))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([quarter, figures]) => ({ quarter, ...figures })),
  }
}

const NOTHING = { planned: 0, delivered: 0, visits: 0 }

function minutesOf(rows: readonly PatrolHour[]): Delivery['all'] {
  const of = (kind: PatrolHour['kind']) => sum(rows, row => (row.kind === kind ? row.minutes : 0))
  return {
    planned: Math.round(of('planned')),
    delivered: Math.round(of('delivered')),
    visits: sum(rows, row => (row.kind === 'delivered' ? row.visits : 0)),
  }
}

function quarterOf(rows: readonly PatrolHour[]): Omit<Delivery['quarters'][number], 'quarter'> {
  const delivered = rows.filter(({ kind }) => kind === 'delivered')
  const counted = (value: (row: PatrolHour) => number | null) => {
    const known = delivered.map(value).filter(count => count !== null)
    return known.length === 0 ? null : sum(known)
  }
  const minutes = delivered.some(({ officerMinutes }) => officerMinutes === null)
    ? null
    : sum(delivered, row => row.officerMinutes ?? 0)
  return {
    ...minutesOf(rows),
    officerHours: minutes === null ? null : tidy(minutes / 60),
    arrests: counted(row => row.arrests),
    searches: counted(row => row.searches),
    weapons: counted(row => row.weapons),
  }
}

function quarterName(day: number): string {
  const date = isoDate(day)
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`
}

function squaresOf(rows: readonly PatrolHour[], { cells, patches }: TargetFile): Delivery['squares'] {
  const byId = new Map(cells.map(cell => [cell.id, cell]))
  const patchOf = new Map(patches.patches.flatMap((patch, p) => patch.cells.map(id => [id, p + 1] as const)))
  return rollups(rows, minutesOf, ({ cell }) => cell)
    .map(([id, minutes]) => {
      const cell = byId.get(id)
      // A name that is no square of the forecast is text of the extract: it is not shown.
      const known = cell
        ? { id, place: cell.place, rank: cell.rank }
        : { id: 'other squares', place: null, rank: null }
      return { ...known, patch: patchOf.get(id) ?? 0, ...minutes }
    })
    .sort((a, b) => b.delivered - a.delivered || (a.id < b.id ? -1 : 1))
    .reduce(addOthers, [])
    .filter(({ rank, patch }, i) => i < MAX_SQUARES || patch > 0 || rank === null)
    .sort((a, b) => Number(a.rank === null) - Number(b.rank === null))
}

function addOthers(list: Delivery['squares'], row: Delivery['squares'][number]): Delivery['squares'] {
  const same = row.rank === null ? list.findIndex(({ rank }) => rank === null) : -1
  if (same === -1) return [...list, row]
  const found = list[same]!
  const summed = {
    ...found,
    planned: found.planned + row.planned,
    delivered: found.delivered + row.delivered,
    visits: found.visits + row.visits,
  }
  return list.with(same, summed)
}

/** Columns of the return by quarter, as funders of hot-spot patrols ask for them. */
const RETURN_COLUMNS = [
  'quarter',
  'planned_minutes',
  'delivered_minutes',
  'visits',
  'officer_hours',
  'arrests',
  'searches',
  'weapons_found',
]

/**
 * Bakes `patrols/SLUG.json` and, where there are patrols, the return by quarter as CSV under `data/`, named
 * by its content.
 */
export async function bakePatrols(
  judged: JudgedTarget,
  file: TargetFile,
  at: { readonly out: string; readonly week: string; readonly marking: string },
): Promise<void> {
  const made = patrolsFile(judged, file)
  const csv = made.delivery === null ? null : returnCsv(made.delivery, at.marking)
  const ending = `${at.marking.replaceAll(' ', '-')}-patrols-${at.week}.csv`
  const download = csv === null ? null : `data/${sha256(csv).slice(0, 12)}-${ending}`
  await writeNew(join(at.out, 'patrols', `${file.slug}.json`), JSON.stringify({ ...made, download }))
  // One return for all targets: the patrols are the same.
  if (csv !== null && download !== null && !existsSync(join(at.out, download)))
    await writeNew(join(at.out, download), csv)
}

function returnCsv({ quarters }: Delivery, marking: string): string {
  const rows = quarters.map(one => [
    one.quarter,
    one.planned,
    one.delivered,
    one.visits,
    one.officerHours,
    one.arrests,
    one.searches,
    one.weapons,
  ])
  return csvText(`${marking}. Recorded hot-spot patrols by quarter`, RETURN_COLUMNS, rows)
}
