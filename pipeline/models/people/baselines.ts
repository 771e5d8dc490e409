import { cholesky, choleskySolve } from '../../lib/cholesky.ts'
import { sigmoid } from '../../lib/logistic.ts'
import { type LabelledRows, type Table, type TableColumn, weightsOf } from './columns.ts'
import { fitAdditive, predictProbabilities } from './gam.ts'

/**
 * What a simple rule says of some rows: a probability, and where it is no probability the rank that it gives.
 */
export interface RulesOfThumb {
  /** Share of the training rows, by weight, that became high harm: the same for everyone. */
  readonly baseRate: Float64Array
  /** A smooth model of the gap to the cut-point alone. */
  readonly gapOnly: Float64Array
  /** A smooth model of the Copas rate and age (Copas and Marshall 1998). */
  readonly copasAge: Float64Array
  /** The harm score as a rank: the smaller the gap, the higher. */
  readonly harmRank: Float64Array
}

/**
 * The simple rules that the transition model has to beat, learnt from `train` and read off `test`, a row
 * each. Both tables hold the columns `gap`, `copas` and `age` as numbers.
 *
 * @example rulesOfThumb({ table, labels }, table).baseRate[0] // share of labels that are 1
 */
export function rulesOfThumb(train: LabelledRows, test: Table): RulesOfThumb {
  const simple = (...names: string[]) => {
    const model = fitAdditive({ ...train, table: only(train.table, names) })
    return predictProbabilities(model, only(test, names))
  }
  const weights = weightsOf(train)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const rate = train.labels.reduce((sum, label, i) => sum + label * weights[i]!, 0) / total
  return {
    baseRate: new Float64Array(test.rows).fill(rate),
    gapOnly: simple('gap'),
    copasAge: simple('copas', 'age'),
    harmRank: numbersOf(test, 'gap').map(gap => -gap),
  }
}

function only(table: Table, names: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ name }) => names.includes(name)) }
}

function numbersOf(table: Table, wanted: string): Float64Array {
  const column = table.columns.find(({ name }) => name === wanted)
  if (column?.kind !== 'numeric') throw new RangeError(`no column of numbers: ${wanted}`)
  return column.values
}

const RIDGE = 1
const STEPS = 12

/**
 * The baseline that everyone knows: a ridge logistic regression on standardised columns (missing numbers at
 * their mean with a column of their own that says so, one column a level), penalty 1, row weights not used.
 * Returns the probabilities of `test`.
 *
 * @example linearBaseline({ table, labels }, table)[0] // the first row's probability
 */
export function linearBaseline({ table, labels }: LabelledRows, test: Table): Float64Array {
  const encoders = table.columns.map(encoderOf)
  const design = (of: Table) => [
    new Float64Array(of.rows).fill(1),
    ...of.columns.flatMap((column, j) => encoders[j]!(column)),
  ]
  const x = design(table)
  const beta = new Float64Array(x.length)
  for (let step = 0; step < STEPS; step++) newton(x, labels, beta)
  return linear(design(test), beta, test.rows).map(sigmoid)
}

type Encoder = (column: TableColumn) => Float64Array[]

function encoderOf(column: TableColumn): Encoder {
  if (column.kind === 'categorical') {
    const { levels } = column
    return other => {
      const { codes, levels: names } = other as typeof column
      return levels.map(level => Float64Array.from(codes, code => (names[code] === level ? 1 : 0)))
    }
  }
  const known = column.values.filter(value => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1)
  const spread =
    Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(known.length, 1)) || 1
  return other => {
    const { values } = other as typeof column
    return [
      values.map(value => (Number.isNaN(value) ? 0 : (value - mean) / spread)),
      values.map(value => (Number.isNaN(value) ? 1 : 0)),
    ]
  }
}

function linear(x: readonly Float64Array[], beta: Float64Array, rows: number): Float64Array {
  const eta = new Float64Array(rows)
  x.forEach((column, j) => {
    for (let r = 0; r < rows; r++) eta[r]! += column[r]! * beta[j]!
  })
  return eta
}

function newton(x: readonly Float64Array[], labels: Uint8Array, beta: Float64Array): void {
  const n = x.length
  const p = linear(x, beta, labels.length).map(sigmoid)
  const information = new Float64Array(n * n)
  const gradient = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const a = x[i]!
    for (let r = 0; r < labels.length; r++) gradient[i]! += a[r]! * (labels[r]! - p[r]!)
    for (let j = 0; j <= i; j++) {
      const b = x[j]!
      let sum = 0
      for (let r = 0; r < labels.length; r++) sum += a[r]! * b[r]! * p[r]! * (1 - p[r]!)
      information[i * n + j] = sum
    }
    information[i * n + i]! += i === 0 ? 1e-9 : RIDGE
    gradient[i]! -= i === 0 ? 0 : RIDGE * beta[i]!
  }
  const step = choleskySolve(cholesky(information, n), n, gradient)
  for (let i = 0; i < n; i++) beta[i]! += step[i]!
}
