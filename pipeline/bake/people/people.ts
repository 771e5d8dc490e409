import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { disclosed, type PersonId } from '../../data/pseudonym.ts'
import { type JudgedPeople as Cohort, judgePeople } from '../../evidence/people/judge.ts'
import { leakAlarmApart } from '../../evidence/people/leak.ts'
import { readCareers } from '../../features/careers.ts'
import { readDecisions } from '../../features/decisions.ts'
import { type Contribution, crossingCharges, decayed, fallsOn, harmOf } from '../../features/harm.ts'
import { ageBand, ageOn } from '../../features/person.ts'
import type { LoadedForce } from '../../force/load.ts'
import type { Force } from '../../force/schema.ts'
import { ONS_2020 } from '../../force/weights.ts'
import type { Duck } from '../../lib/duck.ts'
import type { Log } from '../../lib/log.ts'
import { isoDate } from '../../lib/week.ts'
import { bandIndex } from '../../models/people/bands.ts'
import { type Prediction, scorePeople } from '../../models/people/score.ts'
import { type ListedPerson, LomuFile, LomusFile, PersonFile } from '../contract/people.ts'
import { BANDS, type Band } from '../contract/vocabulary.ts'
import { evidenceFile, fairnessFile } from './evidence.ts'
import { FACTOR_TEXT } from './factor-text.ts'

export interface BakePeopleOptions {
  readonly store: Duck
  readonly loaded: LoadedForce
  /** Epoch day of the forecast. */
  readonly asAt: number
  /** Folder to write into. */
  readonly out: string
  readonly pseudonym: (personId: PersonId) => string
  /** Last week's bands by pseudonym, as this function returned them. */
  readonly previousBands?: Readonly<Record<string, Band>>
  readonly log: Log
}

export interface BakedPeople {
  /** Band of every listed person by pseudonym: private, for next week's movements. */
  readonly bands: Record<string, Band>
  readonly listed: number
  readonly predicted: number
}

const LIMITS = [
  'A charge is not a conviction: the outcome stands beside each charge.',
  'The score and the probability are there to help a person decide whom to consider for support; they decide nothing.',
  'Only charges are known here: not convictions elsewhere, intelligence, needs or circumstances.',
]

/**
 * Writes the people product's files into a folder: `lomus.json`, `lomu/CODE.json` for each unit and `people/PSEUDONYM.json`
 * for each listed person, `evidence.json` and `fairness.json`, checked against the contract (person files: some 500 of them, evenly). Personal data: nothing of it may enter the areas product.
 */
export async function bakePeople(options: BakePeopleOptions): Promise<BakedPeople> {
  const { force } = options.loaded
  const { careers, audit } = await readCareers(options.store, options.asAt)
  const decisions = await readDecisions(options.store, options.asAt)
  const scored = await scorePeople(careers, force, { asAt: options.asAt, beside: leakAlarmApart })
  const cohort = await judgePeople(scored, force, { audit, decisions })
  await writeJson(options.out, 'evidence.json', evidenceFile(cohort, force))
  await writeJson(options.out, 'fairness.json', fairnessFile(cohort, force))
  const bands: Record<string, Band> = {}
  const people = cohort.listed.map(p => {
    const pseudonym = options.pseudonym(cohort.careers.personId[p]!)
    bands[pseudonym] = BANDS[cohort.band[p]!]!
    return { p, pseudonym, lomu: cohort.careers.lomu[p]! }
  })
  await writeJson(
    options.out,
    'lomus.json',
    LomusFile.parse(lomusFile(force, people, bands, options.previousBands)),
  )
  for (const lomu of force.lomus) {
    const rows = people.filter(person => person.lomu === lomu.code)
    const listed = rows.map(row => ({ row, listed: listedPerson(cohort, row, options.asAt) }))
    const file = lomuFile(force, lomu, listed, cohort.trained.baseRate, options.asAt, cohort)
    await writeJson(options.out, `lomu/${lomu.code}.json`, LomuFile.parse(file))
  }
  await writePeople(options, cohort, people)
  options.log.say(`people: ${people.length} listed, ${cohort.predictions.size} with a prediction`)
  return { bands, listed: people.length, predicted: cohort.predictions.size }
}

interface Row {
  readonly p: number
  readonly pseudonym: string
  readonly lomu: string
}

/** Person files checked against the contract in full; the others have the same types and come from the same function. */
const CHECKED = 500
const AT_ONCE = 64

async function writePeople({ out, loaded, asAt }: BakePeopleOptions, cohort: Cohort, people: readonly Row[]) {
  const folder = join(out, 'people')
  await mkdir(folder, { recursive: true })
  const every = Math.max(1, Math.floor(people.length / CHECKED))
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const writes = people.slice(from, from + AT_ONCE).map((row, i) => {
      const file = personFile(cohort, row, loaded.force, asAt)
      if ((from + i) % every === 0) PersonFile.parse(file)
      return writeFile(join(folder, `${row.pseudonym}.json`), JSON.stringify(file), { flag: 'wx' })
    })
    await Promise.all(writes)
  }
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, JSON.stringify(value), { flag: 'wx' })
}

function lomusFile(
  force: Force,
  people: readonly Row[],
  bands: Readonly<Record<string, Band>>,
  previous: BakePeopleOptions['previousBands'],
): LomusFile {
  return {
    kind: 'lomus',
    capacity: force.lomuCapacity,
    lomus: force.lomus.map(({ code, name }) => {
      const unit = people.filter(person => person.lomu === code)
      return {
        code,
        name,
        people: unit.length,
        bands: BANDS.map(band => ({
          band,
          people: unit.filter(({ pseudonym }) => bands[pseudonym] === band).length,
          lastWeek: previous ? unit.filter(({ pseudonym }) => previous[pseudonym] === band).length : null,
        })),
      }
    }),
  }
}

function lomuFile(
  force: Force,
  lomu: Force['lomus'][number],
  listed: readonly { row: Row; listed: ListedPerson }[],
  baseRate: number,
  asAt: number,
  cohort: Cohort,
): LomuFile {
  const children = listed.filter(({ row }) => isChild(cohort, row.p, asAt))
  const adults = listed.filter(({ row }) => !isChild(cohort, row.p, asAt))
  return {
    kind: 'lomu',
    ...lomu,
    capacity: force.lomuCapacity,
    transitionWeeks: force.harm.transitionWeeks,
    baseRate,
    people: adults.map(person => person.listed).sort(byNeed),
    children: children.map(person => person.listed).sort(byNeed),
    limits: LIMITS,
  }
}

/** Those who may become high harm first, by probability; then those who are high, by harm. */
function byNeed(a: ListedPerson, b: ListedPerson): number {
  const [first, second] = [a.transition?.expected ?? -1, b.transition?.expected ?? -1]
  return second - first || b.harm - a.harm || (a.pseudonym < b.pseudonym ? -1 : 1)
}

function isChild({ careers }: Cohort, p: number, asAt: number): boolean {
  return ageOn(careers.birthDay[p]!, asAt) < 18
}

function listedPerson(cohort: Cohort, { p, pseudonym }: Row, asAt: number): ListedPerson {
  const { careers } = cohort
  const days = careers.charge.day.subarray(careers.start[p]!, careers.start[p + 1]!)
  const prediction = cohort.predictions.get(p)
  return {
    pseudonym,
    reference: disclosed(careers.personId[p]!),
    band: BANDS[cohort.band[p]!]!,
    harm: round(cohort.harm[p]!, 1),
    transition: prediction ? interval(prediction) : null,
    lastChargeOn: isoDate(days.at(-1)!),
    chargesInYear: days.reduce((count, day) => count + (day >= asAt - 364 ? 1 : 0), 0),
    chargesEver: days.length,
    ageBand: ageBand(ageOn(careers.birthDay[p]!, asAt)),
    inCustody: careers.custodyUntil[p]! >= asAt,
  }
}

function interval({ expected, low, high }: Prediction) {
  return { expected: round(expected, 4), low: round(low, 4), high: round(high, 4) }
}

function personFile(cohort: Cohort, { p, pseudonym, lomu }: Row, force: Force, asAt: number): PersonFile {
  const { careers } = cohort
  const reference = disclosed(careers.personId[p]!)
  const age = ageOn(careers.birthDay[p]!, asAt)
  const until = careers.custodyUntil[p]!
  const prediction = cohort.predictions.get(p) ?? null
  const child = isChild(cohort, p, asAt)
  return {
    kind: 'person',
    pseudonym,
    reference,
    recordLink: force.recordLink.replace('{id}', encodeURIComponent(reference)),
    lomu: { code: lomu, name: force.lomus.find(({ code }) => code === lomu)?.name ?? lomu },
    facts: {
      ageBand: ageBand(age),
      sex: disclosed(cohort.audit.sex[p]!),
      inCustodyUntil: until >= asAt ? isoDate(until) : null,
      child,
    },
    harm: harmSection(cohort, p, force, asAt),
    prediction: prediction && predictionSection(prediction, force, cohort.trained.baseRate),
    limits: [...LIMITS, ...doubts(age, until >= asAt, prediction === null)],
  }
}

function doubts(age: number, inCustody: boolean, noPrediction: boolean): string[] {
  const lines: string[] = []
  if (Number.isNaN(age)) lines.push('No month of birth is recorded: age takes no part in the prediction.')
  if (inCustody && noPrediction) lines.push('In custody now: no prediction is made.')
  return lines
}

const offenceOf = new Map(ONS_2020.weights.map(({ code, offence }) => [code, offence]))

function harmSection(cohort: Cohort, p: number, force: Force, asAt: number): PersonFile['harm'] {
  const { halfLifeYears, cuts } = force.harm
  const harm = harmOf(cohort.careers, p, { day: asAt, halfLifeYears })
  const charges = harm.contributions.map(bakedCharge)
  const cutList = [0, cuts.lowMedium, cuts.highMedium, cuts.high, cuts.superHigh]
  return {
    // The rounded contributions are added up, so that a reader who adds them by hand finds this very number.
    score: round(
      charges.reduce((sum, { contribution }) => sum + contribution, 0),
      2,
    ),
    undecayed: harm.undecayed,
    band: BANDS[cohort.band[p]!]!,
    halfLifeYears,
    cuts: BANDS.map((band, b) => ({ band, from: cutList[b]! })),
    charges,
    decay: decayPath(harm.score, cohort.band[p]!, force, asAt),
    bandFallsOn: bandFallsOn(harm.score, cohort.band[p]!, force, asAt),
    crossing: crossingCharges(harm.score, cuts.high, ONS_2020.weights).slice(0, 5),
  }
}

function bandFallsOn(score: number, band: number, { harm }: Force, asAt: number): string | null {
  const { lowMedium, highMedium, high, superHigh } = harm.cuts
  const cut = [0, lowMedium, highMedium, high, superHigh][band]!
  const day = band === 0 ? null : fallsOn(score, cut, { day: asAt, halfLifeYears: harm.halfLifeYears })
  return day === null ? null : isoDate(day)
}

function bakedCharge({ charge, outcome, counted, contribution }: Contribution) {
  return {
    chargedOn: isoDate(charge.chargedDay),
    offenceOn: isoDate(charge.offenceDay),
    code: charge.code,
    offence: offenceOf.get(charge.code) ?? 'offence without a harm weight',
    outcome,
    counted,
    weight: charge.weight,
    contribution: round(contribution, 2),
  }
}

function decayPath(score: number, band: number, { harm }: Force, asAt: number): PersonFile['harm']['decay'] {
  const { cuts, halfLifeYears } = harm
  const rising = [cuts.lowMedium, cuts.highMedium, cuts.high, cuts.superHigh]
  const falls = rising.slice(0, band).map(cut => fallsOn(score, cut, { day: asAt, halfLifeYears })!)
  const days = [...new Set([0, 91, 182, 364, 728].map(ahead => asAt + ahead).concat(falls))].sort(
    (a, b) => a - b,
  )
  return days.map(day => {
    const then = decayed(score, day - asAt, halfLifeYears)
    return { on: isoDate(day), score: round(then, 2), band: BANDS[bandIndex(then, cuts)]! }
  })
}

function predictionSection(prediction: Prediction, force: Force, baseRate: number): PersonFile['prediction'] {
  return {
    weeks: force.harm.transitionWeeks,
    probability: interval(prediction),
    baseRate,
    baseline: prediction.baseline,
    logit: prediction.logit,
    factors: prediction.factors.map(({ feature, value, contribution, support }) => {
      const names = feature.split(' x ') as (keyof typeof FACTOR_TEXT)[]
      if (names.length > 1) {
        const name = names.map(part => FACTOR_TEXT[part].name).join(' together with ')
        return { name, value: 'both together', contribution, support }
      }
      const text = FACTOR_TEXT[names[0]!]
      return {
        name: text.name,
        value: Number.isNaN(value) ? 'not known' : text.value(value),
        contribution,
        support,
      }
    }),
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
