import type { RunFile } from '../../../pipeline/bake/contract/run.ts'
import { formatWhole } from '../../shared/format.ts'

/** Reasons that hold for crimes which meet the definition and lie in the history. */
const OF_THE_DEFINED = /coordinates|date range|outside/

/** How many of the crimes that meet a target's definition the forecast rests on, and why not on all. */
export function reachWords({ reach }: Pick<RunFile, 'reach'>, target: string): string {
  const account = reach.find(({ of }) => of === target)
  if (!account) return ''
  const lost = account.reasons.filter(({ reason }) => OF_THE_DEFINED.test(reason))
  const reasons = lost.map(({ reason, rows }) => `${formatWhole(rows)} ${reason}`).join(', ')
  const others = reasons ? ` The others: ${reasons}.` : ''
  return `The forecast rests on ${formatWhole(account.used)} of them.${others}`
}
