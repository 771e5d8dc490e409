import { random } from '../../lib/seed.ts'

/** Fold of each row, 0 to k - 1, drawn at random. */
export function randomFolds(rows: number, k: number, seed: number): Uint8Array {
  const source = random(seed, 'folds')
  return Uint8Array.from({ length: rows }, () => source.int(k))
}

/** Rows in and outside a fold. */
export function splitFold(folds: Uint8Array, fold: number): { train: Int32Array; test: Int32Array } {
  const train: number[] = []
  const test: number[] = []
  for (let r = 0; r < folds.length; r++) (folds[r] === fold ? test : train).push(r)
  return { train: Int32Array.from(train), test: Int32Array.from(test) }
}

/** Fold of a person by a fixed mixing of the index, the same for every row of that person. */
export function personFold(person: number, k: number): number {
  return (Math.imul(person ^ 0x9e3779b9, 0x85ebca6b) >>> 16) % k
}
