import { describe, expect, it } from 'vitest'
import { logit } from '../../../pipeline/lib/logistic.ts'
import { random } from '../../../pipeline/lib/seed.ts'
import { type Design, linearPredictor } from '../../../pipeline/models/people/design.ts'
import { fitPenalised } from '../../../pipeline/models/people/penalised.ts'
import { slowRidge } from '../../oracles/ridge.ts'

const ridge = (size: number, group: string) => ({
  matrix: Float64Array.from({ length: size * size }, (_value, cell) => (cell % (size + 1) === 0 ? 1 : 0)),
  rank: size,
  group,
})

/** Two terms of three and two values with a ridge each, and labels that lean on both. */
function smallDesign(rows: number): { design: Design; labels: Uint8Array } {
  const source = random(21, 'penalised')
  const codes = [3, 2].map(size => Uint16Array.from({ length: rows }, () => source.int(size)))
  const labels = Uint8Array.from({ length: rows }, (_value, r) =>
    source.next() < [0.2, 0.45, 0.6][codes[0]![r]!]! + 0.2 * codes[1]![r]! ? 1 : 0,
  )
  const terms = [3, 2].map((size, t) => ({ size, codes: codes[t]!, penalties: [ridge(size, `term ${t}`)] }))
  return { design: { rows, terms }, labels }
}

describe('the penalised fit', () => {
  it('is the logistic ridge that a search without derivatives finds', () => {
    const { design, labels } = smallDesign(60)
    const lambdas = new Map([
      ['term 0', 2],
      ['term 1', 0.5],
    ])
    const x = Array.from({ length: design.rows }, (_value, r) => [
      1,
      ...design.terms.flatMap(({ size, codes }) =>
        Array.from({ length: size }, (_v, code) => (codes[r] === code ? 1 : 0)),
      ),
    ])
    // Each term also has its small penalty on the sum, which tells its level from the intercept.
    const penalty = ([, a, b, c, d, e]: readonly number[]) =>
      2 * (a! ** 2 + b! ** 2 + c! ** 2) +
      0.5 * (d! ** 2 + e! ** 2) +
      (a! + b! + c!) ** 2 / 3 +
      (d! + e!) ** 2 / 2
    const slow = slowRidge(x, labels, penalty)
    const { beta } = fitPenalised(design, labels, { lambdas })
    slow.forEach((value, j) => {
      expect(beta[j]!).toBeCloseTo(value, 4)
    })
  })

  it('with next to no penalty gives each group its own rate', () => {
    const codes = Uint16Array.from({ length: 40 }, (_value, r) => (r < 20 ? 0 : 1))
    const labels = Uint8Array.from({ length: 40 }, (_value, r) => (r < 5 || r >= 25 ? 1 : 0))
    const design = { rows: 40, terms: [{ size: 2, codes, penalties: [ridge(2, 'g')] }] }
    const { beta } = fitPenalised(design, labels, { lambdas: new Map([['g', 1e-9]]) })
    const eta = linearPredictor(design, beta)
    expect(eta[0]!).toBeCloseTo(logit(5 / 20), 6)
    expect(eta[39]!).toBeCloseTo(logit(15 / 20), 6)
  })

  it('counts a row of weight two like the same row twice', () => {
    const { design, labels } = smallDesign(50)
    const lambdas = new Map([
      ['term 0', 1],
      ['term 1', 1],
    ])
    const twice = Int32Array.from({ length: 60 }, (_value, r) => (r < 50 ? r : r - 50))
    const doubled = {
      rows: 60,
      terms: design.terms.map(term => ({ ...term, codes: Uint16Array.from(twice, r => term.codes[r]!) })),
    }
    const weights = Float64Array.from({ length: 50 }, (_value, r) => (r < 10 ? 2 : 1))
    const byWeight = fitPenalised(design, labels, { weights, lambdas }).beta
    const byCopy = fitPenalised(
      doubled,
      Uint8Array.from(twice, r => labels[r]!),
      { lambdas },
    ).beta
    byWeight.forEach((value, j) => {
      expect(value).toBeCloseTo(byCopy[j]!, 9)
    })
  })

  it('finds a heavy penalty where a term says nothing and a light one where it says much', () => {
    const source = random(22, 'lambdas')
    const rows = 4000
    const codes = [0, 1].map(() => Uint16Array.from({ length: rows }, () => source.int(8)))
    const labels = Uint8Array.from({ length: rows }, (_value, r) =>
      source.next() < 0.1 + 0.1 * codes[0]![r]! ? 1 : 0,
    )
    const terms = codes.map((of, t) => ({ size: 8, codes: of, penalties: [ridge(8, `term ${t}`)] }))
    const { lambdas } = fitPenalised({ rows, terms }, labels)
    expect(lambdas.get('term 0')!).toBeLessThan(5)
    expect(lambdas.get('term 1')!).toBeGreaterThan(100)
  })

  it('refuses labels that are all equal', () => {
    const { design } = smallDesign(10)
    expect(() => fitPenalised(design, new Uint8Array(10))).toThrow('labels are all equal')
  })
})
