import proj4 from 'proj4'
import { describe, expect, it, test } from 'vitest'
import { crsNamed, systemsAt } from '../../pipeline/force/known-crs.ts'
import { boxOf, type Outline } from '../../pipeline/force/outline.ts'
import { proposeCrs } from '../../pipeline/force/propose-crs.ts'

type Point = readonly [number, number]

const outline = (ring: readonly Point[], degrees: boolean, declared?: string): Outline => ({
  features: [{ properties: { name: 'North' }, rings: [ring] }],
  ...{ degrees, declared, box: boxOf(ring) },
})

/** A county of the north of Ireland, in degrees, and crimes within it. */
const COUNTY = outline(
  [
    [-7.4, 54.5],
    [-7.1, 54.5],
    [-7.1, 54.7],
    [-7.4, 54.5],
  ],
  true,
)
const CRIMES: readonly Point[] = [
  [-7.2, 54.6],
  [-7.3, 54.55],
  [-7.15, 54.52],
]
const inGrid = (epsg: string) =>
  CRIMES.map(point => proj4('WGS84', crsNamed(epsg)!.proj4, [...point]) as unknown as Point)

describe('the coordinate systems of a force', () => {
  it('of a boundary in degrees is that of its place, and that of the extract where it is metric', () => {
    expect(proposeCrs({ outline: COUNTY, points: [] }).crs.value.name).toContain('EPSG:2157')
    const found = proposeCrs({ outline: COUNTY, points: inGrid('EPSG:29902') })
    expect(found.crs.value.name).toContain('EPSG:29902')
    expect(found.extractCrs).toBeUndefined()
  })

  it('an extract in degrees has a system of its own, also with latitude before longitude', () => {
    const plain = proposeCrs({ outline: COUNTY, points: CRIMES })
    expect(plain.extractCrs?.value.name).toContain('EPSG:4326')
    expect(plain.swapped).toBe(false)
    const turned = proposeCrs({ outline: COUNTY, points: CRIMES.map(([x, y]): Point => [y, x]) })
    expect(turned.extractCrs?.value.name).toContain('EPSG:4326')
    expect(turned.swapped).toBe(true)
  })

  it('crimes that no known system puts into the boundary are said, and nothing is made up', () => {
    const { crs, extractCrs } = proposeCrs({
      outline: COUNTY,
      points: [
        [5, 5],
        [6, 6],
      ],
    })
    expect(extractCrs?.value).toEqual(crs.value)
    expect(extractCrs?.why).toContain('ask what easting and northing are')
  })

  it('a system that the user names counts before all others', () => {
    const found = proposeCrs({ outline: COUNTY, points: CRIMES, given: 'EPSG:32629' })
    expect(found.crs).toMatchObject({
      value: { name: expect.stringContaining('32629') },
      why: 'as given by --crs',
    })
  })
})

test.each([
  ['Birmingham', [-1.9, 52.5], '27700'],
  ['Omagh', [-7.3, 54.6], '2157'],
  ['Saint Helier', [-2.1, 49.2], '3109'],
  ['Oslo', [10.7, 59.9], '32632'],
  ['Auckland', [174.8, -36.8], '32760'],
] as const)('the metric system of %s is the one made for it', (_place, point, epsg) => {
  const [first] = systemsAt(point)
  expect(first!.name).toContain(`EPSG:${epsg}`)
  // What is proposed is known by its number again.
  expect(crsNamed(`EPSG:${epsg}`)).toEqual(first)
})

test.each(['EPSG:2263', 'EPSG:99999', 'no system'])('%s is not known', name =>
  expect(crsNamed(name)).toBeUndefined(),
)
