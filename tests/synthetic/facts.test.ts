import { beforeAll, describe, expect, test } from 'vitest'
import type { Fact } from '../../pipeline/synthetic/fact.ts'
import { factsOf, factsTable } from '../../pipeline/synthetic/facts.ts'
import { makeWorld } from '../../pipeline/synthetic/world.ts'
import { defaultSetting, smallPlan } from './small.ts'

let facts: Fact[]
beforeAll(async () => {
  facts = factsOf(makeWorld(await defaultSetting(), smallPlan({ seed: 20_260_716, scale: 0.1, years: 10 })))
})

describe('a tenth of the force over ten years shows the published facts', () => {
  test('all of them, within the range accepted for each', () => {
    const missed = facts.filter(({ obtained, low, high }) => !(obtained >= low && obtained <= high))
    expect(missed).toEqual([])
  })

  test.each([
    ['% of offenders with 80% of harm', 7],
    ['% new on the yearly list', 97],
    ['% one-time on the yearly list', 35],
  ])('%s is about %d', (name, about) => {
    const { obtained } = facts.find(({ fact }) => fact === name)!
    expect(Math.abs(obtained - about)).toBeLessThan(3.5)
  })
})

test('the table says what holds and what is missed', () => {
  const table = factsTable([
    { fact: 'a', target: '1', obtained: 1, low: 0, high: 2 },
    { fact: 'b', target: '1', obtained: 3000, low: 0, high: 2 },
  ])
  expect(table).toMatch(/a .*1\.00 {2}holds\nb .*3,000 {2}MISSED/)
})
