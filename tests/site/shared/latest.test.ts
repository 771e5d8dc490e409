import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { latest } from '../../../site/shared/client/latest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settled = () => new Promise(resolve => setTimeout(resolve, 5))

test('while one query runs only the newest of those that follow is kept', async () => {
  const run: number[] = []
  const ask = latest(async (value: number) => {
    run.push(value)
    await settled()
  })
  for (const value of [1, 2, 3, 4]) ask(value)
  await vi.advanceTimersByTimeAsync(40)
  expect(run).toEqual([1, 4])
})

test('a query never starts before the last one settled', async () => {
  let [running, most] = [0, 0]
  const ask = latest(async () => {
    running++
    most = Math.max(most, running)
    await settled()
    running--
  })
  for (let i = 0; i < 5; i++) {
    ask(i)
    await vi.advanceTimersByTimeAsync(2)
  }
  await vi.advanceTimersByTimeAsync(40)
  expect(most).toBe(1)
})
