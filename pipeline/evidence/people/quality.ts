import { auc } from '../../scores/auc.ts'
import { brier } from '../../scores/brier.ts'
import { calibrationLine } from '../../scores/calibration-line.ts'

/** Held-out quality of a set of probabilities. */
export interface Quality {
  readonly rows: number
  readonly brier: number
  readonly auc: number
  readonly slope: number
}

/**
 * Brier score, AUC and calibration slope of probabilities, against labels 0 or 1 of equal length.
 *
 * @example qualityOf([0.2, 0.8], [0, 1]).auc === 1
 */
export function qualityOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Quality {
  return {
    rows: labels.length,
    brier: brier(probabilities, labels),
    auc: auc(probabilities, labels),
    slope: calibrationLine(probabilities, labels).slope,
  }
}
