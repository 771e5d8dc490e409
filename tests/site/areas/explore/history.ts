import { type History, HOUR_NOT_SHOWN } from '../../../../pipeline/bake/contract/vocabulary.ts'
import { random } from '../../../../pipeline/lib/seed.ts'

/** An invented history of some rows over four years: squares in a row, three venues, four clauses. */
export function madeHistory(rows: number, { squares = 12, periods = 52 } = {}): History {
  const source = random(5, 'explore')
  const clauses = [
    { name: 'injury', kind: 'target', sensitive: false, count: 0 },
    { name: 'threat', kind: 'target', sensitive: false, count: 0 },
    { name: 'rape', kind: 'target', sensitive: true, count: 0 },
    { name: 'assault', kind: 'related', sensitive: false, count: 0 },
  ] as const
  const all = Array.from({ length: rows }, () => {
    const clause = source.int(4)
    const day = source.int(periods * 28)
    const shown = !clauses[clause]!.sensitive
    return {
      day: shown ? day : day - (day % 28),
      cell: source.int(squares),
      hour: shown ? source.int(24) : HOUR_NOT_SHOWN,
      venue: shown ? source.int(3) : 3,
      clause,
    }
  }).sort((a, b) => a.day - b.day)
  return {
    header: {
      kind: 'history',
      ...{ slug: 'knife', title: 'Knife crime', cellMetres: 1000, from: '2022-11-21', periods, rows },
      squares: Array.from({ length: squares }, (_, i) => ({
        id: `e${i * 1000}n0`,
        ...{ x: i * 1000 + 500, y: 500, place: `Place ${i}`, district: i % 2 ? 'East' : 'West', rank: i + 1 },
      })),
      venues: ['street', 'licensed', 'dwelling'],
      clauses,
    },
    columns: {
      day: Uint16Array.from(all, ({ day }) => day),
      cell: Uint16Array.from(all, ({ cell }) => cell),
      hour: Uint8Array.from(all, ({ hour }) => hour),
      venue: Uint8Array.from(all, ({ venue }) => venue),
      clause: Uint8Array.from(all, ({ clause }) => clause),
    },
  }
}
