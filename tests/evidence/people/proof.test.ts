import { expect, it } from 'vitest'
import { type Proof, proveLeak } from '../../../pipeline/evidence/people/proof.ts'
import { loadForce } from '../../../pipeline/force/load.ts'
import { ForceSchema } from '../../../pipeline/force/schema.ts'
import westMidlands from '../../../pipeline/force/west-midlands.ts'

const gain = { gain: 0.01, low: 0.008, high: 0.012 }
const quiet = { alarm: false, findings: [], treeGain: gain, treeGainOverChosen: gain }
const measured = { rows: 100, chosenBrier: 0.02, treeBrier: 0.01, treeAuc: 0.9 }
const finding = (...columns: string[]) => ({ kind: 'trees-beat-additive' as const, columns, detail: 'more' })
const silent = { ...quiet, ...measured }
const rung = { ...silent, alarm: true, findings: [finding('gap', 'charges13'), finding('gap')] }
const proof = (feature: Proof['feature']): Proof => ({
  feature,
  on: '2026-11-20',
  by: 'Head of Data Quality',
  how: '200 charges compared with the audit log of the source',
})

it('a silent alarm needs no proof', () => {
  expect(proveLeak(silent, [proof('gap')])).toMatchObject({ proofs: [], unproven: [] })
})

it('an alarm names the factors that nobody has proven', () => {
  expect(proveLeak(rung, []).unproven).toEqual(['charges13', 'gap'])
  expect(proveLeak(rung, [proof('gap')]).unproven).toEqual(['charges13'])
})

it('an alarm whose factors are all proven passes, with the proofs that it rests on and no others', () => {
  const { proofs, unproven } = proveLeak(rung, [proof('age'), proof('gap'), proof('charges13')])
  expect(proofs.map(({ feature }) => feature)).toEqual(['charges13', 'gap'])
  expect(unproven).toEqual([])
})

it('a proof of a factor that does not exist fails when the force is loaded', async () => {
  const misspelt = { ...proof('gap'), feature: 'gaps' as Proof['feature'] }
  const force = { ...westMidlands, harm: { ...westMidlands.harm, provenFeatures: [misspelt] } }
  expect(ForceSchema.safeParse(force).success).toBe(false)
  expect((await loadForce()).settings.harm.provenFeatures).toEqual([])
})
