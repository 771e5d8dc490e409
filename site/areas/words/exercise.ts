import { formatCount, formatShare } from '../../shared/format.ts'
import { type Exercise, lettersOf, type Task } from '../../shared/words/exercise.ts'

/** A square of the invented force: what was recorded, and what the generator was told. */
export interface ExerciseSquare {
  readonly letter: string
  readonly last4: number
  readonly last52: number
  readonly fiveYears: number
  readonly planted: 'flare-up' | 'default geocode' | null
  /** Offences that four weeks like the last ones bring on average: the truth behind the records. */
  readonly truth: number
}

/** Ten squares of 1 km; a test makes them anew with the generator. */
export const EXERCISE_SQUARES: readonly ExerciseSquare[] = [
  { letter: 'A', last4: 0, last52: 5, fiveYears: 27, planted: null, truth: 0.56 },
  { letter: 'B', last4: 5, last52: 5, fiveYears: 18, planted: 'flare-up', truth: 0.16 },
  { letter: 'C', last4: 0, last52: 11, fiveYears: 35, planted: null, truth: 0.61 },
  { letter: 'D', last4: 3, last52: 8, fiveYears: 25, planted: null, truth: 0.25 },
  { letter: 'E', last4: 0, last52: 16, fiveYears: 65, planted: null, truth: 0.99 },
  { letter: 'F', last4: 3, last52: 12, fiveYears: 37, planted: null, truth: 0.57 },
  { letter: 'G', last4: 5, last52: 7, fiveYears: 12, planted: 'flare-up', truth: 0.25 },
  { letter: 'H', last4: 1, last52: 4, fiveYears: 24, planted: 'default geocode', truth: 0.35 },
  { letter: 'I', last4: 1, last52: 5, fiveYears: 31, planted: null, truth: 0.52 },
  { letter: 'J', last4: 0, last52: 6, fiveYears: 39, planted: null, truth: 0.74 },
]

/** The exercise on places. */
export function placesExercise(squares: readonly ExerciseSquare[]): Exercise {
  return {
    lead:
      'Ten squares of 1 km in an invented force, with knife crimes that were recorded there. The data come ' +
      'from the generator of the sample, so the truth is known: how many it was told to make, and what it ' +
      'planted. Write down your answers before you open ours.',
    caption: 'Recorded in each square, up to 15 November 2026',
    columns: ['Square', 'Last 4 weeks', 'Last 52 weeks', 'Five years'],
    rows: squares.map(({ letter, last4, last52, fiveYears }) => [
      letter,
      ...[last4, last52, fiveYears].map(String),
    ]),
    tasks: [
      chooseTask(squares),
      flareTask(squares),
      noneTask(squares),
      patrolTask(squares),
      geocodeTask(squares),
    ],
    truth: {
      columns: ['Square', 'True number, 4 weeks', 'Planted'],
      rows: squares.map(({ letter, truth, planted }) => [letter, formatCount(truth), planted ?? 'nothing']),
    },
  }
}

/** The letters of the first three squares by a number, in the order of that number. */
const firstThree = (squares: readonly ExerciseSquare[], by: (square: ExerciseSquare) => number) =>
  [...squares]
    .sort((a, b) => by(b) - by(a))
    .slice(0, 3)
    .map(({ letter }) => letter)

function chooseTask(squares: readonly ExerciseSquare[]): Task {
  const truth = firstThree(squares, square => square.truth)
  const long = firstThree(squares, square => square.fiveYears)
  const short = firstThree(squares, square => square.last4)
  const right = (chosen: readonly string[]) => chosen.filter(letter => truth.includes(letter)).length
  return {
    asks: 'You can look at three squares next month. Which three?',
    answer:
      `The three with most true offences are ${lettersOf(truth)}. Those with most in five years are ` +
      `${lettersOf(long)}: ${right(long)} of 3 right. Those with most in four weeks are ` +
      `${lettersOf(short)}: ${right(short)} of 3 right.`,
    how: 'Go by the long count. Four weeks hold so few offences that chance decides the order.',
  }
}

function flareTask(squares: readonly ExerciseSquare[]): Task {
  const busy = squares.filter(({ last4 }) => last4 >= 3)
  const planted = busy.filter(square => square.planted === 'flare-up')
  const figures = planted.map(
    ({ letter, last4, truth }) => `${letter}: ${last4} for a true ${formatCount(truth)}`,
  )
  return {
    asks:
      `In ${lettersOf(busy.map(({ letter }) => letter))} three or more were recorded in four weeks. ` +
      'Where was more than chance at work?',
    answer:
      `Extra offences were planted in ${lettersOf(planted.map(({ letter }) => letter))} ` +
      `(${figures.join('; ')}). The others are chance in squares that are busy anyway.`,
    how:
      'Divide the five years by 65 to see what four weeks usually bring. A flare-up is far above that. It ' +
      'stands apart from the ranks, for it may be over.',
  }
}

function noneTask(squares: readonly ExerciseSquare[]): Task {
  const expected = squares.reduce((sum, { truth }) => sum + truth, 0)
  const none = squares.reduce((sum, { truth }) => sum + Math.exp(-truth), 0)
  return {
    asks: 'These are busy squares. In how many of the ten will nothing happen next month?',
    answer:
      `In about ${Math.round(none)} of the ten, though ${formatCount(expected)} offences are expected in ` +
      'them together.',
    how: 'A square with 0.5 expected has none in 61% of months. Add up the chances of none.',
  }
}

function patrolTask(squares: readonly ExerciseSquare[]): Task {
  const top = [...squares].sort((a, b) => b.truth - a.truth)[0]!
  const one = top.last4 === 1 ? 'offence was' : 'offences were'
  return {
    asks:
      `Say that ${top.letter} was patrolled for the last four weeks. ${top.last4} ${one} recorded there. ` +
      'Did the patrols work?',
    answer:
      `No patrol had any effect: the generator knows none. With a true ${formatCount(top.truth)}, none at ` +
      `all comes in ${formatShare(Math.exp(-top.truth))} of months.`,
    how: 'Compare patrolled squares with others that are alike, over many weeks. One month shows nothing.',
  }
}

function geocodeTask(squares: readonly ExerciseSquare[]): Task {
  const point = squares.find(({ planted }) => planted === 'default geocode')
  return {
    asks: 'In one square records without a place were put on one point. Can you find it in the table?',
    answer: `It is ${point?.letter ?? 'in none of these'}, and the table cannot show it.`,
    how: 'On the real pages a note at the square says how many offences stand on one point. Look for it.',
  }
}
