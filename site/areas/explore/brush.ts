import type { Rect } from './filter.ts'

/** Where the bins of a view lie on its canvas, in CSS pixels, and how many there are. */
export interface Raster {
  readonly columns: number
  readonly rows: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What a view is told: the brush as it moves, and whether the reader has let go. */
export interface BrushActs {
  /** The view is about to be brushed: its index may be built. */
  begin(): void
  move(rect: Rect | null, done: boolean): void
  /** Where the bins lie now; asked at each use, for the canvas may have grown. */
  raster(): Raster
  /** The brush as it stands. */
  rect(): Rect | null
  /** Says where the cursor of the keyboard is. */
  cursor(column: number, row: number): void
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(most - 1, value))

/** The rectangle between two bins, whichever way it was drawn. @internal */
export function rectOf(a: readonly [number, number], b: readonly [number, number]): Rect {
  return {
    c1: Math.min(a[0], b[0]),
    c2: Math.max(a[0], b[0]),
    r1: Math.min(a[1], b[1]),
    r2: Math.max(a[1], b[1]),
  }
}

/**
 * Where a key leads the cursor of a raster; null where it means nothing.
 * @example stepOf('ArrowRight', [3, 0], { columns: 4, rows: 1 }) // [3, 0]: the edge holds
 * @internal
 */
export function stepOf(
  key: string,
  [column, row]: readonly [number, number],
  { columns, rows }: Pick<Raster, 'columns' | 'rows'>,
): [number, number] | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ...{ ArrowLeft: [column - 1, row], ArrowRight: [column + 1, row] },
    ...{ ArrowUp: [column, row - 1], ArrowDown: [column, row + 1] },
    ...{ Home: [0, row], End: [columns - 1, row] },
  }
  const to = steps[key]
  return to ? [clamp(to[0], columns), clamp(to[1], rows)] : null
}

/**
 * Lets a reader draw a rectangle of bins on a canvas: drag, or click one bin; with the keyboard arrows move,
 * with Shift they draw, space or Enter choose one bin, Escape takes the brush away.
 */
export function takeBrush(canvas: HTMLCanvasElement, acts: BrushActs): void {
  let from: [number, number] | null = null
  const binAt = (event: PointerEvent): [number, number] => {
    const { left, top, width, height, columns, rows } = acts.raster()
    const column = Math.floor(((event.offsetX - left) / width) * columns)
    const row = Math.floor(((event.offsetY - top) / height) * rows)
    return [clamp(column, columns), clamp(row, rows)]
  }
  // The index is built while the pointer is on its way, so that the brush itself never waits.
  canvas.addEventListener('pointerenter', () => acts.begin())
  canvas.addEventListener('focus', () => acts.begin())
  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) return
    canvas.setPointerCapture(event.pointerId)
    acts.begin()
    from = binAt(event)
    acts.move(rectOf(from, from), false)
  })
  canvas.addEventListener('pointermove', event => {
    if (from) acts.move(rectOf(from, binAt(event)), false)
  })
  canvas.addEventListener('pointerup', event => {
    if (!from) return
    const rect = rectOf(from, binAt(event))
    const same = JSON.stringify(acts.rect()) === JSON.stringify(rect)
    const again = same && rect.c1 === rect.c2 && rect.r1 === rect.r2 && event.detail === 2
    from = null
    acts.move(again ? null : rect, true)
  })
  canvas.addEventListener('pointercancel', () => {
    from = null
  })
  takeKeys(canvas, acts)
}

function takeKeys(canvas: HTMLCanvasElement, acts: BrushActs): void {
  let cursor: [number, number] | null = null
  let anchor: [number, number] | null = null
  canvas.addEventListener('keydown', event => {
    const { columns, rows } = acts.raster()
    if (event.key === 'Escape') {
      anchor = null
      acts.begin()
      acts.move(null, true)
      return
    }
    const rect = acts.rect()
    const at: [number, number] = cursor ?? (rect ? [rect.c1, rect.r1] : [columns - 1, rows - 1])
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      anchor = at
      cursor = at
      acts.begin()
      acts.move(rectOf(at, at), true)
      return
    }
    const to = stepOf(event.key, at, { columns, rows })
    if (!to) return
    event.preventDefault()
    cursor = to
    acts.cursor(...to)
    if (!event.shiftKey) {
      anchor = null
      return
    }
    anchor ??= at
    acts.begin()
    acts.move(rectOf(anchor, to), true)
  })
}
