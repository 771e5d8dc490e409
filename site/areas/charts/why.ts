import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatCount, formatShare } from '../../shared/format.ts'

/** One part of an expected number. */
export interface Part {
  readonly label: string
  readonly count: number
}

/** Why a number is what it is: one bar a part, in counts and in words; parts add up to the whole. */
export function whyFigure(parts: readonly Part[], expected: number): Tree {
  const most = Math.max(...parts.map(part => Math.abs(part.count)), Number.MIN_VALUE)
  const rows = parts.map(({ label, count }) => {
    const share = expected > 0 ? count / expected : 0
    return h(
      'li',
      {},
      h('span', { class: 'why-label' }, label),
      bar(Math.abs(count) / most, count < 0),
      h('span', { class: 'why-count number' }, `${signedCount(count)} (${formatShare(Math.abs(share))})`),
    )
  })
  return h('ol', { class: 'why' }, ...rows)
}

function signedCount(count: number): string {
  if (count >= 0) return formatCount(count)
  return count > -0.005 ? 'just below 0' : `\u2212${formatCount(-count)}`
}

function bar(share: number, negative: boolean): Tree {
  const width = Math.max(0.5, share * 100).toFixed(1)
  return h(
    'svg',
    { class: 'why-bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { width, height: 8, class: negative ? 'bar-less' : 'bar-more' }),
  )
}
