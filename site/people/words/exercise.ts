import { formatFigure, formatShare } from '../../shared/format.ts'
import { type Exercise, lettersOf, type Task } from '../../shared/words/exercise.ts'

/** An invented person as the records had them a year before, and the truth. */
export interface ExercisePerson {
  readonly letter: string
  readonly happened: boolean
  readonly charges: number
  readonly weeksSince: number
  readonly age: number
  readonly harm: number
  /** The true chance of becoming high harm within the year. */
  readonly chance: number
}

/** Ten invented people; a test makes them anew with the generator. */
export const EXERCISE_PEOPLE: readonly ExercisePerson[] = [
  { letter: 'A', happened: false, charges: 4, weeksSince: 46, age: 38, harm: 118, chance: 0.06 },
  { letter: 'B', happened: false, charges: 3, weeksSince: 57, age: 20, harm: 120, chance: 0.17 },
  { letter: 'C', happened: true, charges: 13, weeksSince: 0, age: 26, harm: 113, chance: 0.71 },
  { letter: 'D', happened: false, charges: 3, weeksSince: 2, age: 21, harm: 75, chance: 0.39 },
  { letter: 'E', happened: false, charges: 4, weeksSince: 5, age: 19, harm: 118, chance: 0.37 },
  { letter: 'F', happened: true, charges: 11, weeksSince: 8, age: 31, harm: 110, chance: 0.51 },
  { letter: 'G', happened: false, charges: 7, weeksSince: 68, age: 22, harm: 118, chance: 0.09 },
  { letter: 'H', happened: false, charges: 1, weeksSince: 9, age: 22, harm: 120, chance: 0.01 },
  { letter: 'I', happened: false, charges: 8, weeksSince: 3, age: 31, harm: 115, chance: 0.44 },
  { letter: 'J', happened: true, charges: 23, weeksSince: 8, age: 35, harm: 117, chance: 0.5 },
]

/** Points from which the high band of the exercise begins; years in which a charge loses half. @internal */
export const EXERCISE_RULES = { highCut: 121, halfLifeYears: 2 } as const

/** The exercise on people. */
export function peopleExercise(people: readonly ExercisePerson[]): Exercise {
  const { highCut, halfLifeYears } = EXERCISE_RULES
  return {
    lead:
      'Ten invented people, as their records stood a year ago. None of them exists. The generator of the ' +
      'sample knows the true chance of each, and what came. ' +
      `High begins at ${highCut} points; a charge loses half of its points in ${halfLifeYears} years. ` +
      'Write down your answers before you open ours.',
    caption: 'Ten invented people below high, a year ago',
    columns: ['Person', 'Harm score', 'Charges ever', 'Weeks without a charge', 'Age'],
    rows: people.map(({ letter, harm, charges, weeksSince, age }) => [
      letter,
      ...[harm, charges, weeksSince, age].map(String),
    ]),
    tasks: [chooseTask(people), sumTask(people), nearTask(people), wrongTask(people), decayTask(people)],
    truth: {
      columns: ['Person', 'True chance', 'Became high harm'],
      rows: people.map(({ letter, chance, happened }) => [
        letter,
        formatShare(chance),
        happened ? 'yes' : 'no',
      ]),
    },
  }
}

const ordered = (people: readonly ExercisePerson[], by: (person: ExercisePerson) => number) =>
  [...people].sort((a, b) => by(b) - by(a))

const letters = (people: readonly ExercisePerson[]) => lettersOf(people.map(({ letter }) => letter))

function chooseTask(people: readonly ExercisePerson[]): Task {
  const became = (chosen: readonly ExercisePerson[]) => chosen.filter(({ happened }) => happened).length
  const chance = ordered(people, person => person.chance).slice(0, 5)
  const harm = ordered(people, person => person.harm).slice(0, 5)
  return {
    asks: 'Your unit can offer support to five of them, so that they do not become high harm. Which five?',
    answer:
      `The greatest true chances have ${letters(chance)}: ${became(chance)} of these five became high ` +
      `harm. The highest scores have ${letters(harm)}: ${became(harm)} of these did.`,
    how:
      'A score adds up what was. Many charges, the last of them not long ago, tell more about what will be ' +
      'than one grave charge long past.',
  }
}

function sumTask(people: readonly ExercisePerson[]): Task {
  const sum = people.reduce((total, { chance }) => total + chance, 0)
  const became = people.filter(({ happened }) => happened)
  return {
    asks: 'How many of the ten do you expect to become high harm?',
    answer: `${formatFigure(sum, 1)} on average. It came out as ${became.length}: ${letters(became)}.`,
    how: 'Add up the chances. The sum is often near; who it will be, nobody knows beforehand.',
  }
}

function nearTask(people: readonly ExercisePerson[]): Task {
  const [first, second] = ordered(people, person => person.harm) as [ExercisePerson, ExercisePerson]
  const [more, less] = first.chance > second.chance ? [first, second] : [second, first]
  const times = (charges: number) => (charges === 1 ? '1 charge' : `${charges} charges`)
  return {
    asks: `${first.letter} and ${second.letter} have nearly the same score. Is their chance the same?`,
    answer: `No: ${more.letter} has ${formatShare(more.chance)}, ${less.letter} ${formatShare(less.chance)}.`,
    how:
      `${more.letter} has ${times(more.charges)}, ${less.letter} ${times(less.charges)}. How often counts ` +
      'for more than how grave.',
  }
}

function wrongTask(people: readonly ExercisePerson[]): Task {
  const high = ordered(people, person => person.chance).filter(({ chance }) => chance >= 0.35)
  const not = high.filter(({ happened }) => !happened)
  return {
    asks: `${letters(high)} had true chances of 35% or more. Did all of them become high harm?`,
    answer: `No: ${letters(not)} did not. The chance was right all the same.`,
    how: 'A chance of 40% means that 60 in 100 do not. Treat nobody as if it had happened already.',
  }
}

function decayTask(people: readonly ExercisePerson[]): Task {
  const top = ordered(people, person => person.harm)[0]!
  const { halfLifeYears } = EXERCISE_RULES
  return {
    asks:
      `${top.letter} has ${top.harm} points. What is the score ${halfLifeYears} years later, with no new ` +
      'charge?',
    answer: `${Math.round(top.harm / 2)} points, and nobody has done anything.`,
    how: 'Charges lose half of their points in that time. Do not take such a fall for success.',
  }
}
