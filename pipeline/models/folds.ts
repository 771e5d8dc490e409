import { random } from '../lib/seed.ts'

/** Fold of each row, 0 to k - 1, drawn at random by group: all rows of a group share a fold. */
export function randomFolds(rows: number, k: number, seed: number, groups?: Int32Array): Uint8Array {
  const source = random(seed, 'folds')
  if (!groups) return Uint8Array.from({ length: rows }, () => source.int(k))
  const ofGroup = new Map<number, number>()
  return Uint8Array.from(groups, group => {
    const fold = ofGroup.get(group) ?? source.int(k)
    ofGroup.set(group, fold)
    return fold
  })
}

/** Rows in and outside a fold. */
export function splitFold(folds: Uint8Array, fold: number): { train: Int32Array; test: Int32Array } {
  const train: number[] = []
  const test: number[] = []
  for (let r = 0; r < folds.length; r++) (folds[r] === fold ? test : train).push(r)
  return { train: Int32Array.from(train), test: Int32Array.from(test) }
}
