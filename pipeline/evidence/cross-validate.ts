import { auc, brier, calibrationLine } from '../lib/scores.ts'
import { fitAdditive, predictProbabilities } from '../models/additive.ts'
import { randomFolds, splitFold } from '../models/folds.ts'
import { type Table, takeRows } from '../models/table.ts'

/** Out-of-fold quality of a model: rows, Brier score, AUC and calibration slope. */
export interface Quality {
  readonly rows: number
  readonly brier: number
  readonly auc: number
  readonly slope: number
}

/** Five-fold cross-validation of the additive model. */
export function crossValidate(table: Table, labels: Uint8Array): Quality {
  const folds = randomFolds(table.rows, 5, 1)
  const probabilities = new Float64Array(table.rows)
  for (let k = 0; k < 5; k++) {
    const { train, test } = splitFold(folds, k)
    const model = fitAdditive(
      takeRows(table, train),
      Uint8Array.from(train, r => labels[r]!),
    )
    const held = predictProbabilities(model, takeRows(table, test))
    test.forEach((r, i) => {
      probabilities[r] = held[i]!
    })
  }
  return {
    rows: table.rows,
    brier: brier(probabilities, labels),
    auc: auc(probabilities, labels),
    slope: calibrationLine(probabilities, labels).slope,
  }
}
