import type { AreaGrid } from '../../features/grid.ts'

/** The cells of each district, districts in the order in which the cells first name them. */
export function districtsOf({ district }: Pick<AreaGrid, 'district'>): number[][] {
  const cells = new Map<string, number[]>()
  district.forEach((name, cell) => {
    const own = cells.get(name) ?? []
    cells.set(name, own)
    own.push(cell)
  })
  return [...cells.values()]
}
