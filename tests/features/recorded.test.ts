import { afterAll, beforeAll, expect, it } from 'vitest'
import { microAreas } from '../../pipeline/features/micro-areas.ts'
import { readOverlays } from '../../pipeline/features/overlays.ts'
import { type PlaceFacts, readPlaces } from '../../pipeline/features/places.ts'
import type { RecordedRows } from '../../pipeline/features/recorded.ts'
import { loadForce } from '../../pipeline/force/load.ts'
import { VENUES } from '../../pipeline/force/venues.ts'
import { type Duck, openDuck } from '../../pipeline/lib/duck.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { makeStore, type StoredCrime } from './store.ts'

const asAt = epochDay('2026-03-02')
const at = { easting: 407010, northing: 287010 }
const crimes: StoredCrime[] = [
  { id: 'injury', ...at },
  { id: 'assault', ...at, weapon: 'none' },
  {
    id: 'long',
    ...at,
    from: '2026-01-01 21:00:00',
    to: '2026-02-09 21:00:00',
    recorded: '2026-02-14 09:00:00',
  },
  { id: 'nowhere', easting: null },
  { id: 'outside', easting: 1, northing: 1 },
  { id: 'police', ...at, foundBy: 'police' },
  { id: 'later', ...at, recorded: '2026-03-02 09:00:00' },
  { id: 'rape', ...at, code: '19C', weapon: 'none' },
]
let store: Duck
let knife: PlaceFacts
let violence: PlaceFacts

beforeAll(async () => {
  store = await openDuck()
  await makeStore(store, crimes)
  await store.run(`CREATE TABLE patrols(patrol_id VARCHAR, cell VARCHAR,
      started_at TIMESTAMP, minutes DOUBLE);
    INSERT INTO patrols VALUES ('1', 'e407000n287000', '2026-02-20 20:00:00', 12),
      ('2', 'e407000n287000', '2026-03-01 23:00:00', 15), ('3', 'e407000n287000', '2026-01-01 20:00:00', 60),
      ('4', 'e1n1', '2026-03-02 00:00:00', 60);
    CREATE TABLE exclusions(area VARCHAR, kind VARCHAR, "from" DATE, "until" DATE);
    INSERT INTO exclusions VALUES ('e407000n287000', 'Event', '2026-01-01', '2026-03-02'),
      ('e407000n287000', 'works', '2026-01-01', '2026-03-01'), ('e1n1', 'works', '2026-02-01', NULL)`)
  ;[knife, violence] = (await readPlaces(store, await loadForce(), { asAt })) as [PlaceFacts, PlaceFacts]
})
afterAll(() => store.close())

const kinds = ({ recorded: { rows, clauses } }: PlaceFacts) =>
  [...rows.clause].map(clause => clauses[clause]!.kind)

it('rows of the target are as many as the account has as used, related ones stand beside them', () => {
  expect(kinds(knife).filter(kind => kind === 'target')).toHaveLength(knife.reach.used)
  expect(kinds(knife).sort()).toEqual(['related', 'target'])
})

it('the default force marks rape as sensitive, and nothing else', () => {
  const sensitive = (facts: PlaceFacts) =>
    facts.recorded.clauses.filter(clause => clause.sensitive).map(({ name }) => name)
  expect([sensitive(knife), sensitive(violence)]).toEqual([[], ['rape']])
  expect(violence.recorded.clauses.find(({ name }) => name === 'rape')!.count).toBe(1)
})

it('minutes of the last four weeks are added up, and only exclusions of the day hold', async () => {
  const { patrols, exclusions } = await readOverlays(store, asAt)
  expect([...patrols!]).toEqual([['e407000n287000', { visits: 2, minutes: 27, planned: 0 }]])
  expect(exclusions.get('e407000n287000')!.map(({ kind }) => kind)).toEqual(['event'])
  expect(exclusions.get('e1n1')![0]!.until).toBeNull()
})

it('minutes that were planned stand apart from those that were delivered', async () => {
  const planned = await openDuck()
  await planned.run(`CREATE TABLE patrols(cell VARCHAR, started_at TIMESTAMP, minutes DOUBLE, kind VARCHAR);
    INSERT INTO patrols VALUES ('e1n1', '2026-02-20 20:00:00', 15, 'planned'),
      ('e1n1', '2026-02-20 20:05:00', 9, 'delivered'), ('e1n1', '2026-02-21 20:05:00', 8, NULL),
      ('e2n2', '2026-02-22 20:00:00', 15, 'planned')`)
  const { patrols } = await readOverlays(planned, asAt)
  expect([...patrols!]).toEqual([
    ['e1n1', { visits: 2, minutes: 17, planned: 15 }],
    ['e2n2', { visits: 0, minutes: 0, planned: 15 }],
  ])
  planned.close()
})

it('an extract without patrols says so instead of no minutes', async () => {
  const empty = await openDuck()
  expect(await readOverlays(empty, asAt)).toEqual({ patrols: null, exclusions: new Map() })
  empty.close()
})

const points = (list: readonly (readonly [number, number])[], venue = 'street'): RecordedRows => ({
  cell: Int32Array.from(list, () => 0),
  day: Int32Array.from(list, () => asAt - 1),
  hour: new Uint8Array(list.length),
  venue: Uint8Array.from(list, () => VENUES.indexOf(venue as 'street')),
  clause: new Uint8Array(list.length),
  x: Float64Array.from(list, ([x]) => x),
  y: Float64Array.from(list, ([, y]) => y),
})
const clause = { name: 'a', kind: 'target', sensitive: false, count: 0 } as const

function areasOf(
  rows: RecordedRows,
  given: Partial<typeof clause> | { sensitive: true } = {},
  flagged = [] as { kind: string; x: number; y: number }[],
) {
  const { grid } = knife
  const [x, y] = [grid.x[0]! - 500, grid.y[0]! - 500]
  const moved = { ...rows, x: rows.x.map(value => x + value), y: rows.y.map(value => y + value) }
  const points = flagged.map(one => ({ ...one, x: x + one.x, y: y + one.y }))
  const found = microAreas(
    { rows: moved, clauses: [{ ...clause, ...given }] },
    { asAt, grid, flagged: points },
  )
  return found[0]!.map(area => ({ ...area, x: area.x - x, y: area.y - y }))
}

it('micro-areas hold what lies together, the most first, at least 500 m apart', () => {
  const near = [
    [110, 110],
    [120, 130],
    [140, 90],
    [90, 100],
  ] as const
  const far = [
    [800, 800],
    [810, 820],
    [790, 810],
  ] as const
  const between = [
    [400, 110],
    [410, 120],
    [390, 130],
  ] as const
  const areas = areasOf(points([...near, ...far, ...between]))
  expect(areas.map(({ target }) => target)).toEqual([4, 3])
  expect(Math.hypot(areas[0]!.x - areas[1]!.x, areas[0]!.y - areas[1]!.y)).toBeGreaterThanOrEqual(500)
})

it('homes, sensitive offences, default geocodes and two offences make no micro-area', () => {
  const three = [
    [110, 110],
    [110, 110],
    [110, 110],
  ] as const
  expect(areasOf(points(three))).toHaveLength(1)
  expect(areasOf(points(three, 'dwelling'))).toEqual([])
  expect(areasOf(points(three), { sensitive: true })).toEqual([])
  expect(areasOf(points(three), {}, [{ kind: 'default-geocode', x: 110, y: 110 }])).toEqual([])
  expect(areasOf(points(three.slice(0, 2)))).toEqual([])
})
