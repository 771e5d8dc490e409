import type { BaseClass, ROADS } from './base-map.ts'

/** The colours of a base map: pale, so that the squares above it are read and not it. */
export interface Palette {
  readonly ground: string
  readonly areas: Readonly<Record<'built' | 'green' | 'water' | 'building', string>>
  readonly lines: Readonly<Record<'waterline' | 'rail' | (typeof ROADS)[number], string>>
  /** The edge of a road, drawn where the road is wide enough. */
  readonly casing: string
  readonly text: string
  readonly quietText: string
  /** Behind letters. */
  readonly halo: string
  /** Roads over squares that cover the ground: a line and its halo, both half clear. */
  readonly over: { readonly line: string; readonly halo: string; readonly opacity: number }
}

/**
 * Palettes by name: `light` and `dark` follow the reader's setting; `plain` tells everything by lightness
 * alone, for who sees colours otherwise and for black-and-white prints.
 */
export const PALETTES = {
  light: {
    ground: '#f6f5f1',
    areas: { built: '#efede8', green: '#dfeada', water: '#c3dbe8', building: '#e0dcd4' },
    lines: {
      waterline: '#b3cfe0',
      rail: '#a9a7a5',
      minor: '#ffffff',
      b: '#fdf3d8',
      a: '#f7dfae',
      motorway: '#dcb9c9',
    },
    casing: '#c9c4ba',
    text: '#1b1f24',
    quietText: '#3f4954',
    halo: '#ffffff',
    over: { line: '#3a3128', halo: '#ffffff', opacity: 0.55 },
  },
  dark: {
    ground: '#141b22',
    areas: { built: '#1a222a', green: '#16271f', water: '#0d2c40', building: '#232c35' },
    lines: {
      waterline: '#15384f',
      rail: '#4a535d',
      minor: '#35404b',
      b: '#48525c',
      a: '#5c6670',
      motorway: '#75808b',
    },
    casing: '#0b1015',
    text: '#eef3f8',
    quietText: '#c2ccd6',
    halo: '#0b1015',
    over: { line: '#f2ede4', halo: '#0b1015', opacity: 0.5 },
  },
  plain: {
    ground: '#fafafa',
    areas: { built: '#f3f3f3', green: '#ececec', water: '#d2d2d2', building: '#e2e2e2' },
    lines: {
      waterline: '#c4c4c4',
      rail: '#9a9a9a',
      minor: '#ffffff',
      b: '#ffffff',
      a: '#ffffff',
      motorway: '#ffffff',
    },
    casing: '#8f8f8f',
    text: '#000000',
    quietText: '#303030',
    halo: '#ffffff',
    over: { line: '#000000', halo: '#ffffff', opacity: 0.6 },
  },
} as const satisfies Readonly<Record<string, Palette>>

export type PaletteName = keyof typeof PALETTES

/** How a line is drawn: true width, the least and most pixels, and the scale from which on it is shown. */
interface Line {
  readonly metres: number
  readonly least: number
  readonly most: number
  readonly upTo: number
}

const LINES: Readonly<Partial<Record<BaseClass, Line>>> = {
  waterline: { metres: 5, least: 0.7, most: 5, upTo: 45 },
  rail: { metres: 4, least: 0.8, most: 2.2, upTo: 70 },
  minor: { metres: 8, least: 0.9, most: 12, upTo: 20 },
  b: { metres: 12, least: 1.1, most: 15, upTo: 75 },
  a: { metres: 16, least: 1.3, most: 18, upTo: 260 },
  motorway: { metres: 26, least: 1.6, most: 22, upTo: 1000 },
}

/** Areas that are shown only near: pixels would be smaller than they. */
const AREAS_UP_TO: Readonly<Partial<Record<BaseClass, number>>> = { building: 7, green: 150, built: 400 }

/**
 * The width of a line of a class in pixels; 0 where it is not shown at this scale. Areas have the width 1.
 *
 * @example lineWidth('minor', 100) // 0
 */
export function lineWidth(name: BaseClass, metresPerPixel: number): number {
  const line = LINES[name]
  if (!line) return metresPerPixel <= (AREAS_UP_TO[name] ?? Infinity) ? 1 : 0
  if (metresPerPixel > line.upTo) return 0
  return Math.min(line.most, Math.max(line.least, line.metres / metresPerPixel))
}

/** From this width on a road has edges, in pixels. */
export const CASED_PIXELS = 2.4

/** Opacity at which every class over every ground is still nearest to its own colour of the legend. */
const TOLD_APART = 0.86
/** Of squares that are as wide as a screen: their edge tells the class, and what stands in them is seen. */
const AS_FRAMES = 0.26

/**
 * Opacity of squares over a base map by how many pixels wide they are.
 *
 * @example squareOpacity(30) === 0.86
 */
export function squareOpacity(pixels: number): number {
  const [far, near] = [90, 480]
  const share = Math.min(1, Math.max(0, (pixels - far) / (near - far)))
  return TOLD_APART - share * (TOLD_APART - AS_FRAMES)
}

/** Squares that hide more than this of the ground have the roads drawn over them. */
const HIDING = 0.5

/**
 * The width of a road over squares, in pixels; 0 where it is not drawn there: what stands under squares
 * that hide little is seen through them.
 */
export function widthOver(name: BaseClass, metresPerPixel: number, cellMetres: number): number {
  if (squareOpacity(cellMetres / metresPerPixel) < HIDING || lineWidth(name, metresPerPixel) === 0) return 0
  return { motorway: 1.7, a: 1, b: 0.6 }[name as string] ?? 0
}

/** Size of the letters of a named place by its rank, in pixels, and the scale up to which it is shown. */
export const PLACE_LETTERS: readonly {
  readonly size: number
  readonly bold: boolean
  readonly upTo: number
}[] = [
  { size: 15, bold: true, upTo: Infinity },
  { size: 13.5, bold: true, upTo: 180 },
  { size: 12.5, bold: false, upTo: 65 },
  { size: 11.5, bold: false, upTo: 22 },
]

/** Up to these scales roads bear numbers and names. */
export const NUMBERS_UP_TO = 90
export const NAMES_UP_TO = 5
