import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ListedPerson, LomuFile, LomusFile, PersonFile } from '../../../pipeline/bake/contract/people.ts'
import { RunFile } from '../../../pipeline/bake/contract/run.ts'
import { BANDS, type Band } from '../../../pipeline/bake/contract/vocabulary.ts'
import { sha256 } from '../../../pipeline/lib/hash.ts'
import { type Random, random } from '../../../pipeline/lib/seed.ts'
import { epochDay, isoDate } from '../../../pipeline/lib/week.ts'
import { makeEvidence, makeFairness } from './evidence-fixture.ts'

/** How much to write: people over all units, and the most charges that one of them has. */
export interface FixtureOptions {
  readonly people: number
  readonly longestCareer?: number
}

type Charge = PersonFile['harm']['charges'][number]
type Person = PersonFile

const AS_AT = epochDay('2026-11-16')
const HALF_LIFE_YEARS = 2
const CUTS = [60, 250, 700, 2000] as const
const UNITS = [
  ['BE', 'Birmingham East LOMU'],
  ['BW', 'Birmingham West LOMU'],
  ['CV', 'Coventry LOMU'],
  ['DY', 'Dudley LOMU'],
  ['SH', 'Solihull LOMU'],
  ['SW', 'Sandwell LOMU'],
  ['WL', 'Walsall LOMU'],
  ['WV', 'Wolverhampton LOMU'],
] as const
/** Code, words, weight (none: a code that has no weight), relative frequency. */
const OFFENCES: readonly (readonly [string, string, number | null, number])[] = [
  ['46', 'shoplifting', 12, 26],
  ['105A', 'assault without injury', 14, 18],
  ['92E', 'possession of cannabis', 2, 10],
  ['58B', 'criminal damage', 5, 9],
  ['8N', 'assault with injury', 189, 9],
  ['9A', 'public fear, alarm, distress', 7, 8],
  ['48', 'theft of vehicle', 128, 5],
  ['28E', 'burglary, residential', 465, 4],
  ['10D', 'possession of article with blade or point', 53, 4],
  ['99X', 'offence code not in the weight table', null, 1],
  ['34B', 'robbery', 800, 2],
  ['92A', 'drug trafficking', 513, 2],
  ['5D', 'assault with intent to cause serious harm', 2035, 1],
]
const AGE_BANDS = ['18-24', '25-34', '35-44', '45-54', '55 and over']
const LIMITS = [
  'Charges are not convictions: the outcome stands beside each.',
  'Trained on synthetic data for demonstration; not tested on real people.',
  'A person decides. Check other sources and local knowledge first.',
]

const bandOf = (score: number): Band => BANDS[CUTS.filter(cut => score >= cut).length]!
const round = (value: number, places: number) => Number(value.toFixed(places))

/** Writes `run.json`, `lomus.json`, `evidence.json`, `fairness.json`, `lomu/*.json` and `people/*.json` of an invented cohort into a folder; every file obeys the contract. */
export async function writePeopleFixture(folder: string, options: FixtureOptions): Promise<void> {
  await mkdir(join(folder, 'lomu'), { recursive: true })
  await mkdir(join(folder, 'people'), { recursive: true })
  const write = (path: string, value: unknown) => writeFile(join(folder, path), JSON.stringify(value))
  const everyone = makePeople(options)
  await write('run.json', makeRun())
  await write('lomus.json', makeLomus(everyone))
  await write('evidence.json', makeEvidence())
  await write('fairness.json', makeFairness())
  for (const [code, name] of UNITS) await write(`lomu/${code}.json`, makeLomu(code, name, everyone))
  for (const person of everyone) await write(`people/${person.pseudonym}.json`, person)
}

/** The invented people, the same for the same options; the first of every hundred has a long career. */
export function makePeople(options: FixtureOptions): Person[] {
  const source = random(7, 'people-fixture')
  const longest = options.longestCareer ?? 160
  return Array.from({ length: options.people }, (_, i) =>
    makePerson(
      i,
      i % 100 === 0 ? longest : Math.min(longest, 1 + Math.floor(source.exponential() ** 2 * 3)),
      source,
    ),
  )
}

/** An invented run of 2026-W47. */
function makeRun(): RunFile {
  return RunFile.parse({
    kind: 'run',
    force: {
      id: 'west-midlands',
      name: 'West Midlands Police',
      marking: 'OFFICIAL-SENSITIVE',
      handling: 'Synthetic data for demonstration. Handle as if it were real: do not forward.',
      contact: 'Data Analytics Lab',
      crs: 'British National Grid (EPSG:27700)',
    },
    week: '2026-W47',
    asAt: isoDate(AS_AT),
    dataTo: isoDate(AS_AT - 1),
    ageDays: 1,
    late: false,
    runId: sha256('run').slice(0, 16),
    modelVersion: '0.1.0',
    extractId: 'synthetic-2026-W47',
    horizonWeeks: 4,
    scoresExpireOn: isoDate(AS_AT + 14),
    targets: [],
    accounts: [],
    warnings: [],
    changes: [],
    unweighted: [],
  })
}

function makePerson(index: number, charges: number, source: Random): Person {
  const [code, name] = UNITS[source.int(UNITS.length)]!
  const history = Array.from({ length: charges }, () => makeCharge(source)).sort((a, b) =>
    a.chargedOn < b.chargedOn ? -1 : 1,
  )
  const score = history.reduce((sum, charge) => sum + charge.contribution, 0)
  const undecayed = history.reduce((sum, charge) => sum + (charge.counted ? (charge.weight ?? 0) : 0), 0)
  const child = index % 25 === 3
  return PersonFile.parse({
    kind: 'person',
    pseudonym: sha256(`person ${index}`).slice(0, 32),
    reference: `N${String(1_000_000 + index * 37)}`,
    recordLink: index % 2 === 0 ? '' : `https://connect.example/nominal/N${1_000_000 + index * 37}`,
    lomu: { code, name },
    facts: {
      ageBand: child ? '10-17' : AGE_BANDS[source.int(AGE_BANDS.length)],
      sex: source.next() < 0.85 ? 'male' : 'female',
      inCustodyUntil: source.next() < 0.05 ? isoDate(AS_AT + 30 + source.int(400)) : null,
      child,
    },
    harm: {
      score,
      undecayed,
      band: bandOf(score),
      halfLifeYears: HALF_LIFE_YEARS,
      cuts: CUTS.map((from, i) => ({ band: BANDS[i + 1], from })),
      charges: history,
      decay: Array.from({ length: 25 }, (_, month) => {
        const later = score * 2 ** (-(month * 30.4375) / 365.25 / HALF_LIFE_YEARS)
        return { on: isoDate(AS_AT + Math.round(month * 30.4375)), score: later, band: bandOf(later) }
      }),
      bandFallsOn: score < CUTS[0] ? null : isoDate(AS_AT + fallsAfter(score)),
      crossing: score >= CUTS[2] ? [] : heaviestOffences(CUTS[2] - score),
    },
    prediction: score >= CUTS[2] ? null : makePrediction(score, history, source),
    limits: LIMITS,
  })
}

/** Days until a score is below the cut-point of its band. */
function fallsAfter(score: number): number {
  const cut = CUTS.findLast(from => score >= from)!
  return Math.floor(HALF_LIFE_YEARS * 365.25 * Math.log2(score / cut)) + 1
}

/** Offences of at least a weight, lightest first. */
function heaviestOffences(least: number): { code: string; offence: string; weight: number }[] {
  return OFFENCES.flatMap(([code, offence, weight]) =>
    weight !== null && weight >= least ? [{ code, offence, weight }] : [],
  )
    .sort((a, b) => a.weight - b.weight)
    .slice(0, 5)
}

function makeCharge(source: Random): Charge {
  let ticket = source.int(OFFENCES.reduce((sum, offence) => sum + offence[3], 0))
  const [code, offence, weight] = OFFENCES.find(candidate => {
    ticket -= candidate[3]
    return ticket < 0
  })!
  const age = Math.floor(Math.min(3600, source.exponential() * 1000)) + 1
  const draw = source.next()
  const outcome =
    draw < 0.15 ? 'pending' : draw < 0.75 ? 'convicted' : draw < 0.88 ? 'acquitted' : 'discontinued'
  const counted = outcome === 'pending' || outcome === 'convicted'
  return {
    chargedOn: isoDate(AS_AT - age),
    offenceOn: isoDate(AS_AT - age - source.int(60)),
    code,
    offence,
    outcome,
    counted,
    weight,
    contribution: counted ? (weight ?? 0) * 2 ** (-age / 365.25 / HALF_LIFE_YEARS) : 0,
  }
}

function makePrediction(score: number, history: readonly Charge[], source: Random): Person['prediction'] {
  const baseline = -4.1
  const recent = history.filter(charge => epochDay(charge.chargedOn) > AS_AT - 364).length
  const last = Math.floor((AS_AT - epochDay(history.at(-1)!.chargedOn)) / 7)
  const factor = (name: string, value: string, contribution: number) => ({
    name,
    value,
    contribution,
    support: 200 + source.int(40_000),
  })
  const factors = [
    factor(
      'Harm score below the high cut by',
      String(Math.round(700 - score)),
      0.9 * Math.log1p(score / 60) - 0.7,
    ),
    factor('Charges in the last 52 weeks', String(recent), 0.35 * recent - 0.5),
    factor('Weeks since last charge', String(last), 0.6 - last / 80),
    factor('Charges ever', String(history.length), 0.2 * Math.log(history.length) - 0.2),
    factor('Age at the forecast day', String(18 + source.int(40)), 0.4 * source.normal()),
    factor('Age at first charge', String(14 + source.int(20)), 0.2 * source.normal()),
    factor(
      'Different kinds of offence',
      String(new Set(history.map(c => c.code)).size),
      0.15 * source.normal(),
    ),
    factor('Share of violence', `${source.int(100)} %`, 0.2 * source.normal()),
    factor('Share of acquisitive crime', `${source.int(100)} %`, 0.1 * source.normal()),
    factor('Weight of the heaviest charge', String(Math.max(...history.map(c => c.weight ?? 0))), 0.1),
    factor('Charges still pending', String(history.filter(c => c.outcome === 'pending').length), 0.05),
  ]
  const logit = factors.reduce((sum, part) => sum + part.contribution, baseline)
  const at = (value: number) => 1 / (1 + Math.exp(-value))
  return {
    weeks: 52,
    probability: { expected: at(logit), low: at(logit - 0.3), high: at(logit + 0.3) },
    baseRate: 0.021,
    baseline,
    logit,
    factors,
  }
}

function makeLomus(everyone: readonly Person[]): LomusFile {
  return LomusFile.parse({
    kind: 'lomus',
    capacity: 50,
    lomus: UNITS.map(([code, name]) => {
      const people = everyone.filter(person => person.lomu.code === code)
      const bands = BANDS.map((band, i) => {
        const count = people.filter(person => person.harm.band === band).length
        return { band, people: count, lastWeek: code === 'SH' ? null : Math.max(0, count + (i % 3) - 1) }
      })
      return { code, name, people: people.length, bands }
    }),
  })
}

function makeLomu(code: string, name: string, everyone: readonly Person[]): LomuFile {
  const people = everyone.filter(person => person.lomu.code === code)
  return LomuFile.parse({
    kind: 'lomu',
    code,
    name,
    capacity: 50,
    transitionWeeks: 52,
    baseRate: 0.021,
    people: people.filter(person => !person.facts.child).map(toListed),
    children: people.filter(person => person.facts.child).map(toListed),
    limits: LIMITS,
  })
}

function toListed(person: Person): ListedPerson {
  const days = person.harm.charges.map(charge => epochDay(charge.chargedOn))
  return {
    pseudonym: person.pseudonym,
    reference: person.reference,
    band: person.harm.band,
    harm: round(person.harm.score, 2),
    transition: person.prediction?.probability ?? null,
    lastChargeOn: isoDate(Math.max(...days)),
    chargesInYear: days.filter(day => day > AS_AT - 364).length,
    chargesEver: days.length,
    ageBand: person.facts.ageBand,
    inCustody: person.facts.inCustodyUntil !== null,
  }
}
