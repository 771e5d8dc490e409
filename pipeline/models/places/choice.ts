import { sumOf } from '../../lib/sums.ts'
import { ADOPTION_RULE, type ChosenModel, DEFAULT_MODEL, type ModelName, RIVAL_MODELS } from './catalogue.ts'

/** How a rival did against the default model on past windows, each from strictly earlier facts. */
export interface Rivalry {
  readonly windows: number
  /** Gain in bits an event; below 0 it lost; 0 without windows. */
  readonly gain: number
  /** Standard error of the gain, paired window by window; 0 without windows. */
  readonly standardError: number
  /** Whether it takes the default model's place, by `ADOPTION_RULE`. */
  readonly adopted: boolean
}

/** A past window with the bits of every model, summed over its events. */
export interface ScoredWindow {
  readonly events: number
  readonly bits: Readonly<Record<ModelName, number>>
  /** Whether there were boosted steps yet. */
  readonly boosted: boolean
}

/** Bits of a rival and of the default model in one window, summed over its events. */
export interface PairedBits {
  readonly events: number
  readonly rival: number
  readonly own: number
}

/**
 * Whether a rival has won beyond doubt: gain = sum of (rival - own) / events, standard error of that ratio
 * from its paired residuals (Cochran 1977, section 6.3); adopted above `standardErrors` of them over at least
 * `minWindows` windows. Choosing among near-equal models on few windows is noise.
 *
 * @example judgeRival([{ events: 4, rival: 6, own: 4 }]).gain === 0.5 // and not adopted: one window
 * @internal
 */
export function judgeRival(windows: readonly PairedBits[]): Rivalry {
  const count = windows.length
  const events = sumOf(windows, window => window.events)
  if (events === 0) return { windows: count, gain: 0, standardError: 0, adopted: false }
  const gain = sumOf(windows, ({ rival, own }) => rival - own) / events
  const squares = sumOf(windows, window => (window.rival - window.own - gain * window.events) ** 2)
  const standardError = Math.sqrt((squares * count) / Math.max(1, count - 1)) / events
  const { minWindows, standardErrors } = ADOPTION_RULE
  const adopted = count >= minWindows && gain > standardErrors * standardError
  return { windows: count, gain, standardError, adopted }
}

/**
 * The model to publish: the default one, or of the rivals that have won beyond doubt the one that gained
 * most.
 *
 * @param past past windows; the boosted steps are judged on those in which there were any
 */
export function chooseModel(past: readonly ScoredWindow[]): { chosen: ChosenModel; challenger: Rivalry } {
  const judged = RIVAL_MODELS.map(name => {
    const windows = name === 'boosted' ? past.filter(window => window.boosted) : past
    const paired = windows.map(({ events, bits }) => ({
      events,
      rival: bits[name],
      own: bits[DEFAULT_MODEL],
    }))
    return { name, rivalry: judgeRival(paired) }
  })
  const winners = judged.filter(({ rivalry }) => rivalry.adopted && rivalry.gain > 0)
  winners.sort((a, b) => b.rivalry.gain - a.rivalry.gain)
  const challenger = judged.find(({ name }) => name === 'boosted')!.rivalry
  return { chosen: winners[0]?.name ?? DEFAULT_MODEL, challenger }
}
