import { expect, it } from 'vitest'
import { tableOf } from '../../pipeline/bench/table.ts'

const stage = (name: string, rows: number, seconds: number) => ({ name, rows, seconds, megabytes: 100 })

const scaleOf = (of: string, rows: number, seconds: number) => ({
  of,
  floor: stage('floor', rows, 1),
  weeks: [
    { ...stage('whole week', rows, seconds), stages: [], megabytesTogether: 200, files: 9, bytes: 1e6 },
  ],
})

it('several scales end with how rows and seconds grow from each to the next', () => {
  const lines = tableOf([scaleOf('.1', 1000, 10), scaleOf('.3', 6000, 30)])
    .trimEnd()
    .split('\n')
  expect(lines.at(-1)).toBe('growth .1 to .3: rows x 6.00, seconds x 3.00')
})

it('one scale has nothing to grow from', () => {
  expect(tableOf([scaleOf('.1', 1000, 10)])).not.toContain('growth')
})
