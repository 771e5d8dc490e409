import type { NamedPoint } from '../force/named-points.ts'
import type { Shape } from '../lib/geo.ts'
import { osReference } from '../lib/grid-reference.ts'
import { plainName } from '../lib/likeness.ts'
import { weighAreas } from './area-weights.ts'

/** A square to be named: its centre in metres, and its district. */
export interface UnnamedCell {
  readonly x: number
  readonly y: number
  readonly district: string
}

/** What squares can be named by. */
export interface Names {
  readonly places?: readonly NamedPoint[]
  /** Wards or neighbourhoods, whichever readers speak of. */
  readonly areas?: readonly { readonly name: string; readonly shape: Shape }[]
  /** Whether references with the letters of the National Grid mean anything here. */
  readonly nationalGrid?: boolean
}

/** Where the squares lie. */
export interface NamingGround {
  readonly cellMetres: number
  /** Shapes of the districts, in metres. */
  readonly outline: readonly Shape[]
}

/** A place further away than this names no square alone, and one further than that not even with another. */
const [NEAR_METRES, BETWEEN_METRES] = [1500, 3000]
/** A square lies between two places whose directions are at least 120 degrees apart (cosine). */
const APART = -0.5

/**
 * What readers call each square: the ward or neighbourhood that holds most of it, and the nearest place
 * within 1.5 km, with distance and direction where it is more than half a square away; else the two places
 * within 3 km that it lies between; else its district with a grid reference. Names that several squares would
 * share say more: how far and which way, at last the reference. No square is named from 3 km away.
 *
 * @example nameCells([{ x, y, district: 'A' }], { places: [{ name: 'Mill', x, y }] }, ground) // ['Mill']
 */
export function nameCells(cells: readonly UnnamedCell[], names: Names, ground: NamingGround): string[] {
  const areas = areasOf(cells, names, ground)
  const choices = cells.map((cell, i) =>
    choicesOf({ ...cell, area: areas[i], reference: referenceOf(cell, names, ground) }, names, ground),
  )
  const level = new Uint8Array(cells.length)
  const nameOf = (i: number) => choices[i]![Math.min(level[i]!, choices[i]!.length - 1)]!
  const owners = ownersOf(cells, names.places ?? [])
  for (let round = 1; round < MAX_CHOICES; round++) {
    const uses = new Map<string, number>()
    for (let i = 0; i < cells.length; i++) uses.set(nameOf(i), (uses.get(nameOf(i)) ?? 0) + 1)
    const shared = choices.flatMap((_, i) => (uses.get(nameOf(i))! > 1 ? [i] : []))
    for (const i of shared) if (owners.get(nameOf(i)) !== i) level[i]!++
  }
  return choices.map((_, i) => nameOf(i))
}

/** For each place the square nearest to it: where others would share its name, that one keeps it. */
function ownersOf(cells: readonly UnnamedCell[], places: readonly NamedPoint[]): ReadonlyMap<string, number> {
  return new Map(
    places.map(place => {
      const away = cells.map(({ x, y }) => Math.hypot(x - place.x, y - place.y))
      return [place.name, away.indexOf(Math.min(...away))]
    }),
  )
}

/** A square with what its name is made of. */
interface Cell extends UnnamedCell {
  readonly area: string | undefined
  readonly reference: string
}

const MAX_CHOICES = 4

/** Names of a square, each saying more than the one before, at most `MAX_CHOICES`. */
function choicesOf(cell: Cell, { places = [] }: Names, { cellMetres }: NamingGround): string[] {
  const { area, district, reference } = cell
  const near = byDistance(places, cell).filter(({ metres }) => metres < BETWEEN_METRES)
  const first = near[0]
  if (!first || first.metres > NEAR_METRES) {
    const between = betweenOf(near)
    if (area === undefined && between === undefined) return [`${district}, ${reference}`]
    const named = area ?? `Between ${between}`
    const more = area !== undefined && between !== undefined ? [`${area}, between ${between}`] : []
    return [named, ...more, `${named}, ${reference}`]
  }
  const { name } = first
  const away = awayFrom(first)
  if (area === undefined || plainName(area) === plainName(name)) {
    const short = first.metres <= cellMetres / 2 ? name : `${name}, ${away}`
    return [short, `${name}, ${away}`, `${name}, ${byAxes(first)}`, `${name}, ${reference}`]
  }
  return [`${area}, near ${name}`, `${area}, ${away} of ${name}`, `${area}, ${reference}`]
}

/** A place as seen from a square: how far the square lies east and north of it. */
interface Seen {
  readonly name: string
  readonly metres: number
  readonly east: number
  readonly north: number
}

function byDistance(places: readonly NamedPoint[], { x, y }: UnnamedCell): Seen[] {
  const seen = places.map((place): Seen => {
    const [east, north] = [x - place.x, y - place.y]
    return { name: place.name, metres: Math.hypot(east, north), east, north }
  })
  return seen.sort((a, b) => a.metres - b.metres)
}

/** The nearest place and the nearest one on the other side; none where all lie on one side. */
function betweenOf([first, ...others]: readonly Seen[]): string | undefined {
  const opposite = others.find(({ east, north, metres }) => {
    const cosine = (east * first!.east + north * first!.north) / (metres * first!.metres)
    return cosine <= APART
  })
  return opposite && `${first!.name} and ${opposite.name}`
}

/** For each square the name of the area that holds most of it; undefined where none does. */
function areasOf(
  cells: readonly UnnamedCell[],
  { areas = [] }: Names,
  { cellMetres, outline }: NamingGround,
): (string | undefined)[] {
  const best = cells.map((): { name?: string; share: number } => ({ share: 0 }))
  if (areas.length === 0) return best.map(() => undefined)
  const squares = { cellMetres, x: cells.map(({ x }) => x), y: cells.map(({ y }) => y) }
  const weights = weighAreas(
    squares,
    outline,
    areas.map(({ shape }) => shape),
  )
  weights.areas.forEach((shares, a) => {
    for (const [cell, share] of shares)
      if (share > best[cell]!.share) best[cell] = { name: areas[a]!.name, share }
  })
  return best.map(({ name }) => name)
}

/** Figures of a reference that tells squares of a kilometre apart, and smaller ones. */
const [KILOMETRE, FINER] = [4, 6]

function referenceOf({ x, y }: UnnamedCell, { nationalGrid }: Names, { cellMetres }: NamingGround): string {
  const figures = cellMetres >= 1000 ? KILOMETRE : FINER
  const lettered = nationalGrid ? osReference(x, y, figures) : undefined
  return lettered ?? `E${(x / 1000).toFixed(1)} N${(y / 1000).toFixed(1)} km`
}

const DIRECTIONS = 'N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW'.split(' ')

function awayFrom({ metres, east, north }: Seen): string {
  const turn = Math.atan2(east, north) / (2 * Math.PI)
  return `${kilometres(metres)} ${DIRECTIONS[(Math.round(turn * 16) + 16) % 16]}`
}

function byAxes({ east, north }: Seen): string {
  const parts = [
    `${kilometres(Math.abs(east))} ${east < 0 ? 'W' : 'E'}`,
    `${kilometres(Math.abs(north))} ${north < 0 ? 'S' : 'N'}`,
  ]
  return parts.filter(part => !part.startsWith('0.0 ')).join(', ')
}

const kilometres = (metres: number) => `${(metres / 1000).toFixed(1)} km`
