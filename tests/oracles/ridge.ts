import { sigmoid } from '../../pipeline/lib/logistic.ts'

/**
 * Logistic regression with a quadratic penalty, solved without a single derivative: each coefficient in turn
 * moves by a step that is halved when no move helps. Minimises -log-likelihood + the penalty / 2. Slow,
 * obvious, and a second opinion.
 *
 * @param x rows of covariates
 * @param penalty quadratic form of the coefficients
 */
export function slowRidge(
  x: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  penalty: (beta: readonly number[]) => number,
): number[] {
  const beta = new Array<number>(x[0]!.length).fill(0)
  const loss = () =>
    x.reduce((sum, row, r) => {
      const p = sigmoid(row.reduce((eta, value, j) => eta + value * beta[j]!, 0))
      return sum - Math.log(labels[r] ? p : 1 - p)
    }, penalty(beta) / 2)
  let best = loss()
  for (let step = 1; step > 1e-9; step /= 2) {
    for (let moved = true; moved; ) {
      moved = false
      for (let j = 0; j < beta.length; j++) {
        for (const way of [step, -step]) {
          beta[j]! += way
          const here = loss()
          if (here < best - 1e-13) [best, moved] = [here, true]
          else beta[j]! -= way
        }
      }
    }
  }
  return beta
}
