import { group } from 'd3-array'
import { aboutTable } from '../../data/about-table.ts'
import type { GateReading } from '../../data/gates/gate.ts'
import type { GovernanceFile, PastGovernance } from '../contract/governance.ts'
import type { RunEnd } from './input.ts'

/** From this part of a bound on a gate is called close to it. */
const CLOSE = 0.75

type GateLine = GovernanceFile['gates'][number]

/** The name by which the next week knows a gate again. */
const gateName = ({ code, table }: Pick<GateLine, 'code' | 'table'>) => `${code} ${table}`

/**
 * A line for each gate and table, with the reading that used most of its bound.
 *
 * @param past what the last week kept; absent on a first run
 * @param refused runs of the quarter that a gate refused
 */
export function gateLines(
  readings: readonly GateReading[],
  { week, past, refused }: { week: string; past: PastGovernance | undefined; refused: readonly RunEnd[] },
): GateLine[] {
  const before = new Map(past?.gates.map(({ gate, ...line }) => [gate, line]))
  return [...group(readings, gateName).values()].map(some => {
    const worst = some.reduce((a, b) => ((b.used ?? -1) > (a.used ?? -1) ? b : a))
    const { code, table, found, plain, allowed, remedy, used } = worst
    const state = used !== null && used >= CLOSE ? 'close' : 'inside'
    const last = before.get(gateName(worst))
    return {
      ...{ code, table, readings: some.length, found: plain ?? found, allowed, remedy, used, state },
      since: last?.state === state ? last.since : week,
      refused: refused.filter(({ reasons }) => reasons.some(reason => isOf(reason, worst))).length,
    }
  })
}

/** Whether a reason for which a run was refused is this gate's. */
function isOf({ code, about }: RunEnd['reasons'][number], gate: Pick<GateLine, 'code' | 'table'>): boolean {
  return code === gate.code && about === aboutTable(gate.table)
}

/** What the next week needs to know of the gates. */
export function keptGates(lines: readonly GateLine[]): PastGovernance['gates'] {
  return lines.map(line => ({ gate: gateName(line), state: line.state, since: line.since }))
}
