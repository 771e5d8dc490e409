import { expect, it } from 'vitest'
import { crossings, type Measures, type RedLines } from '../../../pipeline/evidence/people/red-lines.ts'

const LINES: RedLines = {
  calibrationSlope: [0.8, 1.25],
  observedOverExpected: [0.75, 1.33],
  maxStabilityIndex: 0.25,
  maxOverrideRate: 0.4,
}
const QUIET: Measures = {
  calibrationSlope: 1,
  observedOverExpected: 1.1,
  early: null,
  stabilityIndex: 0.25,
  overrideRate: 0.2,
}

it('says nothing while every measure is inside its bounds or unknown', () => {
  expect(crossings(QUIET, LINES)).toEqual([])
})

it('names each measure beyond its bounds with the bounds', () => {
  const crossed = crossings(
    { ...QUIET, calibrationSlope: 0.5, early: { weeks: 26, observedOverExpected: 1.5 }, overrideRate: 0.6 },
    LINES,
  )
  expect(crossed.map(({ measure }) => measure)).toEqual([
    'calibration slope',
    'observed over expected, 26 weeks',
    'override rate',
  ])
  expect(crossed[0]).toEqual({ measure: 'calibration slope', value: 0.5, from: 0.8, to: 1.25 })
})
