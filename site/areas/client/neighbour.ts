interface Square {
  readonly x: number
  readonly y: number
}

const STEPS = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
] as const)

/**
 * Where a key leads from one square: an arrow to the nearest square in that row or column, Page Up and Page
 * Down to the rank before and after, Home and End to the first and last rank, Enter and space to the square
 * itself.
 *
 * @param cells squares in order of rank
 * @returns the index of the square, or null where the key means nothing or leads nowhere
 */
export function neighbour(
  cells: readonly Square[],
  move: { from: number; key: string; cellMetres: number },
): number | null {
  const { from, key, cellMetres } = move
  const last = cells.length - 1
  const ranks = new Map([
    ['PageUp', Math.max(0, from - 1)],
    ['PageDown', Math.min(last, from + 1)],
    ['Home', 0],
    ['End', last],
    ['Enter', from],
    [' ', from],
  ])
  const rank = ranks.get(key)
  if (rank !== undefined) return rank
  const step = STEPS.get(key as 'ArrowLeft')
  return step ? nearest(cells, { from, step, cellMetres }) : null
}

function nearest(
  cells: readonly Square[],
  { from, step, cellMetres }: { from: number; step: readonly [number, number]; cellMetres: number },
): number | null {
  const start = cells[from]!
  let best: { index: number; steps: number } | null = null
  cells.forEach(({ x, y }, index) => {
    const along = Math.round(((x - start.x) * step[0] + (y - start.y) * step[1]) / cellMetres)
    const aside = Math.round(((x - start.x) * step[1] + (y - start.y) * step[0]) / cellMetres)
    if (aside === 0 && along > 0 && (best === null || along < best.steps)) best = { index, steps: along }
  })
  return (best as { index: number } | null)?.index ?? null
}
