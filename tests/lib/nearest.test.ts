import { expect, it, test } from 'vitest'
import { nearest } from '../../pipeline/lib/nearest.ts'

const USES = ['none', 'seen', 'threatened', 'used_no_injury', 'used_causing_injury']

test.each([
  ['used_causing_injry', USES, 'used_causing_injury'],
  ['Knife', ['none', 'knife', 'sharp', 'firearm'], 'knife'],
  ['Police', ['public', 'police'], 'police'],
  ['halflifeyears', ['halfLifeYears', 'cuts'], 'halfLifeYears'],
  ['CRIME_REF', ['lpa', 'crime_id', 'domestic'], 'crime_id'],
  ['WEAPON TYPE', ['weapon_use', 'weapon_type'], 'weapon_type'],
])('the nearest to %j is found', (text, known, first) => expect(nearest(text, known)[0]).toBe(first))

it('two letters that changed places are one step', () => {
  expect(nearest('knief', ['knife', 'knits'])).toEqual(['knife', 'knits'])
})

it('nothing is near a text that has little in common with what is known', () => {
  expect(nearest('zzzzzz', USES)).toEqual([])
  expect(nearest('', USES)).toEqual([])
})
