import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import westMidlands from '../../pipeline/force/west-midlands.ts'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { epochDay, isoDate } from '../../pipeline/lib/week.ts'

/** Where a city's week was written: its extract, and the module of its force. */
export interface CityWeek {
  readonly extract: string
  readonly force: string
  readonly asAt: string
}

const PERSONS = 'person_id,birth_month,sex,ethnicity,lomu,status,in_custody_until,merged_into'
const CHARGES = 'charge_id,person_id,crime_id,offence_code,offence_date,charged_at,outcome,outcome_at'
const CRIMES =
  'crime_id,recorded_at,occurred_from,occurred_to,offence_code,offence_title,status,status_at,' +
  'weapon_type,weapon_use,easting,northing,location_quality,location_type,found_by,domestic,lpa'

/**
 * Turns a hot-spot task of real open data into a contract extract of a force of its own: its own metres,
 * boundary, units and one target. Events dated on the origin or later stay out. The people are invented.
 */
export function writeCityWeek(task: string, folder: string, asAt: string): CityWeek {
  const cell = JSON.parse(readFileSync(join(task, 'task.json'), 'utf8')).cell as number
  const files = { crimes: crimes(task, asAt), ...people(asAt) }
  const extract = join(folder, 'extract')
  mkdirSync(extract, { recursive: true })
  const listed = Object.entries(files).map(([table, lines]) => {
    const text = `${lines.join('\n')}\n`
    writeFileSync(join(extract, `${table}.csv`), text)
    return { table, name: `${table}.csv`, rows: lines.length - 1, sha256: sha256(text) }
  })
  const manifest = {
    extract_id: `city-${asAt}`,
    extracted_at: `${asAt}T05:00:00`,
    covers_from: '2014-01-01',
    covers_to: isoDate(epochDay(asAt) - 1),
    timezone: 'America/New_York',
    files: listed,
  }
  writeFileSync(join(extract, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'boundary.geojson'), JSON.stringify(boundary(task, cell)))
  writeFileSync(join(folder, 'force.ts'), `export default ${JSON.stringify(force(cell), null, 1)}\n`)
  return { extract, force: join(folder, 'force.ts'), asAt }
}

function crimes(task: string, asAt: string): string[] {
  const rows = gunzipSync(readFileSync(join(task, 'events.csv.gz')))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
  const lines = rows.flatMap((row, i) => {
    const [date, x, y, kind] = row.split(',')
    if (date! >= asAt) return []
    const weapon = kind === 'target' ? 'knife,used_causing_injury' : 'none,none'
    const times = `${date}T12:00:00,${date}T10:00:00,`
    return `C${i},${times},8N,assault,recorded,,${weapon},${x},${y},street,street,public,false,CITY`
  })
  return [CRIMES, ...lines]
}

function people(asAt: string): { persons: string[]; charges: string[] } {
  const persons = [PERSONS]
  const charges = [CHARGES]
  const last = epochDay(asAt) - 1
  for (let p = 0; p < 400; p++) {
    persons.push(`N${p},${1970 + (p % 30)}-0${1 + (p % 9)},${p % 5 ? 'M' : 'F'},,CITY,living,,`)
    const career = 1 + (p % 7)
    for (let k = 0; k < career; k++) {
      const day = isoDate(last - 20 - ((p * 131 + k * 367) % 2000))
      const code = ['46', '8N', '92D', '34B', '5D'][(p + k * k) % 5]
      const outcome = k % 3 ? `convicted,${day}T18:00:00` : 'pending,'
      charges.push(`H${p}-${k},N${p},,${code},${day},${day}T12:00:00,${outcome}`)
    }
  }
  return { persons, charges }
}

function boundary(task: string, cell: number): object {
  const centres = readFileSync(join(task, 'cells.csv'), 'utf8').trim().split('\n').slice(1)
  const half = cell / 2
  const squares = centres.map(line => {
    const [x, y] = line.split(',').map(Number) as [number, number]
    const corners = [
      [x - half, y - half],
      [x + half, y - half],
      [x + half, y + half],
      [x - half, y + half],
    ]
    return [[...corners, corners[0]]]
  })
  const geometry = { type: 'MultiPolygon', coordinates: squares }
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { district: 'City' }, geometry }],
  }
}

function force(cell: number): object {
  const [knife] = westMidlands.targets
  return {
    ...westMidlands,
    id: 'city',
    name: 'City Police',
    marking: 'OFFICIAL',
    timezone: 'America/New_York',
    crs: {
      name: 'Local metres',
      proj4: '+proj=tmerc +lat_0=39.3 +lon_0=-76.61 +x_0=50000 +y_0=50000 +units=m +no_defs',
    },
    boundary: { path: 'boundary.geojson', coordinates: 'force', nameKey: 'district' },
    lpas: [{ code: 'CITY', name: 'City' }],
    lomus: [{ code: 'CITY', name: 'City unit' }],
    places: [{ name: 'City centre', x: 50000, y: 50000 }],
    targets: [
      {
        ...knife,
        cellMetres: cell,
        helpers: [{ name: 'other violence', where: { weapon_type: ['none'] } }],
      },
    ],
  }
}
