import { describe, expect, it } from 'vitest'
import { readRiskTask } from '../../../pipeline/data/risk-task.ts'
import { plainSplits } from '../../../pipeline/evidence/people/cross-validate.ts'
import { type Quality, qualityOf } from '../../../pipeline/evidence/people/quality.ts'
import { sigmoid } from '../../../pipeline/lib/logistic.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { type LabelledRows, numericTable, takeLabelled } from '../../../pipeline/models/people/columns.ts'
import { predictProbabilities } from '../../../pipeline/models/people/gam.ts'
import { fitRisk } from '../../../pipeline/models/people/risk.ts'
import { chooseRecipe } from '../../../pipeline/models/people/select-recipe.ts'
import { splineGam } from '../../oracles/spline-gam.ts'
import { sharedTask } from '../../shared-task.ts'

const { folder: TASK, itWith } = sharedTask('risk-nij-year2')
const SMALL = 4000

interface Contest {
  readonly model: Quality
  readonly gam: Quality
}

const meanOf = (contests: readonly Contest[], pick: (of: Contest) => number) =>
  contests.reduce((sum, of) => sum + pick(of), 0) / contests.length

/** Quality of the model and of the spline GAM, learnt from 4,000 rows and judged on the others. */
async function contest(rows: LabelledRows, seed: number): Promise<Contest> {
  const source = random(seed, 'small set')
  const draw = Float64Array.from({ length: rows.table.rows }, () => source.next())
  const order = Int32Array.from(draw.keys()).sort((a, b) => draw[a]! - draw[b]!)
  const train = takeLabelled(rows, order.slice(0, SMALL))
  const test = takeLabelled(rows, order.slice(SMALL))
  const { recipe, lambdas } = await chooseRecipe(train, plainSplits(train.table))
  const model = predictProbabilities(fitRisk(train, recipe, { lambdas }), test.table)
  return { model: qualityOf(model, test.labels), gam: qualityOf(splineGam(train, test.table), test.labels) }
}

/** Six long-tailed columns with bent effects, two of them noise. */
function longTailed(rows: number): LabelledRows {
  const source = random(6, 'long tails')
  const column = () =>
    Float64Array.from({ length: rows }, () => Math.floor(Math.exp(1.3 * source.normal()) * 3))
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, column) as Float64Array[]
  const labels = Uint8Array.from({ length: rows }, (_value, r) => {
    const bent = 0.8 * Math.log1p(a![r]!) - 0.5 * Math.log1p(b![r]!) + 0.4 * Math.sin(Math.log1p(c![r]!))
    return source.next() < sigmoid(-1.6 + bent + (d![r]! > 6 ? 0.3 : 0)) ? 1 : 0
  })
  return { table: numericTable({ a: a!, b: b!, c: c!, d: d!, e: e!, f: f! }), labels }
}

describe('on 4,000 rows the model does not lose to a ridge spline GAM', () => {
  itWith('of the parole task', async () => {
    const { train: table, labels } = await readRiskTask(TASK)
    const contests = [await contest({ table, labels }, 1), await contest({ table, labels }, 2)]
    expect(meanOf(contests, ({ model }) => model.brier)).toBeLessThan(
      meanOf(contests, ({ gam }) => gam.brier) + 0.0002,
    )
    expect(meanOf(contests, ({ model }) => model.auc)).toBeGreaterThan(
      meanOf(contests, ({ gam }) => gam.auc) - 0.003,
    )
  })

  it('of six long-tailed columns', async () => {
    const contests = [await contest(longTailed(12_000), 3), await contest(longTailed(12_000), 4)]
    expect(meanOf(contests, ({ model }) => model.brier)).toBeLessThan(
      meanOf(contests, ({ gam }) => gam.brier) + 0.0002,
    )
    expect(Math.abs(meanOf(contests, ({ model }) => model.slope) - 1)).toBeLessThan(0.12)
  })
})
