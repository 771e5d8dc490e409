/**
 * A published fact that the synthetic force must show: what was published, what was obtained, and the range
 * accepted.
 */
export interface Fact {
  readonly fact: string
  readonly target: string
  readonly obtained: number
  readonly low: number
  readonly high: number
}

/** A fact by its name, what was published, and [obtained, low, high]. */
export function factOf(fact: string, target: string, figures: readonly [number, number, number]): Fact {
  const [obtained, low, high] = figures
  return { fact, target, obtained, low, high }
}
