import { FALL_WEEKS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatShare, formatWhole } from '../../shared/format.ts'
import type { Question } from '../../shared/words/quiz.ts'

/** The numbers of a week that the questions are about. */
export interface AskedOfPeople {
  readonly people: number
  /** People in the high band, and how many of them fall with no action. */
  readonly high: number
  readonly falling: number
  /** Score from which the high band begins. */
  readonly highCut: number
  readonly unit: { readonly code: string; readonly name: string; readonly support: number }
  readonly weeks: number
  /** Share of people on past lists who became high harm, and of those first on them; null: not judged. */
  readonly baseRate: number | null
  readonly precision: number | null
}

/** The eight questions about the people product, from this week's counts. */
export function peopleQuestions(asked: AskedOfPeople): Question[] {
  return [...scoreQuestions(asked), ...chanceQuestions(asked), ...useQuestions(asked)]
}

const UNITS = { href: '/', text: 'Units' }
const EVIDENCE = { href: '/evidence/', text: 'Evidence' }
const FAIRNESS = { href: '/fairness/', text: 'Fairness' }

function scoreQuestions({ people, high, falling, highCut }: AskedOfPeople): Question[] {
  return [
    {
      id: 'charged',
      asks: `${formatWhole(people)} people stand here with a charge. How many were convicted of it?`,
      answers: [
        'That number does not say: a charge is not a conviction',
        'All of them',
        'All whose band is high or super high',
      ],
      why: 'The outcome stands beside each charge. One that ends in acquittal adds nothing to the score.',
      page: UNITS,
      must: false,
    },
    {
      id: 'score',
      asks: `The high band begins at a harm score of ${formatWhole(highCut)}. What does such a score say?`,
      answers: [
        'How much harm the recorded charges stand for, older ones counting less',
        'How likely the person is to do harm again',
        'How dangerous the person is',
      ],
      why: 'A score looks back and adds up. Only the probability looks ahead, and only for those below high.',
      page: { href: '/method/', text: 'Method' },
      must: false,
    },
    {
      id: 'decay',
      asks:
        `${formatWhole(high)} people are in high or above. ${formatWhole(falling)} of their bands fall ` +
        `within ${FALL_WEEKS} weeks with no action. A programme reports that as many fell. What did it do?`,
      answers: [
        'That cannot be seen: as many would have fallen without it',
        'It brought so many people out of the high band',
        'It did nothing',
      ],
      why: 'Charges grow old by themselves. Do not take decay for success; compare with what was expected.',
      page: UNITS,
      must: true,
    },
  ]
}

function chanceQuestions({ baseRate, precision, weeks, unit }: AskedOfPeople): Question[] {
  const first = {
    id: 'first',
    asks:
      `${formatWhole(unit.support)} people stand under “may need support” in ${unit.name}. What does the ` +
      'first place mean?',
    answers: [
      'Look at this person first, and check other sources',
      'This person has to be managed',
      'This person will become high harm',
    ],
    why: 'The list is where to begin. Most people on it, the first among them, do not become high harm.',
    page: { href: `/lomu/${unit.code}/`, text: unit.name },
    must: false,
  } as const
  if (baseRate === null || precision === null) return [...untested(), first]
  const [base, right] = [baseRate, precision].map(share => Math.round(100 * share)) as [number, number]
  const other = right === 50 ? 60 : right
  return [
    {
      id: 'base-rate',
      asks: `Of 100 people on past lists, how many became high harm within ${weeks} weeks?`,
      answers: [
        base === 0 ? 'Fewer than one' : `About ${base}`,
        `About ${base > 40 && base < 60 ? 90 : 50}`,
        `About ${base > 80 ? 10 : 95}`,
      ],
      why: `The base rate is ${formatShare(baseRate)}. Read each probability beside it.`,
      page: EVIDENCE,
      must: false,
    },
    {
      id: 'precision',
      asks: 'Of 100 people at the top of past lists, how many did not become high harm?',
      answers: [`About ${100 - right}`, `About ${other}`, 'None'],
      why: `The precision is ${formatShare(precision)}. All others were looked at, and it did not happen.`,
      page: EVIDENCE,
      must: false,
    },
    first,
  ]
}

/** Questions for a force whose records hold too few cases to judge the lists. */
function untested(): Question[] {
  return [
    {
      id: 'base-rate',
      asks: 'Why does the evidence page give no results this week?',
      answers: [
        'There are too few past cases to judge by',
        'The lists were always right',
        'The results are secret',
      ],
      why: 'With few cases chance alone decides a result. Then none is given, and the page says so.',
      page: EVIDENCE,
      must: false,
    },
    {
      id: 'precision',
      asks: 'Of 100 people with a probability of 4%, how many are expected not to become high harm?',
      answers: ['About 96', 'About 4', 'None'],
      why: 'Four in a hundred do. The other 96 do not, and nobody knows beforehand who is who.',
      page: EVIDENCE,
      must: false,
    },
  ]
}

function useQuestions({ unit }: AskedOfPeople): Question[] {
  return [
    {
      id: 'opening',
      asks: 'You think that a neighbour may be on the list. May you open the page to see?',
      answers: [
        'No: each opening needs a reason from work, and is logged',
        'Yes: I have access',
        'Yes, if I tell nobody',
      ],
      why: 'The law asks who looked at whose record, when and why. The server keeps it.',
      page: { href: `/lomu/${unit.code}/`, text: unit.name },
      must: true,
    },
    {
      id: 'fairness',
      asks: 'For a group of 30 people no difference was found. Is the model fair to them?',
      answers: [
        'It cannot be told: with so few, a real difference would not show',
        'Yes: none was found',
        'Yes: sex and ethnicity are never used',
      ],
      why: 'Look at the interval: a wide one leaves room for much. What is not used can still be mirrored.',
      page: FAIRNESS,
      must: false,
    },
  ]
}
