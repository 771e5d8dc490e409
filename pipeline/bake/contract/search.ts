import { osReference, squareOfReference } from '../../lib/grid-reference.ts'
import { plainName, withinOne } from '../../lib/likeness.ts'
import type { SearchFile, SearchShard } from './search-file.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** What a query found, at a point in metres. */
export interface Found extends Point {
  readonly kind: 'square' | 'reference' | 'coordinates' | 'place' | 'area' | 'sector' | 'postcode' | 'street'
  readonly name: string
  /** What it is, or near what: for readers. */
  readonly detail: string
  /** The polygon that it is. */
  readonly area?: { readonly layer: string; readonly code: string }
  /** The id of the square that it is. */
  readonly cell?: string
  /** Side of the square that a reference names, in metres. */
  readonly metres?: number
}

/** What a search goes by beside its query. */
export interface SearchOptions {
  /** Where the reader looks: what is nearer comes first; default the middle of the force. */
  readonly near?: Point
  readonly shards?: readonly SearchShard[]
  /** Most answers; default 8. */
  readonly limit?: number
}

const LIMIT = 8
/** Fewer letters begin too many streets. */
const MIN_STREET_LETTERS = 3
/** A word of fewer letters is written as it is meant. */
const MIN_TYPO_LETTERS = 4
const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]?(?:\d[A-Z]{0,2})?$/

/**
 * What a query means, best first: a square's id, an Ordnance Survey reference of any length or a pair of
 * coordinates; else places, polygons, postcodes and streets by their names. Case, accents and signs count for
 * nothing, the beginning of a word will do, and where no name begins so one letter may be wrong; the code
 * of a polygon is its name too. Whole names come before beginnings; then places before polygons, postcodes
 * and streets; then what is nearer.
 *
 * @example search('erdinton', index, { shards })[0]?.name === 'Erdington', shards as `shardsFor` names them
 */
export function search(query: string, index: SearchFile, options: SearchOptions = {}): Found[] {
  const exact = positionOf(query, index)
  if (exact && codeOf(query) === '') return [exact]
  const named = namedLike(query, index, options)
  return exact ? [exact, ...named].slice(0, options.limit ?? LIMIT) : named
}

function namedLike(query: string, index: SearchFile, options: SearchOptions): Found[] {
  const wanted = plainName(query)
  if (wanted === '') return []
  const near = options.near ?? middleOf(index)
  const entries = entriesOf(index, options.shards ?? [])
  const matches = (how: (wanted: string, name: string) => number) =>
    entries.flatMap(entry => {
      const isCode = entry.area?.code.toLowerCase() === query.trim().toLowerCase()
      const step = isCode ? WHOLE : how(wanted, entry.plain)
      return step < NONE ? [{ ...entry, step, away: Math.hypot(entry.x - near.x, entry.y - near.y) }] : []
    })
  const asWritten = matches(beginsLike)
  const found = asWritten.length > 0 ? asWritten : matches(nearlyBeginsLike)
  found.sort((a, b) => a.step - b.step || a.order - b.order || a.away - b.away || (a.name < b.name ? -1 : 1))
  return found.slice(0, options.limit ?? LIMIT).map(entry => foundOf(entry, index))
}

/** Path of a shard of streets by first letter, or of postcodes by outward code. */
export function shardPath(kind: SearchShard['kind'], key: string): string {
  return `search/${kind}-${key}.json`
}

/** Paths of the shards that a query needs, to be fetched and given to `search`. */
export function shardsFor(query: string, { shards }: SearchFile): string[] {
  const [letters, code] = [plainName(query), codeOf(query)]
  const streets = shards.streets.filter(
    key => letters.length >= MIN_STREET_LETTERS && letters.startsWith(key) && code === '',
  )
  const postcodes = shards.postcodes.filter(
    key => code.startsWith(key) && /^\d[A-Z]{1,2}$/.test(code.slice(key.length)),
  )
  return [
    ...streets.map(key => shardPath('streets', key)),
    ...postcodes.map(key => shardPath('postcodes', key)),
  ]
}

/** A postcode without its space, or the empty text. */
function codeOf(query: string): string {
  const code = query.toUpperCase().replaceAll(/\s/g, '')
  return POSTCODE.test(code) ? code : ''
}

const middleOf = ({ box: [west, south, east, north] }: SearchFile) => ({
  x: (west + east) / 2,
  y: (south + north) / 2,
})

/** What a query says by figures alone: a square's id, a grid reference, or metres east and north. */
function positionOf(query: string, index: SearchFile): Found | undefined {
  const text = query.trim()
  const id = /^e(-?\d+)n(-?\d+)$/i.exec(text)
  if (id) {
    const cell = text.toLowerCase()
    return { kind: 'square', name: cell, detail: 'square', x: Number(id[1]), y: Number(id[2]), cell }
  }
  return pairOf(text, index) ?? referenceOf(text, index)
}

/** Metres east and north, or kilometres where both letters stand before them. */
function pairOf(text: string, index: SearchFile): Found | undefined {
  const match = /^(e?)\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(n?)\s*(-?\d+(?:\.\d+)?)(?:\s*(k?)m)?$/i.exec(text)
  if (!match) return undefined
  const [, e, east, n, north, k] = match
  const factor = k || (e && n && Number(north) < MAX_KM) ? 1000 : 1
  const [x, y] = [Number(east) * factor, Number(north) * factor]
  if (factor === 1 && Math.max(Math.abs(x), Math.abs(y)) < MAX_KM) return undefined
  return { kind: 'coordinates', name: `${x}, ${y}`, detail: whereIs({ x, y }, index), x, y }
}

/** A reference by letters; one that is a postcode too counts where it lies in the force. */
function referenceOf(text: string, index: SearchFile): Found | undefined {
  const square = index.letters && /\d/.test(text) ? squareOfReference(text) : undefined
  if (!square) return undefined
  const { metres } = square
  const [x, y] = [square.x + metres / 2, square.y + metres / 2]
  const [west, south, eastern, northern] = index.box
  const meets =
    x + metres / 2 > west && x - metres / 2 < eastern && y + metres / 2 > south && y - metres / 2 < northern
  if (!meets && codeOf(text) !== '') return undefined
  const name = osReference(square.x, square.y, 2 * Math.round(5 - Math.log10(metres))) ?? text
  return { kind: 'reference', name, detail: meets ? 'grid reference' : OUTSIDE, x, y, metres }
}

const OUTSIDE = 'outside the force'
/** Numbers of kilometres stay below it, numbers of metres do not. */
const MAX_KM = 10_000

function whereIs({ x, y }: Point, { box: [west, south, east, north] }: SearchFile): string {
  const within = x >= west && x <= east && y >= south && y <= north
  return within ? 'coordinates' : OUTSIDE
}

/** A name that may be found, with what it is compared as and where its kind stands in order. */
interface Entry extends Found {
  readonly plain: string
  readonly order: number
}

/** Entries of an index or a shard, made once: a query comes with every key that is pressed. */
const known = new WeakMap<SearchFile | SearchShard, readonly Entry[]>()

function entriesOf(index: SearchFile, shards: readonly SearchShard[]): Entry[] {
  return [index, ...shards].flatMap(file => {
    const entries = known.get(file) ?? (file.kind === 'search' ? indexEntries(file) : shardEntries(file))
    known.set(file, entries)
    return entries
  })
}

const made =
  (kind: Found['kind'], order: number, detail: string) =>
  ([name, x, y]: readonly [string, number, number, ...unknown[]]): Entry => ({
    ...{ kind, name, detail, x, y, order },
    plain: kind === 'sector' || kind === 'postcode' ? joined(plainName(name)) : plainName(name),
  })

function indexEntries({ places, layers, sectors }: SearchFile): Entry[] {
  const areas = layers.flatMap(({ id, title, areas: own }, l) =>
    own.map(area => ({ ...made('area', 1 + l / 100, title)(area), area: { layer: id, code: area[3] } })),
  )
  return [
    ...places.map(made('place', 0, 'place')),
    ...areas,
    ...sectors.map(made('sector', 2, 'postcode sector')),
  ]
}

function shardEntries({ kind, spots }: SearchShard): Entry[] {
  return spots.map(kind === 'streets' ? made('street', 3, '') : made('postcode', 2.5, 'postcode'))
}

const joined = (text: string) => text.replaceAll(' ', '')

const [WHOLE, BEGINNING, NONE] = [0, 1, 9]

/** How a name answers a query: whole, by the beginnings of its words, or not at all. */
function beginsLike(wanted: string, name: string): number {
  if (name === wanted || joined(name) === joined(wanted)) return WHOLE
  const begins = joined(name).startsWith(joined(wanted)) || wordsWithin(wanted, name, startsWith)
  return begins ? BEGINNING : NONE
}

function nearlyBeginsLike(wanted: string, name: string): number {
  if (withinOne(joined(wanted), joined(name))) return WHOLE
  return wordsWithin(wanted, name, nearlyStarts) ? BEGINNING : NONE
}

const startsWith = (word: string, of: string) => of.startsWith(word) || of === SHORT[word]

/** What is written short, and in full in a name. */
const SHORT: Readonly<Record<string, string>> = {
  ...{
    rd: 'road',
    ave: 'avenue',
    av: 'avenue',
    ln: 'lane',
    cl: 'close',
    dr: 'drive',
    pl: 'place',
    sq: 'square',
  },
  ...{ cres: 'crescent', gdns: 'gardens', gr: 'grove', ter: 'terrace', saint: 'st', mt: 'mount' },
}

/** A code has no misprints: one letter off is another code. */
function nearlyStarts(word: string, of: string): boolean {
  if (startsWith(word, of)) return true
  if (word.length < MIN_TYPO_LETTERS || /\d/.test(word)) return false
  return [-1, 0, 1].some(more => withinOne(word, of.slice(0, word.length + more)))
}

/** Whether each word of a query is like a word of the name, in the same order. */
function wordsWithin(wanted: string, name: string, like: (word: string, of: string) => boolean): boolean {
  const words = name.split(' ')
  let from = 0
  return wanted.split(' ').every(word => {
    const at = words.findIndex((of, w) => w >= from && like(word, of))
    from = at + 1
    return at >= 0
  })
}

function foundOf({ kind, name, detail, x, y, area }: Entry, index: SearchFile): Found {
  const near =
    kind === 'street' || kind === 'sector' || kind === 'postcode' ? nearestPlace({ x, y }, index) : ''
  const words = [detail, near && `near ${near}`].filter(Boolean).join(', ')
  return { kind, name, detail: words, x, y, ...(area ? { area } : {}) }
}

function nearestPlace({ x, y }: Point, { places }: SearchFile): string {
  let [best, distance] = ['', Number.POSITIVE_INFINITY]
  for (const [name, px, py] of places) {
    const away = Math.hypot(px - x, py - y)
    if (away < distance) [best, distance] = [name, away]
  }
  return best
}
