import { EXIT, PipelineError } from '../../lib/error.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&copy;': '©',
  '&#169;': '©',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
}

const ORDNANCE_SURVEY = 'Contains OS data © Crown copyright and database right'
const OPEN_STREET_MAP = '© OpenMapTiles © OpenStreetMap contributors'

/** Layers that tell whose data they are where the file does not say. */
const KNOWN: readonly (readonly [layer: RegExp, attribution: string])[] = [
  [
    /^(surfacewater|greenspaces?|waterlines|(local_|district_)?buildings|names|road_?link)$/i,
    ORDNANCE_SURVEY,
  ],
  [/^(transportation|waterway|landcover)$/i, OPEN_STREET_MAP],
  [/^(places|landuse)$/i, '© OpenStreetMap contributors'],
]

/**
 * The words that say whose data a base map is: as given, without HTML, else those of the layers' known
 * source.
 *
 * Throws `PipelineError` (exit 3) where neither says so: a map may not be shown without.
 *
 * @example attributionOf('<a href="#">&copy; OpenStreetMap</a>', []) // '© OpenStreetMap'
 */
export function attributionOf(given: string, layers: readonly string[]): string {
  const words = given
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#?\w+;/g, entity => ENTITIES[entity] ?? ' ')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  if (words) return words
  const known = KNOWN.find(([layer]) => layers.some(name => layer.test(name.replaceAll('-', '_'))))
  if (known) return known[1]
  throw new PipelineError(
    'the file does not say whose data it holds, and no map may be shown without',
    EXIT.refusedData,
    'say it with --attribution "Contains OS data © Crown copyright and database right"',
  )
}
