import { describe, expect, it } from 'vitest'
import { navigation } from '../../../site/shared/navigation.ts'
import { GLOSSARY } from '../../../site/shared/words/glossary.ts'
import { PAGE_TERMS, pageTerms } from '../../../site/shared/words/page-terms.ts'

const run = { targets: [{ id: 'a', slug: 'knife', title: 'Knives' }] }
const ids = (product: 'areas' | 'people', path: string) => pageTerms(product, path, run).map(({ id }) => id)

describe.each(['areas', 'people'] as const)('the words that pages of %s explain', product => {
  it('stand in its glossary, each once a page and a handful a page', () => {
    const known = GLOSSARY.filter(({ products }) => products.includes(product)).map(({ id }) => id)
    for (const [page, terms] of Object.entries(PAGE_TERMS[product])) {
      expect(
        terms.filter(id => !known.includes(id)),
        page,
      ).toEqual([])
      expect(new Set(terms).size, page).toBe(terms.length)
      expect(terms.length, page).toBeLessThanOrEqual(8)
    }
  })

  it('are there for every page that the header leads to, but for help and the wall', () => {
    const without = navigation(product, run).filter(({ href }) => ids(product, href).length === 0)
    const own = product === 'areas' ? ['/tasking/', '/help/'] : ['/help/']
    expect(without.map(({ href }) => href)).toEqual(own)
  })
})

it('a unit, a target and a tool have the words of their kind', () => {
  expect(ids('people', '/lomu/B%20W/')).toEqual(PAGE_TERMS.people['/lomu/:unit/'])
  expect(ids('people', '/lomu/BW/person/')).toEqual(PAGE_TERMS.people['/lomu/:unit/person/'])
  expect(ids('areas', '/knife/square/')).toEqual(PAGE_TERMS.areas['/:target/square/'])
  expect(ids('areas', '/method/knife-crime/')).toEqual(PAGE_TERMS.areas['/method/:tool/'])
  expect(ids('people', '/help/glossary/')).toEqual([])
})
