import type { BoostedSteps } from './boosted-steps.ts'
import type { ChosenModel, ModelName } from './catalogue.ts'
import type { CellEffect } from './cell-effect.ts'
import type { Rivalry } from './choice.ts'
import type { CountTable } from './count-table.ts'
import type { DaySnapshot } from './day-snapshot.ts'
import type { GammaPoissonSettings } from './gamma-poisson.ts'
import type { MixtureRows } from './kernel-mixture.ts'
import type { PoolRows } from './log-pool.ts'

/** Shares of the cells by each model. */
export type ModelShares = Readonly<Record<ModelName, Float64Array>>

/** One past window: what fell in it, and how well each model had placed it. */
export interface PastWindow {
  /** Epoch day on which the window began. */
  readonly day: number
  readonly events: number
  /** Cell and weight of each event. */
  readonly cells: Int32Array
  readonly weights: Float64Array
  /** Sum over its events of log2(share x cells), by each model. */
  readonly bits: Readonly<Record<ModelName, number>>
  /** Whether there were boosted steps yet; without them their bits are those of the stack. */
  readonly boosted: boolean
  /** The counts beside the means that had been forecast. */
  readonly countTable: CountTable
}

/** A past window with what the models learn from it. */
export interface LearntWindow extends PastWindow {
  readonly shares: ModelShares
  readonly gammaPoissonScores: Float64Array
  readonly cellEffectScores: Float64Array
  readonly mixtureRows: MixtureRows
  readonly poolRows: PoolRows
}

/** Shares fitted on a day from what was known before it. */
export interface ShareFit {
  readonly origin: number
  readonly gammaPoisson: GammaPoissonSettings
  /** Weights of the mixture's kernels, the flat one last. */
  readonly mixture: Float64Array
  /** Powers of the pool's densities. */
  readonly powers: Float64Array
  /** Coefficients of the additive shares that may be published, the flat density last. */
  readonly coefficients: Readonly<Record<'gammaPoisson' | 'mean', Float64Array>>
  /** The record that corrects the pool. */
  readonly cellEffect: CellEffect
  /** The boosted steps, once there are any. */
  readonly steps?: BoostedSteps
  readonly shares: ModelShares
  readonly chosen: ChosenModel
  /** How the boosted steps did on past windows. */
  readonly challenger: Rivalry
  /** The share of the chosen model. */
  readonly share: Float64Array
  readonly snapshot: DaySnapshot
  /** Shape of each cell's posterior gamma. */
  readonly shape: Float64Array
  /** The past windows, oldest first. */
  readonly past: readonly PastWindow[]
}

/** A day that was forecast and whose window is not complete yet. */
export interface OpenWindow {
  readonly fit: ShareFit
  /** The pool's features on the day. */
  readonly logs: Float64Array
  /** The pool corrected by each of the cell effects. */
  readonly corrected: readonly Float64Array[]
  readonly boosted: boolean
}
