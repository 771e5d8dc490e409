import { describe, expect, it } from 'vitest'
import { version } from '../../../package.json' with { type: 'json' }
import { overlap, placeBeside } from '../../../site/shared/client/tour-place.ts'
import { placeOnPage, readPlace, stepAddress } from '../../../site/shared/tours.ts'
import { GLOSSARY } from '../../../site/shared/words/glossary.ts'
import { NEWS } from '../../../site/shared/words/news.ts'
import { toursOf } from '../../../site/shared/words/tours.ts'

const run = { targets: [{ id: 'a', slug: 'knife', title: 'Knives' }] }
const areas = toursOf('areas', run)
const people = toursOf('people', run)

describe('the address of a step', () => {
  it('names tour, step and unit, and is read back', () => {
    const step = people[0]!.steps[0]!
    const address = stepAddress(step, { id: 'manager', step: 1, unit: 'B W.1' })
    expect(address).toBe('/lomu/B%20W.1/?tour=manager.1.B%20W.1')
    expect(readPlace(address.slice(address.indexOf('?')))).toEqual({ id: 'manager', step: 1, unit: 'B W.1' })
  })

  it('keeps the page of a meeting and the week of the archive', () => {
    const step = areas[1]!.steps[2]!
    const place = { id: 'chair', step: 3, unit: '' }
    expect(stepAddress(step, place, '/2026-W47')).toBe('/2026-W47/tasking/?tour=chair.3#2')
  })

  it.each(['', '?tour=', '?tour=analyst', '?tour=analyst.7', '?tour=analyst.1./x', '?tour=<b>.1'])(
    'that names none is none: %s',
    search => expect(readPlace(search)).toBeNull(),
  )

  it('is found for a page that a tour visits, and for no other', () => {
    expect(placeOnPage(areas, '/knife/')).toEqual({ id: 'analyst', step: 2, unit: '' })
    expect(placeOnPage(people, '/lomu/BW/')).toEqual({ id: 'manager', step: 1, unit: 'BW' })
    expect(placeOnPage(areas, '/weeks/')).toBeNull()
  })
})

describe('the box of a step', () => {
  const view = { width: 1000, height: 800 }
  const box = { width: 300, height: 200 }

  it.each([
    ['below', { left: 100, top: 100, width: 50, height: 50 }],
    ['above', { left: 100, top: 700, width: 50, height: 50 }],
    ['beside', { left: 20, top: 20, width: 200, height: 760 }],
  ])('stands %s its part and covers nothing of it', (_, part) => {
    expect(overlap(part, { ...placeBeside(part, box, view), ...box })).toBe(0)
  })

  it('stands in a corner of a part that fills the window', () => {
    const part = { left: 0, top: 0, width: 1000, height: 800 }
    expect(placeBeside(part, box, view)).toEqual({ left: 688, top: 588 })
  })
})

describe('the words of help', () => {
  it('the glossary has each id once, and what it refers to is there', () => {
    const ids = GLOSSARY.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, see, products } of GLOSSARY)
      for (const other of see) {
        const found = GLOSSARY.find(entry => entry.id === other)
        expect(found, `${id}: ${other}`).toBeDefined()
        expect(
          found!.products.some(product => products.includes(product)),
          `${id}: ${other}`,
        ).toBe(true)
      }
  })

  it('what is new speaks of this version', () => {
    expect(NEWS[0]!.version).toBe(version)
  })
})
