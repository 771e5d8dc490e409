import { describe, expect, it } from 'vitest'
import { attributionOf } from '../../../pipeline/bake/base-map/attribution.ts'
import { isKnown, meaningOf, namesOf } from '../../../pipeline/bake/base-map/rules.ts'

const LINE = 2
const AREA = 3

describe('what a feature of a known source is', () => {
  it.each([
    ['roads', LINE, { type: 'Motorway' }, 'motorway'],
    ['roads', LINE, { type: 'Primary' }, 'a'],
    ['roads', LINE, { type: 'A Road' }, 'a'],
    ['roads', LINE, { type: 'B Road' }, 'b'],
    ['roads', LINE, { type: 'Local' }, 'minor'],
    ['national-parks', AREA, {}, undefined],
    ['surfacewater', AREA, {}, 'water'],
    ['waterlines', LINE, { type: 'Surface' }, 'waterline'],
    ['buildings', AREA, {}, 'building'],
    ['rail', LINE, { type: 'Multi Track' }, 'rail'],
  ])('OS Open Zoomstack: %s %s %o', (...[layer, geometry, properties, wanted]) => {
    expect(meaningOf(layer, geometry, properties)?.class).toBe(wanted)
  })

  it.each([
    ['road_link', { road_function: 'Motorway' }, 'motorway'],
    ['road_link', { road_function: 'Restricted Local Access Road' }, 'minor'],
    ['RoadLink', { function: 'B Road' }, 'b'],
    ['road_link', { road_classification: 'Classified Unnumbered' }, 'minor'],
  ])('OS Open Roads: %s %o', (layer, properties, wanted) => {
    expect(meaningOf(layer, LINE, properties)?.class).toBe(wanted)
  })

  it.each([
    ['transportation', LINE, { class: 'trunk' }, 'a'],
    ['transportation', LINE, { class: 'path' }, undefined],
    ['transportation', LINE, { class: 'rail' }, 'rail'],
    ['transportation_name', LINE, { class: 'minor' }, 'street'],
    ['landcover', AREA, { class: 'wood' }, 'green'],
    ['landcover', AREA, { class: 'farmland' }, undefined],
    ['water', LINE, { kind: 'river' }, 'waterline'],
    ['roads', LINE, { kind: 'major_road', kind_detail: 'secondary' }, 'b'],
  ])('OpenMapTiles and Protomaps: %s %s %o', (...[layer, geometry, properties, wanted]) => {
    expect(meaningOf(layer, geometry, properties)?.class).toBe(wanted)
  })

  it('a named place weighs more the larger it is', () => {
    const rank = (layer: string, properties: Record<string, string>) => meaningOf(layer, 1, properties)?.rank
    expect(rank('names', { type: 'City' })).toBe(1)
    expect(rank('place', { class: 'suburb' })).toBe(3)
    expect(rank('places', { kind: 'locality', kind_detail: 'town' })).toBe(2)
    expect(rank('names', { type: 'Woodland' })).toBeUndefined()
  })

  it('a name of a layer or a value that every object has means nothing', () => {
    expect(isKnown('constructor')).toBe(false)
    expect(meaningOf('roads', LINE, { type: 'constructor' })).toBeUndefined()
  })

  it('names and numbers are found under their names in each source, and tidied', () => {
    expect(namesOf({ name_1: 'High  Street\u0000', road_classification_number: 'A 38' })).toEqual({
      name: 'High Street',
      number: 'A38',
    })
    expect(namesOf({ name: '', ref: 'M6' })).toEqual({ name: '', number: 'M6' })
  })
})

describe('whose data a map is', () => {
  it('is what the file says, without HTML', () => {
    const given = '<a href="https://example.org" onclick="x()">&copy; OpenStreetMap</a> &amp; others'
    expect(attributionOf(given, [])).toBe('© OpenStreetMap & others')
  })

  it('is told by known layers where the file is silent; else the map is refused', () => {
    expect(attributionOf('', ['roads', 'surfacewater'])).toMatch(/^Contains OS data/)
    expect(attributionOf(' ', ['transportation'])).toContain('OpenStreetMap contributors')
    expect(() => attributionOf('', [])).toThrow(/whose data/)
  })
})
