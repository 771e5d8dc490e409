import { random } from '../../lib/seed.ts'

/** Hours of a week; hour 0 begins on Monday at midnight. */
export const WEEK_HOURS = 168

/** Weight of the whole force's pattern beside a square's own offences, in offences. */
export const PSEUDO_EVENTS = 200

/**
 * Where offences of a square fall in the week, as shares of 168 hours: its own counts with those of the whole
 * force, which count as `PSEUDO_EVENTS` offences. A square with few offences so shows the pattern of the
 * force, one with many its own (an empirical Bayes estimate under a Dirichlet prior).
 *
 * Assumption A12: a square of which little is known keeps the hours of the whole force.
 *
 * @param own counts by hour of the week of the square; `force` of the whole force
 * @returns 168 shares that add up to 1
 * @example shrunkHours(new Array(168).fill(0), force) // the force's own shares
 */
export function shrunkHours(own: readonly number[], force: readonly number[]): number[] {
  const all = force.reduce((sum, count) => sum + count, 0)
  const n = own.reduce((sum, count) => sum + count, 0)
  return Array.from({ length: WEEK_HOURS }, (_, hour) => {
    const prior = all > 0 ? (force[hour] ?? 0) / all : 1 / WEEK_HOURS
    return ((own[hour] ?? 0) + PSEUDO_EVENTS * prior) / (n + PSEUDO_EVENTS)
  })
}

/** Consecutive hours of a week with many offences. */
export interface Block {
  /** First hour of the week; it may run over Sunday's midnight. */
  readonly start: number
  readonly hours: number
  /** Recorded offences of the square in it, and the share of a week's offences by the shrunk pattern. */
  readonly n: number
  readonly share: number
}

/**
 * The busiest blocks of a week by the shrunk pattern, greatest first; none touches another.
 *
 * @param options.hours length of a block, 2 or 3
 * @param options.most how many
 */
export function busiestBlocks(
  own: readonly number[],
  force: readonly number[],
  { hours, most }: { readonly hours: number; readonly most: number },
): Block[] {
  const shares = shrunkHours(own, force)
  const sumFrom = (values: readonly number[], start: number) =>
    Array.from({ length: hours }, (_, k) => values[(start + k) % WEEK_HOURS]!).reduce((a, b) => a + b, 0)
  const all = Array.from(
    { length: WEEK_HOURS },
    (_, start): Block => ({ start, hours, n: sumFrom(own, start), share: sumFrom(shares, start) }),
  ).sort((a, b) => b.share - a.share || a.start - b.start)
  const chosen: Block[] = []
  for (const block of all) {
    if (chosen.length === most) break
    const apart = (one: Block) => {
      const gap = Math.abs(one.start - block.start)
      return Math.min(gap, WEEK_HOURS - gap) >= hours
    }
    if (chosen.every(apart)) chosen.push(block)
  }
  return chosen
}

/** One visit: the hour and minute of the week at which it begins, and how long it lasts. */
export interface Visit {
  /** Minutes after Monday, midnight. */
  readonly start: number
  readonly minutes: number
}

const SLOT = 5
const [SHORTEST, LONGEST] = [10, 15]

/**
 * Visits at random times within the blocks, in the order of the week: 10 to 15 minutes each, beginning on a
 * slot of five minutes, so that nobody can tell when the next one comes. The same week and square always give
 * the same visits. Blocks are visited in turn.
 *
 * @param seed.week ISO week, `seed.cell` the square's id
 * @example visitTimes([{ start: 116, hours: 3, ... }], { week: '2026-W47', cell: 'e1n1', visits: 4 }).length
 */
export function visitTimes(
  blocks: readonly Block[],
  { week, cell, visits }: { readonly week: string; readonly cell: string; readonly visits: number },
): Visit[] {
  const source = random(0, `visits ${week} ${cell}`)
  const taken = new Set<number>()
  const found: Visit[] = []
  for (let i = 0; i < visits && blocks.length > 0; i++) {
    const { start, hours } = blocks[i % blocks.length]!
    const slots = (hours * 60) / SLOT - LONGEST / SLOT
    const free = Array.from({ length: slots + 1 }, (_, k) => k).filter(k => !taken.has(start * 60 + k * SLOT))
    if (free.length === 0) continue
    const at = start * 60 + free[source.int(free.length)]! * SLOT
    // No second visit while one may still last.
    for (let k = 1 - LONGEST / SLOT; k < LONGEST / SLOT; k++) taken.add(at + k * SLOT)
    found.push({ start: at % (WEEK_HOURS * 60), minutes: SHORTEST + source.int(LONGEST - SHORTEST + 1) })
  }
  return found.sort((a, b) => a.start - b.start)
}
