import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { besides, inParallel } from '../../pipeline/lib/parallel.ts'

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

it('a work that failed beside the steps stops the next step with its own error', async () => {
  const beside = besides()
  const site = beside.begin(async () => {
    await sleep(1)
    throw new Error('the build')
  })
  beside.check()
  await expect(site).rejects.toThrow('the build')
  expect(() => beside.check()).toThrow('the build')
})

it('at the end every work is told to stop, and the end waits for it', async () => {
  const beside = besides()
  const told: string[] = []
  beside.begin(async stop => {
    while (!stop.aborted) await sleep(1)
    await sleep(5)
    told.push('stopped')
  })
  beside.begin(async () => {
    throw new Error('nobody awaits this')
  })
  await beside.end()
  expect(told).toEqual(['stopped'])
})
