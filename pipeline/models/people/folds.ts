import type { PersonDays } from '../../features/person-features.ts'
import { rowsWhere } from '../../lib/rows.ts'
import { random } from '../../lib/seed.ts'

/** Rows to learn from and rows to judge by. */
export interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
}

/** Fold of each row, 0 to k - 1, drawn at random. */
export function randomFolds(rows: number, k: number, seed: number): Uint8Array {
  const source = random(seed, 'folds')
  return Uint8Array.from({ length: rows }, () => source.int(k))
}

/** Rows in and outside a fold. */
export function splitFold(folds: Uint8Array, fold: number): Split {
  const train: number[] = []
  const test: number[] = []
  for (let r = 0; r < folds.length; r++) (folds[r] === fold ? test : train).push(r)
  return { train: Int32Array.from(train), test: Int32Array.from(test) }
}

/** Fold of a person by a fixed mixing of the index, the same for every row of that person. */
export function personFold(person: number, k: number): number {
  return (Math.imul(person ^ 0x9e3779b9, 0x85ebca6b) >>> 16) % k
}

/** Parts into which the people are cut when people and time are both held apart. */
export const PERSON_FOLDS = 2
/** Landmarks that a temporal split is tested on: a year of them. */
export const TEST_LANDMARKS = 4

/**
 * Splits that hold apart both people and time: tested on the latest four landmarks of one half of the people,
 * trained on the other half at landmarks whose horizon ends before the first of these.
 *
 * @param landmarks the landmark days, latest first
 */
export function temporalSplits(
  { person, day }: PersonDays,
  landmarks: readonly number[],
  horizonDays: number,
): Split[] {
  const firstTest = landmarks[Math.min(TEST_LANDMARKS, landmarks.length) - 1] ?? Infinity
  const inFold = (r: number, fold: number) => personFold(person[r]!, PERSON_FOLDS) === fold
  return Array.from({ length: PERSON_FOLDS }, (_value, fold) => ({
    train: rowsWhere(person.length, r => !inFold(r, fold) && day[r]! + horizonDays <= firstTest),
    test: rowsWhere(person.length, r => inFold(r, fold) && day[r]! >= firstTest),
  }))
}
