import { describe, expect, test } from 'vitest'
import { epochDay } from '../../pipeline/lib/week.ts'
import { makeClock, weekdayOf } from '../../pipeline/synthetic/clock.ts'
import { DAY } from '../../pipeline/synthetic/plan.ts'
import { LAST, smallPlan } from './small.ts'

const clock = makeClock(smallPlan(), 'Europe/London', [LAST - 730, LAST])
const at = (date: string, hour: number) => epochDay(date) * DAY + hour * 60 + 17

describe('local times', () => {
  test('an hour that summer time skips is moved on by an hour', () => {
    expect(clock.real(at('2026-03-29', 1))).toBe(at('2026-03-29', 2))
    expect(clock.real(at('2025-03-30', 1))).toBe(at('2025-03-30', 2))
  })

  test('every other hour stays, the one that comes twice too', () => {
    expect(clock.real(at('2026-03-29', 0))).toBe(at('2026-03-29', 0))
    expect(clock.real(at('2026-10-25', 1))).toBe(at('2026-10-25', 1))
  })

  test('a zone without summer time skips nothing', () => {
    const utc = makeClock(smallPlan(), 'UTC', [LAST - 730, LAST])
    expect(utc.real(at('2026-03-29', 1))).toBe(at('2026-03-29', 1))
  })
})

test('a Monday is weekday 0', () => {
  expect(weekdayOf(epochDay('2026-11-16'))).toBe(0)
})

test('the daily factors of a group are 1 on average, give or take its trend', () => {
  for (const factors of clock.factor) {
    const mean = factors.reduce((sum, f) => sum + f, 0) / factors.length
    expect(Math.abs(mean - 1)).toBeLessThan(0.04)
  }
})
