import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inParallel } from '../../pipeline/lib/parallel.ts'

const numbers = Array.from({ length: 30 }, (_, i) => i)

it('results come in the order of the items, eight at work at a time', async () => {
  let [now, most] = [0, 0]
  const doubled = await inParallel(numbers, async i => {
    most = Math.max(most, ++now)
    await sleep(i % 3)
    now--
    return 2 * i
  })
  expect(doubled).toEqual(numbers.map(i => 2 * i))
  expect(most).toBe(8)
})

it('after a failure nothing new is begun, and the error comes when nothing is at work', async () => {
  const begun: number[] = []
  let now = 0
  const work = async (i: number) => {
    begun.push(i)
    now++
    await sleep(i === 3 ? 1 : 20)
    now--
    if (i === 3) throw new Error('the third')
  }
  await expect(inParallel(numbers, work)).rejects.toThrow('the third')
  expect([begun, now]).toEqual([numbers.slice(0, 8), 0])
})
