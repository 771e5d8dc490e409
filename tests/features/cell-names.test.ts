import { describe, expect, it } from 'vitest'
import { nameCells } from '../../pipeline/features/cell-names.ts'
import { makeGrid } from '../../pipeline/features/grid.ts'
import { loadForce } from '../../pipeline/force/load.ts'

const rectangle = (...[west, south, east, north]: readonly [number, number, number, number]) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ] as const,
]
const ground = { cellMetres: 1000, outline: [rectangle(400_000, 280_000, 410_000, 290_000)] }
const at = (x: number, y: number) => ({ x: 400_000 + x, y: 280_000 + y, district: 'Northshire' })
const place = (name: string, x: number, y: number) => ({ name, x: 400_000 + x, y: 280_000 + y })
const [mill, hill] = [place('Mill', 500, 500), place('Hill', 5500, 500)]

describe('a square', () => {
  it('takes the name of a place in it, and how far and which way from one outside it', () => {
    const cells = [at(500, 700), at(1500, 1500)]
    expect(nameCells(cells, { places: [mill] }, ground)).toEqual(['Mill', 'Mill, 1.4 km NE'])
  })

  it('further than 1.5 km from any place is between two that are near on either side', () => {
    expect(nameCells([at(3000, 500)], { places: [mill, hill] }, ground)).toEqual(['Between Mill and Hill'])
  })

  it('else is its district with a grid reference: no place names it from 3 km away', () => {
    const [far, farther] = [at(2500, 500), at(9500, 9500)]
    const names = { places: [mill], nationalGrid: true }
    expect(nameCells([far, farther], names, ground)).toEqual(['Northshire, SP 02 80', 'Northshire, SP 09 89'])
  })

  it('has a reference of metres where the coordinate system is not the National Grid', () => {
    expect(nameCells([at(2500, 500)], {}, ground)).toEqual(['Northshire, E402.5 N280.5 km'])
  })

  it('of less than a kilometre has a finer reference', () => {
    const finer = { ...ground, cellMetres: 500 }
    expect(nameCells([at(2750, 250)], { nationalGrid: true }, finer)).toEqual(['Northshire, SP 027 802'])
  })
})

describe('with wards', () => {
  const areas = [
    { name: 'West Ward', shape: rectangle(400_000, 280_000, 401_400, 290_000) },
    { name: 'Mill', shape: rectangle(401_400, 280_000, 410_000, 290_000) },
  ]

  it('a square is named by the one that holds most of it, and the nearest place', () => {
    expect(nameCells([at(500, 500)], { places: [mill], areas }, ground)).toEqual(['West Ward, near Mill'])
  })

  it('a ward of the place\u2019s own name is said once', () => {
    const named = nameCells([at(1500, 500)], { places: [mill], areas }, ground)
    expect(named).toEqual(['Mill, 1.0 km E'])
  })

  it('a ward far from any place is enough, until two squares share it', () => {
    const names = { places: [mill], areas, nationalGrid: true }
    expect(nameCells([at(500, 8500)], names, ground)).toEqual(['West Ward'])
    expect(nameCells([at(500, 8500), at(500, 9500)], names, ground)).toEqual([
      'West Ward, SP 00 88',
      'West Ward, SP 00 89',
    ])
  })

  it('the square that a place is in keeps its name, where the rest of its ward has no other', () => {
    const names = { places: [place('Mill', 3500, 500)], areas, nationalGrid: true }
    const named = nameCells([at(3500, 500), at(8500, 500)], names, ground)
    expect(named).toEqual(['Mill', 'Mill, SP 08 80'])
  })

  it('two squares of one ward near one place say which way', () => {
    const cells = [at(500, 1000), at(500, 0)]
    expect(nameCells(cells, { places: [mill], areas }, ground)).toEqual([
      'West Ward, 0.5 km N of Mill',
      'West Ward, 0.5 km S of Mill',
    ])
  })
})

it('no two squares of the default force share a name, and none is named by a place 3 km away', async () => {
  const force = await loadForce()
  const { places, nationalGrid } = force
  for (const { cellMetres } of force.settings.targets) {
    const grid = makeGrid(force.districts, cellMetres, { places, nationalGrid })
    expect(new Set(grid.place).size).toBe(grid.ids.length)
    grid.place.forEach((name, i) => {
      const away = (place: (typeof places)[number]) => Math.hypot(place.x - grid.x[i]!, place.y - grid.y[i]!)
      const near = places.filter(place => away(place) < 3000).map(place => place.name)
      const district = force.districts.some(one => name.startsWith(`${one.name}, S`))
      expect(district || near.some(one => name.includes(one)), name).toBe(true)
    })
  }
})
