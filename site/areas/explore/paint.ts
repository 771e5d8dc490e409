import type { Raster } from './brush.ts'
import type { Rect } from './filter.ts'

/** Colours of the page, read once: a canvas cannot use the style sheet's names. */
export interface Palette {
  readonly shades: readonly string[]
  readonly ink: string
  readonly quiet: string
  readonly line: string
  readonly focus: string
  readonly paper: string
}

/** The colours in use now: light, dark or the reader's own. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim() || '#888'
  return {
    shades: ['--c0', '--c1', '--c2', '--c3', '--c4'].map(colour),
    ink: colour('--ink'),
    quiet: colour('--quiet'),
    line: colour('--line'),
    focus: colour('--focus'),
    paper: colour('--paper'),
  }
}

/** A canvas to paint on, in CSS pixels. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  readonly palette: Palette
}

/** Fits a canvas to its place on the page and clears it. */
export function sheetOf(canvas: HTMLCanvasElement, palette: Palette): Sheet {
  const [width, height, scale] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1]
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale)
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')!
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = '11px system-ui, sans-serif'
  return { context, width, height, palette }
}

/**
 * The class of a count, 0 to 4, by the square root of its share of the greatest.
 * @example shadeOf(0, 9) === 0; shadeOf(9, 9) === 4
 * @internal
 */
export function shadeOf(count: number, most: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(1, Math.ceil(4 * Math.sqrt(count / most)))
}

/** Fills the bins of a raster by class; `place` gives a bin's column and row; what is not chosen is faint. */
export function paintBins(
  { context, palette }: Sheet,
  raster: Raster,
  bins: {
    readonly counts: Int32Array
    readonly mask?: Uint8Array
    place(bin: number): readonly [number, number]
  },
): void {
  const most = bins.counts.reduce((a, b) => Math.max(a, b), 0)
  const [w, h] = [raster.width / raster.columns, raster.height / raster.rows]
  const gap = Math.min(1, w / 8)
  const groups: [number, number, number][][] = [[], [], [], [], []]
  for (let bin = 0; bin < bins.counts.length; bin++) {
    const [column, row] = bins.place(bin)
    const chosen = bins.mask ? bins.mask[bin]! : 1
    const at: [number, number, number] = [raster.left + column * w, raster.top + row * h, chosen]
    groups[shadeOf(bins.counts[bin]!, most)]!.push(at)
  }
  groups.forEach((group, shade) => {
    context.fillStyle = palette.shades[shade]!
    for (const chosen of [0, 1]) {
      context.globalAlpha = chosen ? 1 : 0.3
      for (const [x, y, is] of group) if (is === chosen) context.fillRect(x, y, w - gap, h - gap)
    }
  })
  context.globalAlpha = 1
}

/** Bars over the columns of a raster, from its foot. */
export function paintBars({ context, palette }: Sheet, raster: Raster, counts: Int32Array): void {
  const most = counts.reduce((a, b) => Math.max(a, b), 1)
  const w = raster.width / raster.columns
  context.fillStyle = palette.shades[3]!
  for (let k = 0; k < counts.length; k++) {
    const height = (counts[k]! / most) * raster.height
    context.fillRect(raster.left + k * w, raster.top + raster.height - height, Math.max(0.5, w - 1), height)
  }
  context.fillStyle = palette.quiet
  context.textAlign = 'right'
  context.fillText(String(most), raster.left - 4, raster.top + 9)
  context.fillText('0', raster.left - 4, raster.top + raster.height)
}

/** The outline of a brush, and the cursor of the keyboard. */
export function paintBrush({ context, palette }: Sheet, raster: Raster, rect: Rect | null): void {
  if (!rect) return
  const [w, h] = [raster.width / raster.columns, raster.height / raster.rows]
  context.strokeStyle = palette.focus
  context.lineWidth = 2.5
  const [x, y] = [raster.left + rect.c1 * w, raster.top + rect.r1 * h]
  context.strokeRect(x - 1, y - 1, (rect.c2 - rect.c1 + 1) * w + 1, (rect.r2 - rect.r1 + 1) * h + 1)
}
