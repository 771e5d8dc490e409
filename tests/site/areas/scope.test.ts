import { expect, test } from 'vitest'
import { areasOf } from '../../../site/areas/areas-file.ts'
import { membersOf } from '../../../site/areas/client/members.ts'
import { weekAddress } from '../../../site/areas/client/old-week.ts'
import { toggled } from '../../../site/areas/client/patch.ts'
import { MOST_PICKED, renewSearch, SCOPE, scopeOf, scopeText } from '../../../site/areas/client/scope.ts'
import { faultWords } from '../../../site/areas/words/faults.ts'
import { scopeWords } from '../../../site/areas/words/scope.ts'
import { cell, cells } from './cells-fixture.ts'

test('a scope is an area of a layer or a patch of squares, and what is written is read back', () => {
  const texts = ['district:E08000025', 'ward:Aston & Lozells', 'patch:e1n1.e2n1']
  expect(texts.map(text => scopeText(scopeOf(text)))).toEqual(texts)
  expect(scopeOf('')).toEqual({ kind: 'force' })
})

test('a senseless scope is no scope: the address says so', () => {
  for (const text of ['heat', 'ward:', 'patch:', 'patch:a b', 'ward:<script>', `ward:${'x'.repeat(90)}`])
    expect([text, SCOPE.parse(text)]).toEqual([text, null])
})

test('more squares than an address can hold make no patch', () => {
  const ids = Array.from({ length: MOST_PICKED + 1 }, (_, i) => `e${i}n0`)
  expect(scopeOf(`patch:${ids.join('.')}`)).toEqual({ kind: 'force' })
  expect(scopeOf(`patch:${ids.slice(1).join('.')}`).kind).toBe('patch')
})

test('old links with a district are read as its scope', () => {
  expect(renewSearch('?district=Coventry&budget=5')).toBe('?in=district:Coventry&budget=5')
  expect(renewSearch('?district=Coventry&in=ward:W1')).toBe('?in=ward:W1')
  expect(renewSearch('?district=')).toBe('')
  expect(renewSearch('?budget=5')).toBe('?budget=5')
})

test('a square is put into the patch by one press and taken out by the next', () => {
  expect(toggled('district:X', 'a')).toBe('patch:a')
  expect(toggled('patch:a', 'b')).toBe('patch:a.b')
  expect(toggled('patch:a.b', 'a')).toBe('patch:b')
  expect(toggled('patch:b', 'b')).toBe('')
})

const grid = [
  cell({ rank: 1, x: 1500, y: 500 }),
  cell({ rank: 2, x: 500, y: 500 }),
  cell({ rank: 3, x: 500, y: 1500 }),
]
const numbers = { expected: 1, low: 0, high: 3, mass: 0.9, pAny: 0.6, last4: 0, last52: 1 }
/** In the order of the grid the squares have ranks 2, 1, 3. */
const layers = {
  kind: 'layers',
  layers: [
    {
      id: 'ward',
      title: 'Wards',
      attribution: '',
      shapes: '',
      areas: [
        {
          code: 'W1',
          name: 'West',
          km2: 1,
          cells: { knife: [[0, 0.8] as [number, number], [2, 0.9] as [number, number]] },
        },
        {
          code: 'W2',
          name: 'East',
          km2: 1,
          cells: { knife: [[0, 0.2] as [number, number], [1, 0.7] as [number, number]] },
        },
        { code: 'W3', name: 'Small', km2: 1, cells: { knife: [[1, 0.3] as [number, number]] } },
      ],
    },
  ],
} as const
const areas = areasOf({ slug: 'knife', cells: grid as never }, layers as never, {
  forecasts: [{ areas: layers.layers[0].areas.map(({ code }) => ({ code, ...numbers })) } as never],
  outlines: ['/cells/outline-ward-0.json'],
})
const found = { force: 'Force', file: { cells: grid }, areas }

test('a square stands for the area that holds most of it; an area without one has its best square', () => {
  const ranks = (text: string) => membersOf(text, found).cells.map(({ rank }) => rank)
  expect(ranks('ward:W1')).toEqual([2, 3])
  expect(ranks('ward:W2')).toEqual([1])
  expect(ranks('ward:W3')).toEqual([1])
  expect(ranks('ward:East')).toEqual([1])
  expect(scopeWords(membersOf('ward:W3', found))).toContain('greatest part')
})

test('a district has the squares that lists name it beside', () => {
  const [layer] = layers.layers
  const named = areasOf(
    { slug: 'knife', cells: grid as never },
    { ...layers, layers: [{ ...layer, id: 'district' }] } as never,
    {
      forecasts: [{ areas: layer.areas.map(({ code }) => ({ code, ...numbers })) } as never],
      outlines: [''],
    },
  )
  const ranks = (code: string) => named.layers[0]!.areas.find(area => area.code === code)!.ranks
  expect([ranks('W1'), ranks('W2')]).toEqual([[1, 3], [2]])
})

test('a scope that this week does not have falls back to the force and is named', () => {
  expect(membersOf('ward:W9', found)).toMatchObject({ kind: 'force', missing: 'ward:W9' })
  expect(membersOf('patch:nowhere', found)).toMatchObject({ kind: 'force', missing: 'patch:nowhere' })
  const partly = membersOf(`patch:${grid[0]!.id}.nowhere`, found)
  expect([partly.kind, partly.cells.length, partly.missing]).toEqual(['patch', 1, 'nowhere'])
})

test('what of a link cannot be shown is said, cut short', () => {
  expect(faultWords([])).toBe('')
  const words = faultWords([{ name: 'budget', text: '9'.repeat(500) }])
  expect(words).toContain('area budget')
  expect(words.length).toBeLessThan(250)
})

test('a link that asks for another week leads to that week, one that asks for this leads nowhere', () => {
  const at = (search: string) => weekAddress({ pathname: '/2026-W47/knife/', search }, '2026-W47.2')
  expect(at('?week=2026-W40&in=ward:W1')).toEqual({
    week: '2026-W40',
    path: '/2026-W40/knife/',
    search: '?in=ward:W1',
  })
  expect(at('?week=2026-W47')).toBeNull()
  expect(at('?week=soon')).toBeNull()
  expect(at('')).toBeNull()
})

test('without areas a patch still has its squares', () => {
  const text = `patch:${cells(3)[1]!.id}`
  expect(membersOf(text, { ...found, areas: undefined }).kind).toBe('patch')
})
