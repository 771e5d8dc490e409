/** Options of the expectation-maximisation of mixture weights. */
export interface MixtureOptions {
  /** Weights to start from; default equal. */
  readonly start?: Float64Array
  readonly iterations: number
  /** Parameter of a symmetric Dirichlet prior, 1 or above; 1 is no prior. */
  readonly dirichlet?: number
}

/** What one past window tells about the mixture: the kernels' densities where its events fell. */
export interface MixtureRows {
  /** `densities[e * kernels + k]`: kernel k at the cell of event e. */
  readonly densities: Float64Array
  /** Weight of each event. */
  readonly weights: Float64Array
}

/**
 * Weights of a non-negative mixture of densities, summing to 1, by expectation-maximisation of the (concave)
 * log-likelihood of past events (Dempster, Laird and Rubin 1977): w_k <- (sum over events of w_k f_k / sum_j
 * w_j f_j + a - 1) / total.
 *
 * @param kernels number of densities in each row
 * @example with no rows the start is returned
 */
export function fitMixture(
  windows: readonly MixtureRows[],
  kernels: number,
  options: MixtureOptions,
): Float64Array {
  const extra = (options.dirichlet ?? 1) - 1
  const weights = options.start?.slice() ?? new Float64Array(kernels).fill(1 / kernels)
  if (windows.every(window => window.weights.length === 0)) return weights
  const next = new Float64Array(kernels)
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    next.fill(extra)
    for (const window of windows) gather(window, weights, next)
    let sum = 0
    for (let k = 0; k < kernels; k++) sum += next[k]!
    for (let k = 0; k < kernels; k++) weights[k] = next[k]! / sum
  }
  return weights
}

function gather({ densities, weights }: MixtureRows, mix: Float64Array, next: Float64Array): void {
  const kernels = mix.length
  for (let e = 0, at = 0; e < weights.length; e++, at += kernels) {
    let sum = 0
    for (let k = 0; k < kernels; k++) sum += mix[k]! * densities[at + k]!
    const scale = weights[e]! / sum
    for (let k = 0; k < kernels; k++) next[k]! += mix[k]! * densities[at + k]! * scale
  }
}
