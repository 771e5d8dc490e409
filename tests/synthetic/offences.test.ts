import { expect, test } from 'vitest'
import { ONS_2020, weightByCode } from '../../pipeline/force/weights.ts'
import { random } from '../../pipeline/lib/seed.ts'
import { UNWEIGHTED_CODES } from '../../pipeline/synthetic/dirt.ts'
import { KINDS, titleOf } from '../../pipeline/synthetic/kinds.ts'
import { drawFamily, drawOffence, isViolent } from '../../pipeline/synthetic/offences.ts'

const weights = weightByCode(ONS_2020)

test('every code has a title, and all but three a harm weight', () => {
  const source = random(6, 'offences')
  const charged = Array.from({ length: 40_000 }, () =>
    drawOffence(source, { family: drawFamily(source), violence: 4 }, 8),
  )
  const codes = [...new Set([...charged, ...KINDS.map(({ code }) => code)])]
  expect(new Set(charged).size).toBeGreaterThan(20)
  expect(codes.filter(code => !weights.has(code))).toEqual([...UNWEIGHTED_CODES])
  expect(charged.filter(code => !weights.has(code))).toEqual([])
  expect(codes.filter(code => titleOf(code) === code)).toEqual([])
})

test('four in a hundred crimes of the whole force bear a code without a weight', () => {
  const yearly = (chosen: (code: string) => boolean) =>
    KINDS.reduce((total, kind) => total + (chosen(kind.code) ? kind.yearly : 0), 0)
  expect(yearly(code => !weights.has(code)) / yearly(() => true)).toBeCloseTo(0.04, 2)
})

test('past violence raises the share of grave charges by as much as the truth says', () => {
  const source = random(5, 'offences')
  const grave = (past: number) => {
    let n = 0
    for (let i = 0; i < 40_000; i++) {
      if (weights.get(drawOffence(source, { family: 2, violence: 1 }, past))! > 700) n++
    }
    return n
  }
  expect(grave(8) / grave(0)).toBeGreaterThan(1.6)
  expect(grave(20) / grave(8)).toBeCloseTo(1, 0)
})

test('shoplifting is not violent, robbery and a blade are', () => {
  expect(['46', '34B', '10D'].map(isViolent)).toEqual([false, true, true])
})
