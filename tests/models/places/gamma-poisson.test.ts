import { expect, it } from 'vitest'
import {
  CELL_EFFECTS,
  cellEffectShare,
  chooseCellEffect,
} from '../../../pipeline/models/places/cell-effect.ts'
import {
  chooseGammaPoisson,
  GAMMA_POISSON_CANDIDATES,
  gammaPoissonShape,
  gammaPoissonWeights,
} from '../../../pipeline/models/places/gamma-poisson.ts'

it('the share is the posterior mean of the gamma-Poisson model, normalised', () => {
  const counts = [6, 2, 0, 0]
  const smooth = [0.5, 0.3, 0.15, 0.05]
  const [mass, weeks, kappa] = [8, 52, 2]
  const b = kappa / (mass / weeks / counts.length)
  const rates = counts.map((c, i) => ((b * mass * smooth[i]!) / weeks + c) / (b + weeks))
  const all = rates.reduce((sum, rate) => sum + rate, 0)
  const { own, smoothed } = gammaPoissonWeights(mass, counts.length, kappa)
  counts.forEach((c, i) => {
    expect((own * c) / mass + smoothed * smooth[i]!).toBeCloseTo(rates[i]! / all, 12)
  })
})

it('the shape of a cell counts its own events and its part of the prior', () => {
  const shape = gammaPoissonShape(
    { own: Float64Array.of(0.75, 0.25, 0), smoothed: Float64Array.of(0.5, 0.5, 0), mass: 8 },
    2,
  )
  expect([...shape]).toEqual([9, 5, 0.02])
})

it('the settings with the best past score are chosen, the default where little is known', () => {
  const scores = new Float64Array(GAMMA_POISSON_CANDIDATES.length).fill(-10)
  scores[7] = -1
  expect(chooseGammaPoisson([scores], 100)).toEqual(GAMMA_POISSON_CANDIDATES[7])
  expect(chooseGammaPoisson([scores], 5)).toEqual({ halfLifeWeeks: 104, sigmaMetres: 250, kappa: 2 })
})

it('a long record of its own moves a cell away from the pool, a short one hardly', () => {
  const pool = Float64Array.of(0.5, 0.5)
  const own = Float64Array.of(0.9, 0.1)
  const moved = (mass: number) => cellEffectShare(pool, { own, mass, alpha: 32 })[0]!
  expect(moved(2)).toBeLessThan(0.52)
  expect(moved(2000)).toBeGreaterThan(0.85)
})

it('the weight of the own record is chosen by past score after three windows', () => {
  const best = new Float64Array(CELL_EFFECTS.length)
  best[1] = 1
  expect(chooseCellEffect([best, best])).toBe(0)
  expect(chooseCellEffect([best, best, best])).toBe(1)
})
