import { describe, expect, it } from 'vitest'
import { dayAsked, forecastDays } from '../../pipeline/data/forecast-day.ts'
import { EXIT, PipelineError } from '../../pipeline/lib/error.ts'
import { epochDay } from '../../pipeline/lib/week.ts'
import { force } from './fixture.ts'

const { settings } = await force()
const manifest = { covers_from: '2016-11-15', covers_to: '2026-11-15' }
const days = (day?: string, historyStart?: string) =>
  forecastDays(
    manifest,
    historyStart ? { ...settings, historyStart } : settings,
    day ? epochDay(day) : undefined,
  )
const refusalOf = (work: () => unknown): PipelineError => {
  try {
    work()
  } catch (error) {
    if (error instanceof PipelineError) return error
  }
  throw new Error('not refused')
}

describe('the days of a run', () => {
  it('the forecast is made for the day after the data, whenever the extract was made', () => {
    expect(days()).toEqual({
      asAt: epochDay('2026-11-16'),
      dataTo: epochDay('2026-11-15'),
      historyFrom: epochDay('2016-11-15'),
    })
  })

  it('a forecast made later keeps the last day of the data', () => {
    expect(days('2026-11-20')).toMatchObject({ asAt: epochDay('2026-11-20'), dataTo: epochDay('2026-11-15') })
  })

  it('a forecast of an earlier day ends the data on the day before', () => {
    expect(days('2025-06-02')).toMatchObject({ asAt: epochDay('2025-06-02'), dataTo: epochDay('2025-06-01') })
  })

  it.each([
    ['the later setting', '2019-01-01', '2019-01-01'],
    ['the extract, where the setting is earlier', '1990-01-01', '2016-11-15'],
  ])('history begins with %s', (_, setting, from) => {
    expect(days(undefined, setting).historyFrom).toBe(epochDay(from))
  })

  it.each([
    ['far beyond the data', '2026-11-27', 'as-at-beyond-data: 2026-11-27 is 11 days'],
    ['years beyond the data', '2031-01-01', 'as-at-beyond-data'],
    ['before the history', '2016-11-15', 'as-at-before-history: 2016-11-15'],
    ['decades before the history', '1970-01-01', 'as-at-before-history'],
  ])('a day %s is refused, with what to do', (_, day, words) => {
    const { message, exit, remedy } = refusalOf(() => days(day))
    expect(message).toContain(words)
    expect(exit).toBe(EXIT.refusedData)
    expect(remedy).toMatch(/as-at/)
  })

  it('the last day that is not too late is taken', () => {
    expect(days('2026-11-26').asAt).toBe(epochDay('2026-11-26'))
  })
})

describe('--as-at', () => {
  it.each(['tomorrow', '2026-02-30', '2026-11-16T05:00', '', '99999-01-01'])('%j is no date', text => {
    expect(refusalOf(() => dayAsked(text)).exit).toBe(EXIT.failed)
  })

  it('left out asks for nothing', () => {
    expect([dayAsked(undefined), dayAsked('1970-01-08')]).toEqual([undefined, 7])
  })
})
