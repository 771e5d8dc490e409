import { join } from 'node:path'
import { sum } from 'd3-array'
import { writeNew } from '../lib/files.ts'
import { isoDate } from '../lib/week.ts'
import { LATTICE } from './city.ts'
import { dailyMean, firstDay, NEAR_REPEAT } from './crimes.ts'
import { openSheet } from './csv.ts'
import {
  CRIME_DIRT,
  DEFAULT_GEOCODE_SHARE,
  defaultPoint,
  isVague,
  nonRecentShare,
  UNWEIGHTED_CODES,
} from './dirt.ts'
import { GROUPS, KINDS, targetShare } from './kinds.ts'
import { transitionTruth } from './oracle.ts'
import { DAY } from './plan.ts'
import type { World } from './world.ts'

/**
 * Writes the truth of a world into a folder of its own:
 * `truth.json` (plan, planted things, dirt), `days.csv` (expected number of each target by day of
 * occurrence), `squares.csv` (share of each target in each 250 m square by year), `people.csv` (latent rate
 * and violence) and `transitions.csv` (for the last extract and one horizon before it: harm score, true
 * probabilities, what happened).
 *
 * The expected number of a target in a cell on a day is the day's number x the sum of the cell's shares in
 * that year.
 */
export async function writeTruth(folder: string, world: World, faults: readonly string[]): Promise<void> {
  await writeNew(join(folder, 'truth.json'), `${JSON.stringify(summary(world, faults), null, 2)}\n`)
  writeDays(folder, world)
  writeSquares(folder, world)
  writePeople(folder, world)
  writeTransitions(folder, world)
}

const UNWEIGHTED = new Set<string>(UNWEIGHTED_CODES)

function summary({ plan, city, flares, crimes, records, setting }: World, faults: readonly string[]) {
  const dirt = CRIME_DIRT.map((name, index) => ({
    name,
    crimes: sum(crimes.order, i => (crimes.dirt[i] === index ? 1 : 0)),
  }))
  const geocoded = sum(crimes.order, i => (crimes.quality[i]! < 3 ? 1 : 0)) / crimes.order.length
  return {
    plan: { ...plan, startDay: isoDate(plan.startDay), lastAsAt: isoDate(plan.lastAsAt) },
    targets: setting.targets.map(({ id }) => id),
    geocodedShare: geocoded,
    nearRepeatShare: Object.fromEntries(GROUPS.map((group, i) => [group, NEAR_REPEAT[i]])),
    flares: flares.map(({ square, days }) => ({
      ...{ x: city.x[square]! + LATTICE / 2, y: city.y[square]! + LATTICE / 2 },
      days: [...days].sort((a, b) => a - b).map(isoDate),
    })),
    dirt: dirt.slice(1),
    vagueDates: sum(crimes.order, i => (isVague(crimes, i) ? 1 : 0)),
    unweighted: sum(crimes.order, i => (UNWEIGHTED.has(KINDS[crimes.kind[i]!]!.code) ? 1 : 0)),
    defaultGeocode: { ...defaultPoint(city), share: DEFAULT_GEOCODE_SHARE },
    mergedRecords: records.filter(record => record.mergedAt > 0).length,
    faults,
  }
}

/** The kinds that a target counts, each with the share of its records that is counted and recent. */
function countedKinds({ setting }: World): { kind: number; counted: number }[][] {
  return setting.targets.map(target =>
    KINDS.map((kind, index) => ({
      kind: index,
      counted: targetShare(kind, target) * (1 - nonRecentShare(kind.code)),
    })).filter(({ counted }) => counted > 0),
  )
}

function writeDays(folder: string, world: World): void {
  const { plan, clock, setting } = world
  const targets = countedKinds(world)
  const sheet = openSheet(join(folder, 'days.csv'), ['date', ...setting.targets.map(({ id }) => id)])
  for (let day = firstDay(plan); day < plan.lastAsAt; day++) {
    sheet.text(isoDate(day))
    for (const kinds of targets) {
      const expected = sum(kinds, ({ kind, counted }) => {
        const factor = clock.factor[GROUPS.indexOf(KINDS[kind]!.group)]![day - clock.from]!
        return counted * dailyMean(kind, plan) * factor
      })
      sheet.text(expected.toFixed(6))
    }
    sheet.end()
  }
  sheet.close()
}

function writeSquares(folder: string, world: World): void {
  const { city, plan, setting } = world
  const mixes = countedKinds(world).map(kinds => {
    const mix = new Float64Array(GROUPS.length)
    for (const { kind, counted } of kinds)
      mix[GROUPS.indexOf(KINDS[kind]!.group)]! += counted * dailyMean(kind, plan)
    const total = sum(mix)
    return mix.map(m => m / (total || 1))
  })
  const { square: known } = defaultPoint(city)
  const sheet = openSheet(join(folder, 'squares.csv'), [
    'x',
    'y',
    'year',
    ...setting.targets.map(({ id }) => id),
  ])
  for (let year = 0; year < city.share[0]!.length; year++) {
    for (let k = 0; k < city.x.length; k++) {
      sheet.whole(city.x[k]! + LATTICE / 2)
      sheet.whole(city.y[k]! + LATTICE / 2)
      sheet.whole(city.firstYear + year)
      for (const mix of mixes) {
        const share = sum(mix, (m, group) => (m > 0 ? m * city.share[group]![year]![k]! : 0))
        const put = k === known ? DEFAULT_GEOCODE_SHARE : 0
        sheet.text((put + (1 - DEFAULT_GEOCODE_SHARE) * share).toExponential(4))
      }
      sheet.end()
    }
  }
  sheet.close()
}

/** The record that stands for each life at the last extract: the end of its chain of merges. */
function survivors({ records, plan, lives }: World): string[] {
  const ids: string[] = Array.from({ length: lives.length }, () => '')
  const now = plan.lastAsAt * DAY
  for (const { life, id, since, mergedAt } of records) {
    if (since > 0 && !(mergedAt > 0 && mergedAt < now)) ids[life] = id
  }
  return ids
}

function writePeople(folder: string, world: World): void {
  const ids = survivors(world)
  const sheet = openSheet(join(folder, 'people.csv'), [
    'person_id',
    'rate',
    'violence',
    'family',
    'stopped_by_now',
  ])
  world.lives.forEach(({ person, career }, life) => {
    sheet.text(ids[life]!)
    sheet.text(person.rate.toFixed(4))
    sheet.text(person.violence.toFixed(4))
    sheet.whole(person.family)
    sheet.text(career.ends < world.plan.lastAsAt ? 'true' : 'false')
    sheet.end()
  })
  sheet.close()
}

function writeTransitions(folder: string, world: World): void {
  const { plan, setting } = world
  const ids = survivors(world)
  const columns = ['landmark', 'person_id', 'harm', 'oracle', 'latent', 'happened']
  const sheet = openSheet(join(folder, 'transitions.csv'), columns)
  const runs = plan.scale < 0.5 ? 100 : 40
  for (const landmark of [plan.lastAsAt - setting.transitionWeeks * 7, plan.lastAsAt]) {
    for (const { life, harm, oracle, latent, happened } of transitionTruth(world, landmark, runs)) {
      sheet.text(isoDate(landmark))
      sheet.text(ids[life]!)
      sheet.text(harm.toFixed(3))
      sheet.text(oracle.toFixed(5))
      sheet.text(latent.toFixed(5))
      sheet.text(happened ? 'true' : 'false')
      sheet.end()
    }
  }
  sheet.close()
}
