import type { PitInterval } from './pit.ts'

/**
 * The part of one count's transform that lies in the middle of its forecast. Its mean over calibrated
 * forecasts is the level itself, though counts are whole numbers: an interval of whole numbers holds more
 * (Czado, Gneiting and Held 2009).
 *
 * @example centralCoverage({ from: 0, to: 0.5 }, 0.8) // 0.8
 */
export function centralCoverage({ from, to }: PitInterval, level: number): number {
  const edge = (1 - level) / 2
  return Math.max(0, Math.min(to, 1 - edge) - Math.max(from, edge)) / (to - from)
}
