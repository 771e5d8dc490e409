import { expect, it } from 'vitest'
import {
  crossings,
  type Measures,
  type RedLines,
  redLines,
} from '../../../pipeline/evidence/people/red-lines.ts'

const LINES: RedLines = {
  calibrationSlope: [0.8, 1.25],
  observedOverExpected: [0.75, 1.33],
  maxStabilityIndex: 0.25,
  maxOverrideRate: 0.4,
}
const QUIET: Measures = {
  calibrationSlope: { value: 1, byChance: true },
  observedOverExpected: { value: 1.1, byChance: false },
  early: null,
  stabilityIndex: 0.25,
  overrideRate: 0.2,
}

it('says nothing while every measure is inside its bounds or unknown', () => {
  expect(crossings(redLines(QUIET, LINES))).toEqual([])
})

it('names each measure beyond its bounds with the bounds', () => {
  const crossed = crossings(
    redLines(
      {
        ...QUIET,
        calibrationSlope: { value: 0.5, byChance: false },
        early: { weeks: 26, observedOverExpected: { value: 1.5, byChance: false } },
        overrideRate: 0.6,
      },
      LINES,
    ),
  )
  expect(crossed.map(({ measure }) => measure)).toEqual([
    'calibration slope',
    'observed over expected, 26 weeks',
    'override rate',
  ])
  expect(crossed[0]).toEqual({ measure: 'calibration slope', value: 0.5, from: 0.8, to: 1.25 })
})

it('a measure that may be off by chance alone is shown and not crossed', () => {
  const [slope] = redLines({ ...QUIET, calibrationSlope: { value: 0.5, byChance: true } }, LINES)
  expect(slope).toMatchObject({ line: 'calibrationSlope', value: 0.5, crossed: false })
})

it('what could not be measured stands there without a value', () => {
  const lines = redLines({ ...QUIET, stabilityIndex: null }, LINES)
  expect(lines.map(({ line, value }) => [line, value])).toEqual([
    ['calibrationSlope', 1],
    ['observedOverExpected', 1.1],
    ['earlyObservedOverExpected', null],
    ['stabilityIndex', null],
    ['overrideRate', 0.2],
  ])
})
