import { describe, expect, it } from 'vitest'
import { HOUR_NOT_SHOWN, PERIOD_DAYS } from '../../../../pipeline/bake/contract/vocabulary.ts'
import { chosenRows, countsUnder, cubeOf } from '../../../../site/areas/explore/cube.ts'
import { dateOf, datesBins, daysOf } from '../../../../site/areas/explore/days.ts'
import { doubtsOf } from '../../../../site/areas/explore/doubt.ts'
import { EXPLORE, type Explore, masksOf } from '../../../../site/areas/explore/filter.ts'
import { gridOf, openRows, patchOf, rectIn } from '../../../../site/areas/explore/model.ts'
import { chipsOf, exposureOf, leftOutWords } from '../../../../site/areas/explore/words.ts'
import { readState } from '../../../../site/shared/client/state.ts'
import { madeHistory } from './history.ts'

const history = madeHistory(3000)
const rowsUnder = openRows(history)
const state = (search = ''): Explore => readState(EXPLORE, search)
const model = { history, rows: rowsUnder, grid: gridOf(history), outlines: () => ({}) as Path2D }
const { periods } = history.header

/** Rows that a state chooses, by the index of the view of time. */
function chosen(search: string) {
  const at = state(search)
  const rows = rowsUnder(at)
  const masks = masksOf(at, history, { rows, scope: null })
  return { rows, masks, found: [...chosenRows(rows, masks)] }
}

describe('time day by day', () => {
  it('is the last year, or the chosen four weeks where they are no more than a year', () => {
    expect(daysOf(state(), history)).toBeNull()
    const last = periods * PERIOD_DAYS - 1
    expect(daysOf(state('?by=day'), history)).toEqual({ first: last + 1 - 13 * PERIOD_DAYS, last })
    expect(daysOf(state('?by=day&time=2-3'), history)).toEqual({
      first: last + 1 - 4 * PERIOD_DAYS,
      last: last - 2 * PERIOD_DAYS,
    })
    const long = daysOf(state('?by=day&time=1-40'), history)!
    expect(long.last - long.first + 1).toBe(13 * PERIOD_DAYS)
    expect(long.last).toBe(last - PERIOD_DAYS)
  })

  it('chooses the offences of the days that were brushed, as a plain scan does', () => {
    const days = daysOf(state('?by=day'), history)!
    for (const [c1, c2] of [
      [0, 0],
      [3, 9],
      [100, 363],
    ] as const) {
      const patch = patchOf(model, 'time', { rect: { c1, c2, r1: 0, r2: 0 }, state: state('?by=day') })
      const search = `?by=day&dates=${patch.dates}`
      expect(rectIn(state(search), 'time', model)).toEqual({ c1, c2, r1: 0, r2: 0 })
      const plain = [...history.columns.day.keys()].filter(i => {
        const day = history.columns.day[i]! - days.first
        const { kind, sensitive } = history.header.clauses[history.columns.clause[i]!]!
        return day >= c1 && day <= c2 && kind === 'target' && !sensitive
      })
      expect(chosen(search).found).toEqual(plain)
      const { rows, masks } = chosen(search)
      const counts = countsUnder(cubeOf(rows, masks, 'time'), masks.time)
      expect(counts.map.reduce((sum, count) => sum + count, 0)).toBe(plain.length)
    }
  })

  it('leaves out what has no day here, and says so', () => {
    const { found, masks } = chosen('?by=day')
    expect(found.some(i => history.columns.hour[i] === HOUR_NOT_SHOWN)).toBe(false)
    expect(leftOutWords(history, masks, state('?by=day'))).toContain('rape')
  })

  it('is named on top, and its exposure is in days like that of four weeks', () => {
    const from = dateOf(history, daysOf(state('?by=day'), history)!.last - 6)
    const search = `?dates=${from}.${dateOf(history, periods * PERIOD_DAYS - 1)}`
    const { masks } = chosen(search)
    expect(chipsOf(state(search), { history, masks, scope: '' })[0]!.words).toBe('9 Nov to 15 Nov 2026')
    const year = chosen('?by=day').masks
    expect(exposureOf(year, 1)).toBe(exposureOf(chosen('?time=0-12').masks, PERIOD_DAYS))
    expect(exposureOf(masks, 1) * 52).toBe(exposureOf(year, 1))
  })
})

describe('an address in doubt', () => {
  const known = { targets: [{ slug: 'knife' }], history, scopeThere: true }
  const names = (search: string) => doubtsOf(search, state(search), known).map(({ name }) => name)

  it('that can be used has no doubts', () => {
    expect(names('')).toEqual([])
    expect(names('?target=knife&time=0-12&venue=0.2&clause=1&days=5-5&hours=20-2&by=day')).toEqual([])
  })

  it('names each part that means nothing here', () => {
    expect(names('?target=burglary')).toEqual(['target'])
    expect(names('?time=900-950')).toEqual(['time'])
    expect(names('?venue=77&clause=50')).toEqual(['venue', 'clause'])
    expect(names('?dates=1999-01-01.1999-01-02')).toEqual(['dates'])
    expect(names('?box=1.1.2.2')).toEqual(['box'])
    expect(names('?days=9-9&hours=x&page=0')).toEqual(['days', 'hours', 'page'])
    expect(doubtsOf('?in=ward:x', state('?in=ward:x'), { ...known, scopeThere: false })).toEqual([
      { name: 'in', text: 'ward:x' },
    ])
  })

  it('shows all in place of what means nothing', () => {
    const all = chosen('').found.length
    for (const search of ['?time=900-950', '?venue=77', '?box=1.1.2.2'])
      expect(chosen(search).found, search).toHaveLength(all)
    const none = chosen('?dates=1999-01-01.1999-01-02')
    expect(none.found).toEqual(chosen('?by=day').found)
    expect(datesBins('1999-01-01.1999-01-02', history, daysOf(state('?by=day'), history)!)).toBeNull()
  })
})
