/**
 * A point of the web-mercator square: x from 0 in the west to 1 in the east, y from 0 in the north to 1 in
 * the south.
 */
export type World = readonly [x: number, y: number]

/** A box of the web-mercator square: west, north, east, south. */
export type WorldBox = readonly [west: number, north: number, east: number, south: number]

/** The address of a tile: zoom, column from the west, row from the north. */
export interface TileAddress {
  readonly z: number
  readonly x: number
  readonly y: number
}

/** All tiles of one zoom in a rectangle, both ends included. */
export interface TileRange {
  readonly z: number
  readonly minX: number
  readonly maxX: number
  readonly minY: number
  readonly maxY: number
}

/** The web-mercator square ends at these degrees north and south. */
const MAX_LATITUDE = 85.051_128_779_806_59

/**
 * A point in degrees on the web-mercator square (spherical, EPSG:3857).
 *
 * @param point longitude and latitude, WGS 84; latitudes beyond 85.05 degrees are taken as that
 * @example worldOf([0, 0]) // [0.5, 0.5]
 */
export function worldOf([longitude, latitude]: readonly [number, number]): World {
  const within = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude))
  const sine = Math.sin((within * Math.PI) / 180)
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
}

/**
 * The longitude and latitude of a point of the web-mercator square.
 * @example degreesOf([0.5, 0.5]) // [0, 0]
 */
export function degreesOf([x, y]: World): [number, number] {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI]
}

/** The tiles of a zoom that a box touches. @example rangeOf([0, 0, 0.4, 0.4], 1).maxX // 0 */
export function rangeOf([west, north, east, south]: WorldBox, z: number): TileRange {
  const size = 2 ** z
  const within = (value: number) => Math.max(0, Math.min(size - 1, Math.floor(value * size)))
  return { z, minX: within(west), maxX: within(east), minY: within(north), maxY: within(south) }
}

/** How many tiles a range holds. @example tilesIn({ z: 1, minX: 0, maxX: 1, minY: 0, maxY: 1 }) // 4 */
export function tilesIn({ minX, maxX, minY, maxY }: TileRange): number {
  return (maxX - minX + 1) * (maxY - minY + 1)
}

/**
 * The addresses of a range, column by column.
 * @example [...addressesOf(rangeOf([0, 0, 1, 1], 0))].length // 1
 */
export function* addressesOf({ z, minX, maxX, minY, maxY }: TileRange): Generator<TileAddress> {
  for (let x = minX; x <= maxX; x++) for (let y = minY; y <= maxY; y++) yield { z, x, y }
}
