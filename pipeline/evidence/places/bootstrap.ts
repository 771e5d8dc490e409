import { random, SEED } from '../../lib/seed.ts'

const DRAWS = 1000
const BLOCK = 4

/** A difference with its 95 % interval. */
export interface Difference {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * Gain an event of one model over another by a paired moving-block bootstrap over windows in order of time (Künsch 1989;
 * blocks of four, 1,000 draws): ratio of the summed gains to the summed events.
 *
 * @param gains bits of the one less bits of the other, window by window
 * @param events events of each window
 */
export function bootstrapGain(gains: readonly number[], events: readonly number[]): Difference {
  const ratio = (picked: readonly number[]) => {
    const total = picked.reduce((sum, w) => sum + events[w]!, 0)
    return total > 0 ? picked.reduce((sum, w) => sum + gains[w]!, 0) / total : 0
  }
  const source = random(SEED, 'bootstrap')
  const starts = Math.max(1, gains.length - BLOCK + 1)
  const draws = Array.from({ length: DRAWS }, () => {
    const picked: number[] = []
    while (picked.length < gains.length) {
      const start = source.int(starts)
      for (let b = 0; b < BLOCK && picked.length < gains.length; b++)
        picked.push(Math.min(gains.length - 1, start + b))
    }
    return ratio(picked)
  }).sort((a, b) => a - b)
  return {
    mean: ratio(gains.map((_, w) => w)),
    low: draws[Math.floor(0.025 * DRAWS)]!,
    high: draws[Math.ceil(0.975 * DRAWS) - 1]!,
  }
}
