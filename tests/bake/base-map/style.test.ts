import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  lineWidth,
  PALETTES,
  type Palette,
  squareOpacity,
  widthOver,
} from '../../../pipeline/bake/contract/base-map-style.ts'

type Rgb = readonly [number, number, number]

const rgb = (hex: string): Rgb => [1, 3, 5].map(i => Number.parseInt(hex.slice(i, i + 2), 16)) as never as Rgb

const over = (top: string, bottom: string, opacity: number): Rgb =>
  rgb(top).map((value, i) => opacity * value + (1 - opacity) * rgb(bottom)[i]!) as never as Rgb

/** Relative luminance and contrast as WCAG 2.2 has them. */
const luminance = (colour: Rgb) => {
  const [r, g, b] = colour.map(value => {
    const share = value / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as never as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: Rgb, b: Rgb) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** How far two colours look apart: CIE 1976 distance. */
const apart = (a: Rgb, b: Rgb) => Math.hypot(...lab(a).map((value, i) => value - lab(b)[i]!))

function lab(colour: Rgb): Rgb {
  const [r, g, b] = colour.map(value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as never as Rgb
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** The classes of squares as the site's own style sheet has them, light and dark. */
const css = readFileSync('site/styles/colour.css', 'utf8')
const [light, dark] = css.split('prefers-color-scheme: dark') as [string, string]
const ramp = (sheet: string, name: 'c' | 'm') =>
  [0, 1, 2, 3, 4].map(i => new RegExp(`--${name}${i}: (#[0-9a-f]{6})`).exec(sheet)![1]!)

const AREAS = (palette: Palette) => [palette.ground, ...Object.values(palette.areas)]

const CASES = [
  ['light', PALETTES.light, light],
  ['dark', PALETTES.dark, dark],
  ['plain', PALETTES.plain, light],
] as const

describe.each(CASES)('squares over the %s ground', (_, palette, sheet) => {
  it('keep their class: over every area each is nearest to its own colour of the legend', () => {
    for (const name of ['c', 'm'] as const) {
      const classes = ramp(sheet, name)
      for (const below of AREAS(palette)) {
        for (const [i, colour] of classes.entries()) {
          const seen = over(colour, below, squareOpacity(0))
          const distances = classes.map(other => apart(seen, rgb(other)))
          expect(distances.indexOf(Math.min(...distances)), `${name}${i} over ${below}`).toBe(i)
        }
      }
    }
  })

  it('names and numbers are read on every ground and every square: 4.5 to 1 beside their halo', () => {
    for (const text of [palette.text, palette.quietText])
      expect(contrast(rgb(text), rgb(palette.halo))).toBeGreaterThanOrEqual(4.5)
  })

  it('roads over squares are told from them on one side, the line or its halo: 1.5 to 1', () => {
    const { line, halo, opacity } = palette.over
    for (const colour of ramp(sheet, 'c')) {
      const seen = (top: string) => contrast(over(top, colour, opacity), rgb(colour))
      expect(Math.max(seen(line), seen(halo)), colour).toBeGreaterThan(1.5)
    }
  })
})

it('the plain palette has no hue: all is told by lightness', () => {
  const colours = [...AREAS(PALETTES.plain), ...Object.values(PALETTES.plain.lines)]
  for (const colour of colours) expect(new Set(rgb(colour)).size).toBe(1)
})

describe('what is drawn', () => {
  it('grows with the scale: lanes only near, motorways from afar', () => {
    expect([100, 15, 2].map(scale => lineWidth('minor', scale))).toEqual([0, 0.9, 4])
    expect(lineWidth('motorway', 100)).toBeGreaterThan(1)
    expect(lineWidth('building', 50)).toBe(0)
  })

  it('squares let the ground through as they grow, and roads go over them only while they hide it', () => {
    const seen = [20, 90, 300, 480, 2000].map(squareOpacity)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    expect([squareOpacity(20), squareOpacity(2000)]).toEqual([0.86, 0.26])
    expect(widthOver('a', 50, 1000)).toBeGreaterThan(0)
    expect(widthOver('a', 1, 1000)).toBe(0)
    expect(widthOver('minor', 15, 1000)).toBe(0)
  })
})
