import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'
import { budgetCells, LIST_BUDGET } from '../../../pipeline/bake/contract/vocabulary.ts'
import { formatCount, formatPercent, formatShare, formatWhole } from '../../shared/format.ts'
import type { Question } from '../../shared/words/quiz.ts'
import { capturedShare, expectedOf } from './captured.ts'

type Asked = Pick<
  TargetFile,
  'slug' | 'title' | 'cells' | 'total' | 'baseRate' | 'lastFourWeeks' | 'lastFourWeeksComplete'
>

/** The eight questions about a forecast, from its own numbers. */
export function areasQuestions(target: Asked): Question[] {
  return [...squareQuestions(target), ...areaQuestions(target), ...useQuestions(target)]
}

function squareQuestions({ slug, title, cells, baseRate }: Asked): Question[] {
  const first = cells[0]!
  // Where nothing is the likelier outcome: true of almost every square of almost every force.
  const unlikely = cells.find(({ pAny, rank }) => pAny < 0.5 && rank > 1) ?? cells.at(-1)!
  const expected = formatCount(first.count.expected)
  const page = { href: `/${slug}/?cell=${first.id}`, text: `${title}: ${first.place}` }
  const chance = formatShare(first.pAny)
  const bare = formatShare(1 - first.pAny)
  return [
    {
      id: 'expected',
      asks: `At the top of the list stands ${first.place}, with ${expected} expected. What does that mean?`,
      answers: [
        `Over many months like this one, ${expected} a month would come out on average`,
        `${formatWhole(Math.ceil(first.count.expected))} will happen there in the next four weeks`,
        `So many happened there in the last four weeks`,
      ],
      why: 'An expected number is an average over what may happen. It need not be whole, and it is no count.',
      page,
      must: false,
    },
    {
      id: 'chance',
      asks: `In the same square, how likely is it that nothing of this kind happens in the four weeks?`,
      answers: [bare, bare === '50%' ? '25%' : chance, 'It cannot happen: the square is first on the list'],
      why: `The chance of at least one is ${chance}. What is left, ${bare}, is the chance of none.`,
      page,
      must: false,
    },
    {
      id: 'base-rate',
      asks:
        `${unlikely.place} has a chance of ${formatShare(unlikely.pAny)}; the average square has ` +
        `${formatShare(baseRate)}. What is most likely to happen there?`,
      answers: ['No such offence', 'At least one such offence', 'More than in any other square'],
      why: 'A chance far above the average can still be below a half. Then none is the likeliest outcome.',
      page: { href: `/${slug}/?cell=${unlikely.id}`, text: `${title}: ${unlikely.place}` },
      must: false,
    },
  ]
}

function areaQuestions(target: Asked): Question[] {
  const { slug, title, cells, total } = target
  const page = { href: `/${slug}/`, text: title }
  const inside = formatShare(total.mass)
  const expecteds = cells.map(({ count }) => count)
  const held = Math.round(100 * capturedShare(expecteds, budgetCells(LIST_BUDGET, cells.length)))
  const part = formatPercent(LIST_BUDGET)
  return [
    {
      id: 'interval',
      asks:
        `${formatCount(total.expected)} are expected in the whole area, ${formatWhole(total.low)} to ` +
        `${formatWhole(total.high)} in ${inside} of cases. ${formatWhole(total.high + 1)} are recorded in ` +
        'the end. Was the forecast wrong?',
      answers: [
        `Not for that alone: outside that span is where ${formatShare(1 - total.mass)} of cases fall`,
        'Yes: it lies outside the interval',
        'Yes: only the expected number itself would have been right',
      ],
      why: 'One month cannot show it. The evidence page counts how often past totals fell inside.',
      page,
      must: false,
    },
    {
      id: 'captured',
      asks: `Of 100 expected offences, how many lie outside the first ${part} of the area?`,
      answers: [
        `About ${100 - held}`,
        `About ${held === 50 ? 40 : held}`,
        'None: that is what the list is for',
      ],
      why: `The first ${part} hold ${held} of 100. The list says where to look first, not where all will be.`,
      page,
      must: false,
    },
    lateQuestion(target, page),
  ]
}

function lateQuestion(
  { lastFourWeeks, lastFourWeeksComplete, cells }: Asked,
  page: Question['page'],
): Question {
  const more = Math.round(lastFourWeeksComplete - lastFourWeeks)
  const late = more > 0 ? ` About ${formatWhole(more)} more are likely to be recorded for these weeks.` : ''
  return {
    id: 'late',
    asks:
      `${formatWhole(lastFourWeeks)} are recorded so far for the last four weeks; ` +
      `${formatCount(expectedOf(cells.map(({ count }) => count)))} are expected for the next four. ` +
      'What does the comparison tell?',
    answers: [
      'Little: the last weeks are not complete, and chance moves such numbers',
      'Crime is about to rise or fall by the difference',
      'The forecast is wrong by the difference',
    ],
    why: `Some offences are recorded late.${late} The card says “more” only outside the interval.`,
    page,
    must: false,
  }
}

function useQuestions({ slug, title, cells }: Asked): Question[] {
  const { place } = cells[0]!
  return [
    {
      id: 'search',
      asks: `${place} is first on the list. Which of these may you conclude?`,
      answers: [
        'That the meeting should talk about the place, and look at what was recorded there',
        'That people who are found there may be stopped and searched',
        'That those who live there are more dangerous than others',
      ],
      why: 'The forecast is about places. It gives no grounds to stop, search or arrest anyone, ever.',
      page: { href: `/${slug}/`, text: title },
      must: true,
    },
    {
      id: 'patrols',
      asks: `Say ${place} is patrolled, and fewer offences than expected follow. Did the patrols do it?`,
      answers: [
        'From this alone nobody can tell',
        'Yes: without them the expected number would have happened',
        'No: patrols never have an effect',
      ],
      why: 'Fewer than expected is what chance does about half of the time. See what patrols went with.',
      page: { href: '/patrols/', text: 'Patrols' },
      must: false,
    },
  ]
}
