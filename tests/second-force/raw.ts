import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import proj4 from 'proj4'
import { crsNamed } from '../../pipeline/force/known-crs.ts'
import { ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'
import westMidlands from '../../pipeline/force/west-midlands.ts'
import { csvFields } from '../../pipeline/lib/csv.ts'
import { SEED } from '../../pipeline/lib/seed.ts'
import { writeExtract } from '../../pipeline/synthetic/extract.ts'
import { makePlan } from '../../pipeline/synthetic/plan.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { LAST } from '../synthetic/small.ts'

/** The metric system that the invented force thinks in: it stands in none of its files. */
const IRISH_GRID = crsNamed('EPSG:29902')!
const { inverse } = proj4(IRISH_GRID.proj4)

type Point = [number, number]
/** Three districts of an invented county, in metres of the Irish Grid. */
const DISTRICTS: readonly { name: string; code: string; ring: readonly Point[] }[] = [
  {
    ...{ name: 'Ballymarrow', code: 'K1' },
    ring: [
      [240_000, 366_000],
      [247_500, 365_200],
      [248_000, 378_000],
      [239_500, 377_000],
    ],
  },
  {
    ...{ name: 'Carrowdun', code: 'K2' },
    ring: [
      [247_500, 365_200],
      [256_000, 366_500],
      [255_500, 372_000],
      [247_765, 372_000],
    ],
  },
  {
    ...{ name: 'Lough Derrin', code: 'K3' },
    ring: [
      [247_765, 372_000],
      [255_500, 372_000],
      [256_500, 379_000],
      [248_000, 378_000],
    ],
  },
]
const TEAMS = DISTRICTS.map(({ name }) => ({ code: `${name} / IOM`, name }))

/** How one of its files is written: its name, and its columns by those of the contract. */
interface RawFile {
  readonly name: string
  readonly columns: Readonly<Record<string, string>>
  readonly values?: Readonly<Record<string, (text: string) => string>>
}

const by = (own: Readonly<Record<string, string>>) => (text: string) => own[text] ?? text
const spaced = (text: string) => text.replace('T', ' ')

const FILES: Readonly<Record<string, RawFile>> = {
  crimes: {
    name: 'OFFENCES_EXPORT.csv',
    columns: {
      ...{ crime_id: 'Incident No', recorded_at: 'Date Reported', occurred_from: 'Committed From' },
      ...{ occurred_to: 'Committed To', offence_code: 'HO Class', offence_title: 'HO Title' },
      ...{ status: 'State', status_at: 'State Date', weapon_type: 'Weapon', weapon_use: 'Weapon Usage' },
      ...{ easting: 'Longitude', northing: 'Latitude', location_quality: 'Location Accuracy' },
      ...{ location_type: 'Location Class', found_by: 'Detected By', domestic: 'DA Flag', lpa: 'Division' },
    },
    values: {
      ...{ recorded_at: spaced, occurred_from: spaced, occurred_to: spaced, status_at: spaced },
      offence_code: text => text.replace(/^\d+/, digits => digits.padStart(3, '0')),
      status: by({ recorded: 'LIVE', cancelled: 'NO CRIME', transferred: 'TRF' }),
      weapon_type: by({
        none: 'UNARMED',
        knife: 'BLADED',
        sharp: 'BOTTLE/GLASS',
        firearm: 'GUN',
        other: 'OTH',
      }),
      weapon_use: by({ used_causing_injury: 'USED, CAUSING INJURY', used_no_injury: 'USED, NO INJURY' }),
      found_by: by({ public: 'VICTIM', police: 'PROACTIVE' }),
      domestic: by({ true: 'Y', false: 'N' }),
    },
  },
  persons: {
    name: 'NOMINALS_EXPORT.csv',
    columns: {
      ...{ person_id: 'Nominal No', birth_month: 'Birth Month', sex: 'Gender', ethnicity: 'Ethnicity' },
      ...{ lomu: 'IOM Team', status: 'Vital Status', in_custody_until: 'In Custody Until' },
      merged_into: 'Merged Into',
    },
    values: {
      sex: by({ M: '1', F: '2', male: '1', female: '2' }),
      status: by({ living: 'Alive', deceased: 'Deceased' }),
    },
  },
  charges: {
    name: 'CHARGES_EXPORT.csv',
    columns: {
      ...{
        charge_id: 'Charge No',
        person_id: 'Nominal No',
        crime_id: 'Incident No',
        offence_code: 'HO Class',
      },
      ...{
        offence_date: 'Offence Date',
        charged_at: 'Charged On',
        outcome: 'Result',
        outcome_at: 'Result Date',
      },
    },
    values: {
      ...{ charged_at: spaced, outcome_at: spaced },
      outcome: by({
        ...{ pending: 'Awaiting trial', convicted: 'Guilty', acquitted: 'Not guilty' },
        discontinued: 'Withdrawn',
      }),
    },
  },
}

/**
 * Writes what an invented force far from the West Midlands would hand over: the outlines of its districts in
 * longitude and latitude, and its own tables as its system exports them, without a manifest. The crimes and
 * the people are those of the synthetic world, in another county.
 */
export async function writeRawForce(folder: string, { scale = 0.004, years = 5 } = {}) {
  const raw = join(folder, 'raw')
  mkdirSync(raw, { recursive: true })
  const boundary = join(folder, 'districts.geojson')
  writeFileSync(boundary, JSON.stringify(outlines()))
  const made = join(folder, 'made')
  const plan = makePlan({ seed: SEED, scale, weeks: 1, years, lastAsAt: LAST })
  await writeExtract(made, makeWorld(setting(), plan), { asAt: LAST, format: 'csv', faults: [] })
  for (const [table, file] of Object.entries(FILES)) {
    writeFileSync(join(raw, file.name), rawText(readFileSync(join(made, `${table}.csv`), 'utf8'), file))
  }
  rmSync(made, { recursive: true })
  return { raw, boundary }
}

function setting() {
  const { targets, harm } = westMidlands
  return {
    districts: DISTRICTS.map(({ name, ring }) => ({ name, shape: [ring] })),
    ...{ lpas: DISTRICTS, lomus: TEAMS, timezone: 'Europe/Dublin', targets },
    places: [
      { name: 'Ballymarrow centre', x: 243_500, y: 371_000 },
      { name: 'Carrowdun centre', x: 251_500, y: 369_000 },
    ],
    weights: weightByCode(ONS_2020),
    ...{ halfLifeYears: harm.halfLifeYears, highCut: 150, transitionWeeks: harm.transitionWeeks },
  }
}

/** The districts, as a file of a mapping agency: longitude and latitude, to about a metre. */
function outlines(): object {
  const features = DISTRICTS.map(({ name, code, ring }, i) => ({
    type: 'Feature',
    properties: { OBJECTID: i + 1, DISTRICT_CODE: code, DISTRICT_NAME: name },
    geometry: { type: 'MultiPolygon', coordinates: [[[...ring, ring[0]!].map(degrees)]] },
  }))
  return { type: 'FeatureCollection', features }
}

function degrees(point: Point): Point {
  const [longitude, latitude] = inverse([...point]) as Point
  return [Math.round(longitude * 1e5) / 1e5, Math.round(latitude * 1e5) / 1e5]
}

/** A table of the contract as the force's own system writes it. */
function rawText(text: string, { columns, values = {} }: RawFile): string {
  const [heading = '', ...lines] = text.trimEnd().split('\n')
  const names = csvFields(heading)
  const [x, y] = [names.indexOf('easting'), names.indexOf('northing')]
  const rows = lines.map(line => {
    const fields = csvFields(line)
    const moved = x >= 0 && fields[x] !== '' ? inverse([Number(fields[x]), Number(fields[y])]) : undefined
    return fields.map((field, i) => {
      if (moved && (i === x || i === y)) return (i === x ? moved[0]! : moved[1]!).toFixed(6)
      return quoted(values[names[i]!]?.(field) ?? field)
    })
  })
  return `${[names.map(name => columns[name]!), ...rows].map(fields => fields.join(',')).join('\n')}\n`
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
