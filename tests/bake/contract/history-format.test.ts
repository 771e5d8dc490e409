import { expect, it } from 'vitest'
import { decodeHistory, encodeHistory, type History } from '../../../pipeline/bake/contract/history-format.ts'

const history: History = {
  header: {
    kind: 'history',
    slug: 'knife',
    title: 'Knife \u2013 crime',
    cellMetres: 1000,
    from: '2016-01-01',
    periods: 130,
    rows: 3,
    squares: [{ id: 'e0n0', x: 500, y: 500, place: 'Aston', district: 'Birmingham', rank: 1 }],
    venues: ['street'],
    clauses: [{ name: 'a', kind: 'target', sensitive: false, count: 3 }],
  },
  columns: {
    day: Uint16Array.of(0, 300, 3700),
    cell: Uint16Array.of(1, 256, 1999),
    hour: Uint8Array.of(0, 23, 24),
    venue: Uint8Array.of(0, 1, 9),
    clause: Uint8Array.of(0, 5, 7),
  },
}

it('what is written is read back, in any place of a larger buffer', () => {
  const bytes = encodeHistory(history)
  expect(decodeHistory(bytes)).toEqual(history)
  const larger = new Uint8Array(bytes.length + 3)
  larger.set(bytes, 3)
  expect(decodeHistory(larger.subarray(3))).toEqual(history)
})

it('bytes of another kind, and those that are cut short, are refused', () => {
  expect(() => decodeHistory(new TextEncoder().encode('<!doctype html>'))).toThrow(/not in the form/)
  expect(() => decodeHistory(encodeHistory(history).subarray(0, -1))).toThrow(/cut short/)
})
