import { expect, test } from 'vitest'
import { VIEW } from '../../../site/areas/client/view.ts'
import { keptSearch } from '../../../site/shared/client/keep.ts'
import {
  type Address,
  faultsOf,
  openStore,
  readState,
  writeState,
} from '../../../site/shared/client/state.ts'

test('an address without parameters means the standard view, which writes no parameter', () => {
  const view = readState(VIEW, '')
  expect(view.budget).toBe(2)
  expect(view.layer).toBe('forecast')
  expect(writeState(VIEW, view)).toBe('')
})

test('what is written is read back', () => {
  const view = {
    ...readState(VIEW, ''),
    in: 'district:Sandwell & Dudley',
    budget: 7.5,
    sort: '-last52',
    page: 3,
    week: '2026-W47',
  }
  expect(readState(VIEW, writeState(VIEW, view))).toEqual(view)
})

test('senseless and hostile values count as not given', () => {
  const view = readState(VIEW, '?budget=900&layer=heat&page=-1&in=%3Cscript%3E&week=tomorrow&hours=3-4')
  expect(view).toEqual(readState(VIEW, ''))
})

test('what of an address cannot be read is told apart from what is not given', () => {
  const search = '?budget=900&layer=heat&in=&sort=-any&unit=BE'
  expect(faultsOf(VIEW, search)).toEqual([
    { name: 'layer', text: 'heat' },
    { name: 'budget', text: '900' },
  ])
  expect(faultsOf(VIEW, '')).toEqual([])
})

test('parameters of other pages are kept', () => {
  expect(writeState(VIEW, { ...readState(VIEW, ''), budget: 5 }, '?budget=1&unit=BE')).toBe(
    '?budget=5&unit=BE',
  )
})

test('a link to another page carries filters, not the square, the page or the order', () => {
  const search = '?week=2026-W47&in=district:Coventry&cell=e1n1&page=2&sort=-any&budget=5'
  expect(keptSearch(search)).toBe('?in=district:Coventry&budget=5')
  expect(keptSearch('?cell=e1n1')).toBe('')
})

/** An address bar with a history, as far as the store needs one. */
function fakeAddress(search = ''): Address & { back(): void; visits: string[] } {
  let listener = () => {}
  const visits = [search]
  const location = { pathname: '/knife/', search }
  return {
    location,
    visits,
    history: {
      pushState: (_data, _unused, url) => {
        location.search = url.slice('/knife/'.length)
        visits.push(location.search)
      },
    },
    addEventListener: (_type, added) => {
      listener = added
    },
    back: () => {
      visits.pop()
      location.search = visits.at(-1)!
      listener()
    },
  }
}

test('the back button undoes a filter', () => {
  const address = fakeAddress()
  const store = openStore(VIEW, address)
  const seen: string[] = []
  store.watch(view => seen.push(view.in))
  store.set({ in: 'district:Walsall' })
  expect(address.location.search).toBe('?in=district:Walsall')
  address.back()
  expect(store.get().in).toBe('')
  expect(seen).toEqual(['', 'district:Walsall', ''])
})

test('a slider that is dragged adds one step to the history, not one a pixel', () => {
  const address = fakeAddress()
  const store = openStore(VIEW, address)
  for (const budget of [3, 4, 5]) store.preview({ budget })
  expect(store.get().budget).toBe(5)
  expect(address.visits).toEqual([''])
  store.set({ budget: 5 })
  expect(address.visits).toEqual(['', '?budget=5'])
})

test('setting what is set already adds no step', () => {
  const address = fakeAddress('?in=district:Walsall')
  openStore(VIEW, address).set({ in: 'district:Walsall' })
  expect(address.visits).toHaveLength(1)
})
