import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadForce } from '../../pipeline/force/load.ts'
import { changed, refusalOf, writeForce } from './modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'points-'))
afterAll(() => rmSync(folder, { recursive: true }))

const own = { path: 'own.csv', attribution: 'Whose' }
const withPlaces = (text: string) => writeForce(folder, changed({ gazetteer: own }), { 'own.csv': text })
const withPostcodes = (text: string) => writeForce(folder, changed({ postcodes: own }), { 'own.csv': text })

it('the default force has its places and those of its gazetteer, each once, and says whose', async () => {
  const { places, settings, attributions } = await loadForce()
  expect(places.slice(0, settings.places.length)).toEqual(settings.places)
  expect(places.length).toBeGreaterThan(200)
  const names = places.map(({ name }) => name)
  expect(names.filter(name => name === 'Aston')).toHaveLength(1)
  expect(attributions).toEqual(['Contains OS data © Crown copyright and database right'])
})

describe('a gazetteer', () => {
  it('may call its columns otherwise, and leave lines empty', async () => {
    const { places } = await loadForce(withPlaces('\ufeffX,Y,Place\r\n407000,287000,"Mill, Old"\r\n\r\n'))
    expect(places.at(-1)).toEqual({ name: 'Mill, Old', x: 407_000, y: 287_000 })
  })

  it.each([
    ['without a heading for the name', 'what,easting,northing\n', /a column for the name/],
    ['with a row without position', 'name,easting,northing\nMill,407000,\n', /line 2 has not/],
    ['with a position that is no number', 'name,easting,northing\nMill,SP,07\n', /line 2 has not/],
  ])('%s is refused', async (_what, text, expected) => {
    const { message, remedy } = await refusalOf(() => loadForce(withPlaces(text)))
    expect(message).toContain('bad setting gazetteer.path: "own.csv"')
    expect(remedy).toMatch(expected)
  })

  it('that is not there is refused', async () => {
    const path = writeForce(folder, changed({ gazetteer: { ...own, path: 'nowhere.csv' } }))
    expect((await refusalOf(() => loadForce(path))).remedy).toMatch(/can be read.*ENOENT/)
  })
})

describe('postcodes', () => {
  const rows = [
    '"B6  4AA",10,407000,289000,"E92000001"',
    '"b64ab",10,407100,289100,"E92000001"',
    '"ZE1 0AA",10,447000,1141000,"S92000003"\n',
  ].join('\n')

  it('of Code-Point Open are read as they come: without a heading, those in the force alone', async () => {
    const { postcodes, attributions } = await loadForce(withPostcodes(rows))
    expect(postcodes.map(({ name }) => name)).toEqual(['B6 4AA', 'B6 4AB'])
    expect(attributions).toContain('Whose')
  })

  it('may come as a folder of files', async () => {
    mkdirSync(join(folder, 'codes'), { recursive: true })
    writeFileSync(join(folder, 'codes', 'b.csv'), rows)
    writeFileSync(join(folder, 'codes', 'cv.csv'), 'postcode,easting,northing\nCV1 2AA,433000,279000\n')
    writeFileSync(join(folder, 'codes', 'README.txt'), 'no codes')
    const path = writeForce(folder, changed({ postcodes: { ...own, path: 'codes' } }))
    expect((await loadForce(path)).postcodes).toHaveLength(3)
  })

  it('none of which is in the force are refused', async () => {
    const text = 'postcode,easting,northing\nZE1 0AA,447000,1141000\n'
    expect((await refusalOf(() => loadForce(withPostcodes(text)))).remedy).toMatch(
      /none of the 1 rows is one/,
    )
  })
})

it('a change to the places is another run', async () => {
  const heading = 'name,easting,northing\nMill,407000,287000\n'
  const { hash: before } = await loadForce(withPlaces(heading))
  const { hash: after } = await loadForce(withPlaces(`${heading}Hill,408000,287000\n`))
  expect(after).not.toBe(before)
})
