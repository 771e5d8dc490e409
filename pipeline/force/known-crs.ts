import proj4 from 'proj4'

/** A coordinate system: its name as readers see it, and its proj4 definition. */
export interface NamedCrs {
  readonly name: string
  readonly proj4: string
}

/** West, south, east and north. */
export type Box = readonly [number, number, number, number]

/** Longitude and latitude. */
export const DEGREES: NamedCrs = {
  name: 'WGS 84 longitude and latitude (EPSG:4326)',
  proj4: '+proj=longlat +datum=WGS84 +no_defs',
}

/** A metric system of a country, and the degrees between which it is made to be used. */
interface NationalCrs extends NamedCrs {
  readonly epsg: number
  readonly box: Box
}

const IRELAND: Box = [-10.8, 51.2, -5.3, 55.5]
const IRISH_SHIFT = '+towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15 +units=m +no_defs'

/**
 * Metric systems of the British Isles (definitions of the EPSG register); where two are made for one place,
 * the one in use today comes first.
 */
const NATIONAL: readonly NationalCrs[] = [
  {
    ...{ epsg: 27700, name: 'British National Grid (EPSG:27700)', box: [-8, 49.8, 2.1, 61] },
    proj4:
      '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
      '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  },
  {
    ...{ epsg: 2157, name: 'Irish Transverse Mercator (EPSG:2157)', box: IRELAND },
    proj4:
      '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=0.99982 +x_0=600000 +y_0=750000 +ellps=GRS80 ' +
      '+towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  },
  {
    ...{ epsg: 29902, name: 'Irish Grid, TM65 (EPSG:29902)', box: IRELAND },
    proj4:
      '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 ' +
      `+ellps=mod_airy ${IRISH_SHIFT}`,
  },
  {
    ...{ epsg: 29903, name: 'Irish Grid, TM75 (EPSG:29903)', box: IRELAND },
    proj4:
      '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +a=6377340.189 ' +
      `+b=6356034.447938534 ${IRISH_SHIFT}`,
  },
  {
    ...{ epsg: 3109, name: 'Jersey Transverse Mercator (EPSG:3109)', box: [-2.4, 49.1, -1.8, 49.4] },
    proj4:
      '+proj=tmerc +lat_0=49.225 +lon_0=-2.135 +k=0.9999999 +x_0=40000 +y_0=70000 +ellps=GRS80 ' +
      '+towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  },
  {
    ...{ epsg: 3108, name: 'Guernsey Grid (EPSG:3108)', box: [-2.8, 49.4, -2.1, 49.8] },
    proj4:
      '+proj=tmerc +lat_0=49.5 +lon_0=-2.416666666666667 +k=0.999997 +x_0=47000 +y_0=50000 ' +
      '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  },
]

/** Zones of 6 degrees of the whole world, north or south. */
function utm(zone: number, south: boolean): NamedCrs {
  const epsg = (south ? 32_700 : 32_600) + zone
  return {
    name: `UTM zone ${zone}${south ? 'S' : 'N'}, WGS 84 (EPSG:${epsg})`,
    proj4: `+proj=utm +zone=${zone} ${south ? '+south ' : ''}+datum=WGS84 +units=m +no_defs`,
  }
}

function plain({ name, proj4 }: NamedCrs): NamedCrs {
  return { name, proj4 }
}

/** Whether a point lies in a box. */
export function isInBox([west, south, east, north]: Box, [x, y]: readonly [number, number]): boolean {
  return x >= west && x <= east && y >= south && y <= north
}

/**
 * Metric systems that are made for a place, given in degrees, the likeliest first: those of its country, then
 * the zone of the world.
 *
 * @example systemsAt([-1.9, 52.5])[0].name === 'British National Grid (EPSG:27700)'
 */
export function systemsAt(place: readonly [number, number]): NamedCrs[] {
  const [longitude, latitude] = place
  const zone = Math.min(60, Math.floor((longitude + 180) / 6) + 1)
  const made = NATIONAL.filter(({ box }) => isInBox(box, place))
  // The box of Great Britain holds the island of Ireland's north and the Channel Islands too.
  const small = made.filter(({ epsg }) => epsg !== 27_700)
  const ordered = [...small, ...made.filter(crs => !small.includes(crs))]
  return [...ordered.map(plain), utm(zone, latitude < 0)]
}

/** National systems for which a point in metres lies in the country, each with the point in degrees. */
export function nationalSystemsOf(point: readonly [number, number]) {
  return NATIONAL.flatMap(crs => {
    const place = proj4(crs.proj4, 'WGS84', [...point]) as [number, number]
    return isInBox(crs.box, place) ? [{ crs: plain(crs), place }] : []
  })
}

/**
 * The coordinate system that a text names: a number of the EPSG register that is known here (the British
 * Isles, zones of UTM, WGS 84), as GeoJSON writes it too, or a proj4 definition; undefined for any other.
 *
 * @example crsNamed('urn:ogc:def:crs:EPSG::29902')?.name === 'Irish Grid, TM65 (EPSG:29902)'
 */
export function crsNamed(text: string): NamedCrs | undefined {
  if (text.trim().startsWith('+proj=')) return { name: 'own metric system', proj4: text.trim() }
  if (/CRS84$/i.test(text)) return DEGREES
  const epsg = Number(/^\D*(?:EPSG\D*)(\d{4,5})$/i.exec(text.trim())?.[1])
  if (epsg === 4326) return DEGREES
  const zone = epsg % 100
  const family = epsg - zone
  const isZone = zone >= 1 && zone <= 60
  if (isZone && (family === 32_600 || family === 32_700)) return utm(zone, family === 32_700)
  // ETRS89 and WGS 84 lie within a metre of each other.
  if (family === 25_800 && zone >= 28 && zone <= 38) {
    return { ...utm(zone, false), name: `UTM zone ${zone}N, ETRS89 (EPSG:${epsg})` }
  }
  const found = NATIONAL.find(crs => crs.epsg === epsg)
  return found && plain(found)
}
