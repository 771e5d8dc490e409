import type { BaseClass } from '../contract/base-map.ts'

/** What a feature is to us: its class, and for a named place how much it weighs (1 a city, 4 a hamlet). */
export interface Meaning {
  readonly class: BaseClass
  readonly rank?: number
}

type Properties = Readonly<Record<string, string | number | boolean>>

/** What the values of the first property that is there mean; what is not named is not drawn. */
interface ByValue {
  readonly keys: readonly string[]
  readonly values: Readonly<Record<string, BaseClass | readonly [BaseClass, number]>>
}

const as = <T extends BaseClass | readonly [BaseClass, number]>(meaning: T, ...values: string[]) =>
  Object.fromEntries(values.map(value => [value, meaning]))

const ROAD_VALUES = {
  ...as('motorway', 'motorway', 'highway'),
  ...as('a', 'primary', 'a road', 'trunk', 'trunk road', 'major_road', 'primary_link', 'trunk_link'),
  ...as('b', 'b road', 'secondary', 'secondary_link', 'medium_road'),
  ...as('minor', 'minor', 'minor road', 'local', 'local road', 'local access road', 'restricted'),
  ...as('minor', 'restricted local access road', 'secondary access road', 'classified unnumbered'),
  ...as('minor', 'unclassified', 'not classified', 'unknown', 'tertiary', 'tertiary_link', 'residential'),
  ...as('minor', 'living_street', 'pedestrian', 'service', 'street', 'road', 'minor_road', 'guided busway'),
  ...as('minor', 'motorway_link', 'busway'),
  ...as('rail', 'rail', 'transit', 'tram', 'light_rail', 'subway'),
}

const PLACE_VALUES = {
  ...as(['place', 1], 'capital', 'city'),
  ...as(['place', 2], 'town'),
  ...as(['place', 3], 'suburb', 'suburban area', 'village', 'borough', 'quarter', 'locality'),
  ...as(
    ['place', 4],
    'hamlet',
    'small settlements',
    'neighbourhood',
    'isolated_dwelling',
    'other settlement',
  ),
}

const GREEN_VALUES = as(
  'green',
  ...['park', 'grass', 'wood', 'forest', 'woodland', 'cemetery', 'pitch', 'playground', 'recreation_ground'],
  ...['nature_reserve', 'golf_course', 'garden', 'meadow', 'village_green', 'allotments', 'national_park'],
)
const BUILT_VALUES = as('built', 'residential', 'commercial', 'industrial', 'retail', 'urban_area', 'urban')

const ROAD_LINK_KEYS = ['road_function', 'roadfunction', 'function', 'road_classification', 'class']

/**
 * Layers of OS Open Zoomstack, OS Open Roads, OpenMapTiles and Protomaps, by name (small letters, `_` for
 * `-`). The more telling property stands first: `kind_detail` before `kind`.
 */
const LAYERS: Readonly<Record<string, BaseClass | ByValue>> = {
  // OS Open Zoomstack
  sea: 'water',
  surfacewater: 'water',
  waterlines: 'waterline',
  greenspaces: 'green',
  greenspace: 'green',
  woodland: 'green',
  urban_areas: 'built',
  buildings: 'building',
  local_buildings: 'building',
  district_buildings: 'building',
  roads: { keys: ['type', 'kind_detail', 'kind'], values: ROAD_VALUES },
  roads_local: { keys: ['type'], values: ROAD_VALUES },
  roads_regional: { keys: ['type'], values: ROAD_VALUES },
  roads_national: { keys: ['type'], values: ROAD_VALUES },
  rail: 'rail',
  names: { keys: ['type'], values: PLACE_VALUES },
  // OS Open Roads
  road_link: { keys: ROAD_LINK_KEYS, values: ROAD_VALUES },
  roadlink: { keys: ROAD_LINK_KEYS, values: ROAD_VALUES },
  // OpenMapTiles; `water` is also of Protomaps, where rivers are lines
  water: 'water',
  waterway: 'waterline',
  landcover: { keys: ['class', 'kind'], values: GREEN_VALUES },
  landuse: { keys: ['class', 'kind'], values: { ...GREEN_VALUES, ...BUILT_VALUES } },
  park: 'green',
  building: 'building',
  transportation: { keys: ['class'], values: ROAD_VALUES },
  transportation_name: { keys: ['class'], values: as('street', ...Object.keys(ROAD_VALUES)) },
  place: { keys: ['class'], values: PLACE_VALUES },
  // Protomaps
  places: { keys: ['kind_detail', 'kind'], values: PLACE_VALUES },
}

/** Is a layer of this name drawn? */
export function isKnown(layer: string): boolean {
  return Object.hasOwn(LAYERS, plain(layer))
}

/**
 * What a feature of a layer is to us; undefined where it is not drawn.
 *
 * @param geometry 1 points, 2 lines, 3 areas
 * @example meaningOf('roads', 2, { type: 'A Road' }) // { class: 'a' }
 */
export function meaningOf(layer: string, geometry: number, properties: Properties): Meaning | undefined {
  const name = plain(layer)
  const rule = Object.hasOwn(LAYERS, name) ? LAYERS[name]! : undefined
  const meaning = typeof rule === 'object' ? lookedUp(rule, properties) : rule
  if (meaning === undefined) return undefined
  const found = typeof meaning === 'string' ? { class: meaning } : { class: meaning[0], rank: meaning[1] }
  if (found.class === 'water' && geometry === 2) return { class: 'waterline' }
  return fits(found.class, geometry) ? found : undefined
}

function lookedUp({ keys, values }: ByValue, properties: Properties) {
  for (const key of keys) {
    const value = String(properties[key] ?? '').toLowerCase()
    if (Object.hasOwn(values, value)) return values[value]
  }
  return undefined
}

const AREAS: readonly BaseClass[] = ['built', 'green', 'water', 'building']

/** A class has one kind of geometry: a point of water is a label of another map. */
function fits(found: BaseClass, geometry: number): boolean {
  if (found === 'place') return geometry === 1
  return geometry === (AREAS.includes(found) ? 3 : 2)
}

const plain = (layer: string) => layer.toLowerCase().replaceAll(/[-\s]/g, '_')

const NAME_KEYS = ['name:en', 'name', 'name_1', 'name1', 'road_name']
const NUMBER_KEYS = [
  ...['number', 'ref', 'road_classification_number', 'roadclassificationnumber', 'road_number', 'roadnumber'],
  'shield_text',
]

/** The name and the number of a feature (`A38`), each empty where there is none. */
export function namesOf(properties: Properties): { name: string; number: string } {
  const first = (keys: readonly string[]) =>
    keys.map(key => tidy(properties[key])).find(text => text !== '') ?? ''
  return { name: first(NAME_KEYS), number: first(NUMBER_KEYS).replace(/\s/g, '') }
}

const MAX_LETTERS = 80

/** Text of a file as it may stand on a map: no control characters, one space between words, not endless. */
function tidy(value: string | number | boolean | undefined): string {
  const text = value === undefined ? '' : String(value)
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LETTERS)
}
