import { expect, it } from 'vitest'
import { plainName, withinOne } from '../../pipeline/lib/likeness.ts'

it.each([
  ["King's Norton-North", 'kings norton north'],
  ['Bordesley & Highgate', 'bordesley and highgate'],
  ['  Ystrad Mŷnach ', 'ystrad mynach'],
  ['St. Mary\u2019s', 'st marys'],
])('%s is compared as %s', (name, plain) => {
  expect(plainName(name)).toBe(plain)
})

it.each(['erdington', 'erdinton', 'erdingtonn', 'erdimgton', 'erdignton', 'rdington'])(
  '%s is within one letter of erdington',
  word => {
    expect([withinOne(word, 'erdington'), withinOne('erdington', word)]).toEqual([true, true])
  },
)

it.each(['erdingt', 'redingtno', 'eridngtn', 'aston', ''])('%s is not', word => {
  expect(withinOne(word, 'erdington')).toBe(false)
})
