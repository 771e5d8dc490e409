import { expect, test } from 'vitest'
import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { placeNumbers } from '../../../site/areas/charts/place-numbers.ts'
import { turnSeconds, verdictOf } from '../../../site/areas/client/kiosk.ts'
import { keyMeaning, pageOf } from '../../../site/areas/client/wall-pages.ts'
import { firstBy, patchesOf, wallTitles } from '../../../site/areas/words/meeting.ts'

test('a force with two targets has six pages, one with one target five', () => {
  const [knife, violence] = [{ title: 'Knife' }, { title: 'Violence' }]
  expect(wallTitles([knife, violence])).toHaveLength(6)
  expect(wallTitles([knife])[1]).toBe('Knife: the next four weeks')
})

test('the page stands in the address, and what names no page leads to the first and is said', () => {
  expect(pageOf('#3', 6)).toEqual({ page: 3, known: true })
  expect(pageOf('', 6)).toEqual({ page: 1, known: true })
  for (const hash of ['#0', '#7', '#x', '#3a', '#-1', '#99'])
    expect(pageOf(hash, 6)).toEqual({ page: 1, known: false })
})

test('arrow keys, a presenter that sends PageUp and PageDown, and numbers turn pages', () => {
  expect(['ArrowRight', 'PageDown', ' '].map(key => keyMeaning(key, 6))).toEqual(Array(3).fill({ by: 1 }))
  expect(['ArrowLeft', 'PageUp'].map(key => keyMeaning(key, 6))).toEqual(Array(2).fill({ by: -1 }))
  expect([keyMeaning('Home', 6), keyMeaning('End', 6), keyMeaning('4', 6)]).toEqual([
    { to: 1 },
    { to: 6 },
    { to: 4 },
  ])
  expect([keyMeaning('7', 6), keyMeaning('a', 6), keyMeaning('Tab', 6)]).toEqual(Array(3).fill(undefined))
})

test('a kiosk turns a page every 20 seconds, or as often as asked within bounds', () => {
  expect(['', '?kiosk', '?kiosk=45', '?kiosk=1', '?kiosk=x'].map(turnSeconds)).toEqual([
    undefined,
    20,
    45,
    20,
    20,
  ])
})

test('a kiosk takes another week, stops for a pause of what it shows, and stays when nobody answers', () => {
  const shown = { week: '2026-W47', targets: ['knife', 'violence'] }
  const status = (...what: string[]) =>
    JSON.stringify({ paused: what.map(name => ({ what: name, reason: 'r' })) })
  expect(verdictOf(shown, { week: '2026-W48\n', status: status() })).toBe('load')
  expect(verdictOf(shown, { week: '2026-W47.2', status: status() })).toBe('load')
  expect(verdictOf(shown, { week: '2026-W47', status: status() })).toBe('stay')
  expect(verdictOf(shown, { week: '2026-W48', status: status('knife') })).toBe('stop')
  expect(verdictOf(shown, { week: '2026-W47', status: status('areas') })).toBe('stop')
  expect(verdictOf(shown, { week: undefined, status: undefined })).toBe('stay')
  expect(verdictOf(shown, { week: '<html>', status: '<html>' })).toBe('stay')
})

test('a patch is named by its first square, and its chance is that of its squares together', () => {
  const cells = [
    { id: 'p', place: 'Aston', rank: 1, count: { expected: 0.7 }, size: 1e6 },
    { id: 'q', place: 'Witton', rank: 4, count: { expected: 0.3 }, size: 1e6 },
  ]
  const patches = { patches: [{ cells: ['q', 'p'], expected: 1 }] }
  const target = { title: 'Knife', cells, patches, spread: { cv: 0 } } as unknown as TargetFile
  expect(patchesOf(target, 3)).toEqual([
    { place: 'Aston', title: 'Knife', squares: 2, pAny: expect.closeTo(1 - Math.exp(-1)), expected: 1 },
  ])
})

test('the first squares by night and by day are those with most expected in those hours', () => {
  const cells = [
    { place: 'A', rank: 1, count: { expected: 1 }, nightShare: 0.2, nightOf: 10 },
    { place: 'B', rank: 2, count: { expected: 0.8 }, nightShare: 0.9, nightOf: 20 },
  ]
  const target = { cells } as unknown as TargetFile
  expect(firstBy('night', target, 1)).toEqual([
    { place: 'B', rank: 2, expected: expect.closeTo(0.72), of: 20 },
  ])
  expect(firstBy('day', target, 1)[0]!.place).toBe('A')
})

test('numbers of squares that lie together cover neither each other nor a name', () => {
  const points = [1, 2, 3, 4, 5].map(rank => ({ x: 100 + rank * 15, y: 200, rank }))
  const name = { x: 130, y: 160, halfWidth: 60, halfHeight: 15 }
  const placed = placeNumbers(points, 30, { width: 1000, height: 800, taken: [name] })
  for (const a of placed) {
    expect(Math.abs(a.x - name.x) >= 75 || Math.abs(a.y - name.y) >= 30).toBe(true)
    for (const b of placed)
      if (a !== b) expect(Math.abs(a.x - b.x) >= 30 || Math.abs(a.y - b.y) >= 30).toBe(true)
  }
})
