import { describe, expect, it } from 'vitest'
import { random } from '../../../../pipeline/lib/seed.ts'
import { rectOf, stepOf } from '../../../../site/areas/explore/brush.ts'
import { countBoth } from '../../../../site/areas/explore/compare.ts'
import { chosenRows, countsUnder, cubeOf, type Masks } from '../../../../site/areas/explore/cube.ts'
import { offencesCsv, squaresCsv, squaresGeoJson } from '../../../../site/areas/explore/files.ts'
import {
  EXPLORE,
  type Explore,
  hoursRect,
  hoursText,
  masksOf,
} from '../../../../site/areas/explore/filter.ts'
import { boxText, gridOf, openIndex, rectIn } from '../../../../site/areas/explore/model.ts'
import { shadeOf } from '../../../../site/areas/explore/paint.ts'
import { rowsOf, VIEWS, weekBin } from '../../../../site/areas/explore/rows.ts'
import { checkStatement } from '../../../../site/areas/explore/statement.ts'
import { listOf, nextSort } from '../../../../site/areas/explore/table.ts'
import { compareSets } from '../../../../site/areas/explore/verdict.ts'
import { chipsOf, hoursWords, leftOutWords, verdictWords } from '../../../../site/areas/explore/words.ts'
import { readState, writeState } from '../../../../site/shared/client/state.ts'
import { madeHistory } from './history.ts'

const history = madeHistory(3000)
const rows = rowsOf(history)
const state = (search = ''): Explore => readState(EXPLORE, search)
const masks = (search = '', scope: ReadonlySet<number> | null = null): Masks =>
  masksOf(state(search), history, { rows, scope })

/** The counts of a view by a plain scan: under the filters of all other views. */
function plainly(all: Masks, view: (typeof VIEWS)[number]): number[] {
  const counts = new Array<number>(rows.sizes[view]).fill(0)
  for (let i = 0; i < rows.n; i++) {
    if (VIEWS.every(one => one === view || all[one][rows.bins[one][i]!])) counts[rows.bins[view][i]!]!++
  }
  return counts
}

describe('the index of the view in use', () => {
  const search = '?time=3-20&days=5-6&hours=20-2&venue=0.2&clause=0.3&box=1000.0.6000.900'

  it('counts every view as a plain scan does, whichever view is in use', () => {
    for (const active of VIEWS) {
      const counts = countsUnder(cubeOf(rows, masks(search), active), masks(search)[active])
      for (const view of VIEWS) expect([...counts[view]]).toEqual(plainly(masks(search), view))
    }
  })

  it('answers a hundred brushes of one view without being built anew', () => {
    const [index, source] = [openIndex(), random(1, 'brushes')]
    for (let k = 0; k < 100; k++) {
      const now = masks(`?time=${source.int(52)}-${source.int(52)}&venue=1`)
      const counts = index(now, 'time', { rows, key: 'time|venue=1' })
      expect([...counts.map]).toEqual(plainly(now, 'map'))
    }
  })

  it('the rows of an export are as many as the views say', () => {
    const counts = countsUnder(cubeOf(rows, masks(search), 'map'), masks(search).map)
    const shown = counts.map.reduce((sum, count, cell) => sum + (masks(search).map[cell] ? count : 0), 0)
    expect(chosenRows(rows, masks(search))).toHaveLength(shown)
  })
})

describe('filters', () => {
  it('hours run from 06:00, so that a night is one row', () => {
    expect([weekBin(0, 6), weekBin(1, 5), weekBin(0, 0), weekBin(4, 20)]).toEqual([0, 23, 162, 4 * 24 + 14])
    expect(hoursRect(state('?days=5-5&hours=20-2'))).toEqual({ r1: 4, r2: 4, c1: 14, c2: 19 })
    expect(hoursText({ r1: 4, r2: 4, c1: 14, c2: 19 })).toEqual({ days: '5-5', hours: '20-2' })
    expect(hoursText({ r1: 0, r2: 6, c1: 0, c2: 23 })).toEqual({ days: '', hours: '' })
    expect(hoursRect(state())).toBeNull()
  })

  it('every rectangle of hours is read back from its address', () => {
    for (let c1 = 0; c1 < 24; c1++) {
      for (let c2 = c1; c2 < 24; c2++) {
        const rect = { r1: 2, r2: 3, c1, c2 }
        expect(hoursRect({ ...state(), ...hoursText(rect) })).toEqual(rect)
      }
    }
  })

  it('an offence without an hour is left out as soon as hours are asked for, and the page says so', () => {
    const asked = masks('?hours=20-2')
    expect(asked.hours[168]).toBe(0)
    expect(leftOutWords(history, asked, state('?hours=20-2'))).toContain('rape')
    expect(leftOutWords(history, masks(), state())).toBe('')
  })

  it('related offences are out until they are asked for', () => {
    expect([...masks().clause]).toEqual([1, 1, 1, 0])
    expect([...masks('?clause=3').clause]).toEqual([0, 0, 0, 1])
  })

  it('a scope and a rectangle on the map are both held to', () => {
    expect([...masks('?box=1000.0.4000.900', new Set([3, 9])).map].flatMap((m, i) => (m ? [i] : []))).toEqual(
      [2],
    )
  })

  it('a rectangle on the map is read back from its address', () => {
    const grid = gridOf(history)
    const model = { history, rows: () => rows, grid, outlines: () => ({}) as Path2D }
    const rect = { c1: 2, c2: 5, r1: 0, r2: 0 }
    expect(rectIn({ ...state(), box: boxText(rect, grid, 1000) }, 'map', model)).toEqual(rect)
    expect(rectIn(state('?time=2-5'), 'time', model)).toEqual({ c1: 46, c2: 49, r1: 0, r2: 0 })
  })

  it('what is written is read back, and hostile values count as not given', () => {
    const search = '?target=knife&in=patch:e0n0&time=0-12&days=5-5&hours=20-2&venue=0&clause=1&page=2'
    expect(state(writeState(EXPLORE, state(search)))).toEqual(state(search))
    expect(state('?time=<script>&days=9-1&hours=25-3&venue=a&box=1.2&clause=-1')).toEqual(state())
  })
})

describe('the sentence on top', () => {
  it('names the filters that are set, and no others', () => {
    const search = '?time=0-0&days=5-5&hours=20-2&venue=1'
    const chips = chipsOf(state(search), { history, masks: masks(search), scope: '' })
    expect(chips.map(({ words }) => words)).toEqual([
      ...['19 Oct to 15 Nov 2026', 'Fridays 20\u201302', 'licensed'],
    ])
    expect(chipsOf(state(), { history, masks: masks(), scope: '' })).toEqual([])
    expect(hoursWords(state('?hours=6-12'))).toBe('06\u201312')
  })
})

describe('two sets', () => {
  it('differ by 2(\u221aa \u2212 \u221ab), and a difference below 3 is ordinary', () => {
    const set = (count: number, exposure = 1) => ({ count, exposure })
    expect(compareSets(set(49), set(36))).toEqual({ scaled: 36, z: 2, ordinary: true })
    expect(compareSets(set(100), set(49)).ordinary).toBe(false)
    expect(compareSets(set(10, 1), set(40, 4))).toMatchObject({ scaled: 10, z: 0 })
  })

  it('of the same rate stay below 3 in about 97 of 100 cases, whatever their exposure', () => {
    const source = random(3, 'sets')
    for (const ratio of [1, 0.25, 8]) {
      let ordinary = 0
      for (let k = 0; k < 4000; k++) {
        const a = { count: source.poisson(40 * ratio), exposure: ratio }
        if (compareSets(a, { count: source.poisson(40), exposure: 1 }).ordinary) ordinary++
      }
      expect(ordinary / 4000).toBeGreaterThan(0.95)
      expect(ordinary / 4000).toBeLessThan(0.985)
    }
  })

  it('that share offences are not compared, and the sentence says how many they share', () => {
    const both = countBoth({ rows, masks: masks('?time=0-12') }, { rows, masks: masks('?time=6-20') })
    expect(both.both).toBe(chosenRows(rows, masks('?time=6-12')).length)
    expect(verdictWords({ count: 5, exposure: 1 }, { count: 6, exposure: 1 }, 2)).toContain('2 are in both')
    expect(verdictWords({ count: 49, exposure: 2 }, { count: 18, exposure: 1 }, 0)).toBe(
      'A has 49 offences, B 18. For the same time and area as A, B would have 36.0. ' +
        'Ordinary variation (z = 1.6; below 3 is ordinary).',
    )
  })
})

describe('the table and the files', () => {
  const counts = countsUnder(cubeOf(rows, masks(), 'map'), masks().map)
  const list = listOf(history, counts, { mask: masks().map, sort: '' })

  it('hold the same squares with the same counts, the most first', () => {
    expect(list.map(({ count }) => count)).toEqual([...list.map(({ count }) => count)].sort((a, b) => b - a))
    const csv = squaresCsv('OFFICIAL', history, list).split('\r\n')
    expect(csv[0]).toBe('OFFICIAL')
    expect(csv.slice(2, -1).map(line => Number(line.split(',').at(-1)))).toEqual(
      list.map(({ count }) => count),
    )
    const about = { marking: 'OFFICIAL', title: 'a' }
    const geojson = squaresGeoJson(about, history, { list, shapes: new Map() })
    expect(geojson.startsWith('{"marking":"OFFICIAL"')).toBe(true)
    expect(
      JSON.parse(geojson).features.map(
        (one: { properties: { recorded: number } }) => one.properties.recorded,
      ),
    ).toEqual(list.map(({ count }) => count))
  })

  it('a file of offences has neither day nor hour nor venue of a sensitive clause', () => {
    const csv = offencesCsv('OFFICIAL', history, chosenRows(rows, masks('?clause=2'))).split('\r\n')
    for (const line of csv.slice(2, -1))
      expect(line).toMatch(/^\d{4}-\d\d-\d\d,,,,,e\d+n0,Place \d+,\w+,rape,target$/)
    expect(csv.length).toBeGreaterThan(100)
  })

  it('a second click on a heading turns the order round; most first is not written', () => {
    expect([
      nextSort('', 'count'),
      nextSort('count', 'count'),
      nextSort('', 'place'),
      nextSort('place', 'place'),
    ]).toEqual(['count', '', 'place', '-place'])
    const names = listOf(history, counts, { mask: masks().map, sort: '-place' }).map(({ cell }) => cell)
    expect(names[0]).toBe(9)
  })
})

describe('a brush', () => {
  it('is a rectangle whichever way it is drawn, and the keyboard stays on the view', () => {
    expect(rectOf([5, 3], [2, 4])).toEqual({ c1: 2, c2: 5, r1: 3, r2: 4 })
    const raster = { columns: 24, rows: 7 }
    expect(stepOf('ArrowRight', [23, 0], raster)).toEqual([23, 0])
    expect(stepOf('ArrowDown', [3, 2], raster)).toEqual([3, 3])
    expect(stepOf('x', [3, 2], raster)).toBeNull()
  })

  it('a count above none is never drawn as none', () => {
    expect([shadeOf(0, 9), shadeOf(1, 10_000), shadeOf(9, 9), shadeOf(0, 0)]).toEqual([0, 1, 4, 0])
  })
})

describe('a question in SQL', () => {
  it('is one that only reads, wrapped with a limit of rows', () => {
    expect(checkStatement('select 1;')).toEqual({
      kind: 'statement',
      sql: 'SELECT * FROM (\nselect 1\n) LIMIT 1001',
    })
    expect(checkStatement("select ';' -- a; b").kind).toBe('statement')
  })

  it('anything else is refused with a reason', () => {
    const bad = [
      ...[
        '',
        'select 1; select 2',
        'drop table offences',
        "attach 'a'",
        'with a as (select 1) delete from a',
      ],
      ...["select * from read_csv('x.csv')", 'select 1) ; drop table offences; select (1', 'pragma version'],
      ...["copy offences to 'x'", "select * from glob('*')", "select * from query('drop table offences')"],
      ...["select repeat('x', 3000000000)", 'select LPAD (square, 3000000000)'],
    ]
    for (const text of bad) expect(checkStatement(text).kind).toBe('refused')
  })
})
