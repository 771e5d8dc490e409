import type { JudgedTarget } from '../../evidence/places/judge.ts'
import type { MethodFile } from '../contract/method.ts'
import { decimals, percent, whole } from '../figures.ts'
import { densityNames } from './walk.ts'

type Values = MethodFile['values']

const three = decimals(3)
const weeks = (halfLife: number) =>
  Number.isFinite(halfLife) ? `${halfLife} weeks` : 'no end: nothing fades'

/** What was tuned for this week's forecast of a target, in the order in which it is used. */
export function tunedValues(judged: JudgedTarget): Values {
  const { fit, total, spread } = judged.forecast
  const windows = `${fit.past.length} past windows`
  const { inverseSize, phi } = spread.dispersion
  return [
    { what: 'Published model', value: judged.forecast.model, how: `chosen on ${windows}` },
    ...gammaPoissonValues(judged, windows),
    ...poolValues(judged),
    {
      what: "Weight of the pool beside a square's own record",
      value: `${fit.cellEffect.alpha} made-up offences`,
      how: `chosen on ${windows}`,
    },
    { what: 'How the total is carried forward', value: total.model, how: 'the one that erred least so far' },
    {
      what: "Last week's offences that are recorded by now",
      value: percent(total.complete[0]!),
      how: 'measured on older offences',
    },
    { what: 'Spread that all squares share (cv)', value: three(spread.cv), how: 'past errors of the total' },
    { what: 'Spread of single squares (1/r)', value: three(inverseSize), how: `most likely on ${windows}` },
    { what: 'Several victims of one crime (φ)', value: three(phi), how: `most likely on ${windows}` },
  ]
}

function gammaPoissonValues({ forecast: { fit } }: JudgedTarget, windows: string): Values {
  const { halfLifeWeeks, sigmaMetres, kappa } = fit.gammaPoisson
  const how = `best on ${windows}`
  return [
    { what: 'Half-life of what a square remembers', value: weeks(halfLifeWeeks), how },
    { what: 'Width of what it borrows from around it (σ)', value: `${whole(sigmaMetres)} m`, how },
    { what: 'Weight of what it borrows (κ)', value: String(kappa), how },
  ]
}

function poolValues({ forecast: { fit } }: JudgedTarget): Values {
  const how = 'fitted on 26 past windows at most'
  return densityNames(fit.snapshot).map((name, f) => ({
    what: `Power of: ${name}`,
    value: three(fit.powers[f]!),
    how,
  }))
}
