/** A rectangle of the ground in metres, by its south-west corner. */
export interface Ground {
  readonly minX: number
  readonly minY: number
  readonly width: number
  readonly height: number
}

/**
 * A line of the kilometre grid: north to south at an easting (`e`), or west to east at a northing (`n`).
 */
export interface GridLine {
  readonly axis: 'e' | 'n'
  /** Metres. */
  readonly at: number
  /** Easting or northing in kilometres. */
  readonly label: string
}

/**
 * The distance between grid lines: the least of 1, 2, 5, 10 ... that is not less than `least`.
 *
 * @param least metres
 * @example gridStep(3200) === 5000
 */
export function gridStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const lead = [1, 2, 5, 10].find(step => step * power >= least * (1 - 1e-9)) ?? 10
  return lead * power
}

/**
 * The grid lines of a rectangle with their labels.
 * @example gridLines(ground, 10_000)[0]?.label // 'E 390'
 */
export function gridLines({ minX, minY, width, height }: Ground, step: number): GridLine[] {
  const digits = Math.max(0, Math.ceil(3 - Math.log10(step)))
  const along = (axis: GridLine['axis'], from: number, to: number) => {
    const lines: GridLine[] = []
    for (let k = Math.ceil(from / step); k * step <= to; k++)
      lines.push({
        axis,
        at: k * step,
        label: `${axis.toUpperCase()} ${((k * step) / 1000).toFixed(digits)}`,
      })
    return lines
  }
  return [...along('e', minX, minX + width), ...along('n', minY, minY + height)]
}
