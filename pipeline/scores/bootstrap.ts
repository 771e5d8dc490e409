import { random, SEED } from '../lib/seed.ts'

/** A figure with its 95% interval. */
export interface Difference {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** What is drawn, and how often. */
export interface BootstrapOptions {
  /** Number of units that are drawn again: people, windows. */
  readonly units: number
  /** Units that are drawn together, where neighbours resemble each other; default 1. */
  readonly block?: number
  /** Default 1,000. */
  readonly draws?: number
  /** Name of the stream of random numbers, so that two figures do not share one. */
  readonly stream: string
}

/**
 * A figure with its 95% interval by the bootstrap (Efron 1979); with `block` above 1 by the moving-block
 * bootstrap for units in order of time (Künsch 1989, Annals of Statistics 17). The ends are percentiles of
 * the draws.
 *
 * @param figure of the units drawn, as indexes with repeats; called once with every unit in turn
 * @example bootstrap(() => 2, { units: 5, stream: 'example' }) // { mean: 2, low: 2, high: 2 }
 */
export function bootstrap(
  figure: (units: Int32Array) => number,
  { units, block = 1, draws = 1000, stream }: BootstrapOptions,
): Difference {
  const source = random(SEED, stream)
  const starts = Math.max(1, units - block + 1)
  const picked = new Int32Array(units)
  const figures = Float64Array.from({ length: draws }, () => {
    for (let k = 0; k < units; ) {
      const start = source.int(starts)
      for (let b = 0; b < block && k < units; b++) picked[k++] = Math.min(units - 1, start + b)
    }
    return figure(picked)
  }).sort()
  return {
    mean: figure(Int32Array.from({ length: units }, (_, k) => k)),
    low: figures[Math.floor(0.025 * draws)]!,
    high: figures[Math.ceil(0.975 * draws) - 1]!,
  }
}
