import { describe, expect, it } from 'vitest'
import { judgeRisk, plainSplits } from '../../../pipeline/evidence/people/cross-validate.ts'
import { leakAlarm } from '../../../pipeline/evidence/people/leak.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { type Table, takeLabelled, takeRows } from '../../../pipeline/models/people/columns.ts'
import { predictLogits } from '../../../pipeline/models/people/gam.ts'
import { fitSmooth } from '../../../pipeline/models/people/risk.ts'
import { type RiskRows, riskRows, withColumn } from '../../risk-rows.ts'

/** The alarm against a plain smooth model: no recipe is chosen, so that many cases fit a test. */
function alarmOf(rows: RiskRows) {
  const { table } = rows
  const splits = plainSplits(table).slice(0, 2)
  const { lambdas } = fitSmooth(rows)
  const held = splits.flatMap(({ train, test }) => {
    return [...predictLogits(fitSmooth(takeLabelled(rows, train), { lambdas }), takeRows(table, test))]
  })
  const logits = Float64Array.from(held)
  return leakAlarm({ rows, splits, choice: { logits, additiveLogits: logits, lambdas } })
}

/** Days under observation: cut short by the event, else a whole year. */
const exposure = (seed: number) => {
  const source = random(seed, 'exposure')
  return (label: number) => (label ? 180 + source.int(185) : 365)
}

function withRates(rows: RiskRows, daysOf: (label: number) => number, names: readonly string[]): RiskRows {
  const source = random(11, 'rates')
  const days = Float64Array.from(rows.labels, daysOf)
  const columns: Record<string, (r: number) => number> = {
    'tests a year': r => (source.poisson((4 * days[r]!) / 365) * 365) / days[r]!,
    'days between tests': r => days[r]! / (1 + source.poisson((4 * days[r]!) / 365)),
    'share of days employed': r => source.int(days[r]! + 1) / days[r]!,
  }
  return names.reduce((so, name) => withColumn(so, name, (_label, r) => columns[name]!(r)), rows)
}

const RATES = ['tests a year', 'days between tests', 'share of days employed']

describe('the leak alarm', () => {
  it('stays silent where nothing leaks, with an interaction or without', async () => {
    for (const pair of [0, 1]) {
      expect((await judgeRisk(riskRows(3000, { pair }))).report.leakAlarm, `pair ${pair}`).toBe(false)
    }
  })

  it('names a column measured after the outcome', async () => {
    const source = random(3, 'after')
    const leaky = withColumn(riskRows(3000), 'court appearances', y => source.poisson(y ? 4 : 0.5))
    const { report } = await judgeRisk(leaky)
    expect(report.leakAlarm).toBe(true)
    expect(report.features).toEqual(['court appearances'])
  })

  it('names a column that is the outcome itself', () => {
    const leaky = withColumn(riskRows(1000), 'days to arrest', (y, r) => (y ? r % 365 : 365))
    expect(alarmOf(leaky).findings.flatMap(({ columns }) => columns)).toEqual(['days to arrest'])
  })

  it.each([RATES, RATES.slice(0, 1), RATES.slice(1, 2), RATES.slice(2)])(
    'rings where rates end at the event: %s',
    (...names) => {
      const { alarm, findings } = alarmOf(withRates(riskRows(3000), exposure(4), names.filter(Boolean)))
      expect(alarm).toBe(true)
      expect(findings.flatMap(({ columns }) => columns).every(name => RATES.includes(name))).toBe(true)
    },
  )

  it('stays silent where the same rates were counted over a time that was over before', () => {
    const source = random(12, 'before')
    expect(alarmOf(withRates(riskRows(3000), () => 180 + source.int(186), RATES)).alarm).toBe(false)
  })

  it('stays silent where three columns act together, or one is strong', () => {
    const source = random(13, 'bits')
    const { table } = riskRows(4000)
    const bits = Array.from({ length: 3 }, () => Float64Array.from({ length: 4000 }, () => source.int(2)))
    const strong = Float64Array.from({ length: 4000 }, () => source.normal())
    const columns = [...bits, strong].map((values, j) => ({
      kind: 'numeric' as const,
      name: `c${j}`,
      values,
    }))
    const labels = Uint8Array.from({ length: 4000 }, (_value, r) => {
      const together = bits.reduce((odd, bit) => odd ^ bit[r]!, 0) ? 1 : -1
      return source.next() < 1 / (1 + Math.exp(-together - 1.3 * strong[r]!)) ? 1 : 0
    })
    const whole: Table = { rows: 4000, columns: [...table.columns, ...columns] }
    expect(alarmOf({ table: whole, labels }).alarm).toBe(false)
  })

  /** A number of each row that goes on until the event, else for a year. */
  const untilEvent = (rows: RiskRows, seed: number) => {
    const source = random(seed, 'until')
    return Float64Array.from(rows.labels, y => (y ? 20 + source.int(340) : 365))
  }

  it.each([
    [
      'two dates whose distance is the time to the event',
      (seed: number) => {
        const rows = riskRows(3000, { seed })
        const [days, source] = [untilEvent(rows, seed), random(seed, 'dates')]
        const first = Float64Array.from(days, () => source.int(1500))
        const begun = withColumn(rows, 'first seen', (_y, r) => first[r]!)
        return withColumn(begun, 'last seen', (_y, r) => first[r]! + days[r]!)
      },
      ['first seen', 'last seen'],
    ],
    [
      'whole visits beside those planned',
      (seed: number) => {
        const rows = riskRows(3000, { seed })
        const [days, source] = [untilEvent(rows, seed), random(seed, 'visits')]
        const planned = Float64Array.from(days, () => 1 + source.int(20))
        const asked = withColumn(rows, 'planned', (_y, r) => planned[r]!)
        return withColumn(asked, 'made', (_y, r) => Math.round((planned[r]! * days[r]!) / 365))
      },
      ['planned', 'made'],
    ],
  ] as const)('rings for columns that are no rates: %s', (_name, make, columns) => {
    for (const seed of [1, 2, 3]) {
      const { alarm, findings } = alarmOf(make(seed))
      expect(alarm, `seed ${seed}`).toBe(true)
      for (const finding of findings) {
        expect(finding.columns.every(name => (columns as readonly string[]).includes(name))).toBe(true)
      }
    }
  })

  it('gives no false alarm on honest sets, weak interactions and honest counts and rates among them', () => {
    const honest = [1, 2, 3].flatMap(seed => {
      const source = random(seed, 'honest')
      const counted = withColumn(riskRows(3000, { seed }), 'count', () => source.poisson(3))
      const rated = withColumn(counted, 'rate', () => (source.poisson(4) * 365) / (180 + source.int(186)))
      return [riskRows(3000, { seed }), riskRows(3000, { seed, pair: 0.5 }), rated]
    })
    expect(honest.filter(rows => alarmOf(rows).alarm)).toEqual([])
  })

  it('is not deceived by rows that came twice', () => {
    const source = random(14, 'twice')
    const drawn = Int32Array.from({ length: 3000 }, () => source.int(3000))
    expect(alarmOf(takeLabelled(riskRows(3000), drawn)).alarm).toBe(false)
  })
})
