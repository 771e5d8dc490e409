import { describe, expect, it } from 'vitest'
import { judgeRisk } from '../../pipeline/evidence/cross-validate.ts'
import { random } from '../../pipeline/lib/seed.ts'
import { riskRows, withColumn } from '../risk-rows.ts'

describe('the leak alarm', () => {
  it('stays silent where nothing leaks', () => {
    for (const pair of [0, 1]) {
      const { table, labels } = riskRows(4000, { pair })
      expect(judgeRisk(table, labels).report.leakAlarm, `pair ${pair}`).toBe(false)
    }
  })

  it('names a column measured after the outcome', () => {
    const source = random(3, 'after')
    const leaky = withColumn(riskRows(4000), 'court appearances', y => source.poisson(y ? 4 : 0.5))
    const { report } = judgeRisk(leaky.table, leaky.labels)
    expect(report.leakAlarm).toBe(true)
    expect(report.features).toEqual(['court appearances'])
  })

  it('names a column that is the outcome itself', () => {
    const leaky = withColumn(riskRows(1000), 'days to arrest', (y, r) => (y ? r % 365 : 365))
    expect(judgeRisk(leaky.table, leaky.labels).report.features).toEqual(['days to arrest'])
  })
})
