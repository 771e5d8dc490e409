/**
 * Ranked probability score of one count: the sum over c = 0, 1, ... of `(P(Y <= c) - [count <= c])^2`; 0 is
 * perfect (Epstein 1969; for counts Czado, Gneiting and Held 2009, Biometrics 65).
 *
 * @param probabilities of the counts 0, 1, ... n; the sum runs to n - 1
 * @example rps([0.5, 0.25, 0.25], 1) // 0.3125
 */
export function rps(probabilities: ArrayLike<number>, count: number): number {
  let [below, sum] = [0, 0]
  for (let c = 0; c < probabilities.length - 1; c++) {
    below += probabilities[c]!
    sum += (below - (count <= c ? 1 : 0)) ** 2
  }
  return sum
}
