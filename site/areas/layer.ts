/** One way to colour the map. `classes` holds one digit a cell, by rank: 0 (least) to 4 (most), or `-` for withheld. */
export interface Layer {
  readonly id: LayerId
  readonly title: string
  readonly note: string
  /** Prefix of the colour classes: `c` sequential, `m` movement. */
  readonly ramp: 'c' | 'm'
  /** One label a class, least first; empty when no cell can fall in it. */
  readonly labels: readonly string[]
  readonly classes: string
}

export const LAYER_IDS = ['forecast', 'last4', 'last52', 'change'] as const
export type LayerId = (typeof LAYER_IDS)[number]
