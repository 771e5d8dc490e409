import { PEOPLE_TOOL, statedText } from '../../force/public-record.ts'
import type { PeopleMethodFile } from '../contract/method.ts'
import { whole } from '../figures.ts'
import { LIMITS } from './limits.ts'
import { measuredOffWords, performanceOf } from './performance.ts'
import type { RecordOf } from './record.ts'

type Card = PeopleMethodFile['card']

/** The model card of the chance of high harm (Mitchell et al. 2019, Model Cards for Model Reporting). */
export function peopleCard(facts: RecordOf): Card {
  const { settings, evidence, fairness } = facts
  const team = statedText(settings, PEOPLE_TOOL, 'team').text
  return [
    {
      heading: 'The model',
      text: [
        'An additive logistic model, learnt anew each week: the chance that a listed person below ' +
          `high harm reaches it within ${settings.harm.transitionWeeks} weeks.`,
        `Kept by: ${team}. Questions: ${settings.contact}.`,
      ],
    },
    ...uses(),
    {
      heading: 'What may change how well it does',
      text: [
        'Whom police charge and for what; how long courts take; custody; a change of the weights or ' +
          'the cut-points.',
        'Sex, age and ethnicity: each group stands in field 2.4.2.7 below with its interval.',
        measuredOffWords(fairness),
      ],
    },
    { heading: 'How well it does', text: performanceOf(evidence, settings) },
    {
      heading: 'Tested on',
      text: [
        'The lists of a year ago, as they would have been delivered. Each half of the people is ' +
          'judged by a model that learnt from the other half, at days whose outcome was known by ' +
          'then.',
      ],
    },
    { heading: 'Learnt from', text: learnt(facts) },
    {
      heading: 'Ethics',
      text: [
        'A false alarm falls on a person. The list decides nothing; a person does, after checking, ' +
          'and can disagree.',
        'Who gets charged is not who offends. If police charge a group more, its scores are higher ' +
          'for that alone, and no audit of charges can show it.',
      ],
    },
    { heading: 'Limits and advice', text: [...LIMITS] },
  ]
}

function uses(): Card {
  return [
    {
      heading: 'Meant for',
      text: ['Units that decide whom to consider for management and support, within what they can take on.'],
    },
    {
      heading: 'Not meant for',
      text: [
        'Arrest, charge, bail, sentence, or stop and search. It is not evidence.',
        'People who are already high harm, in custody, or without a charge that counts: they get no chance.',
        'A verdict on one person: it is about people with the same facts.',
      ],
    },
  ]
}

function learnt({ evidence, charges, charged }: RecordOf): string[] {
  const people = evidence.landmarks.reduce((sum, { people: n }) => sum + n, 0)
  const high = evidence.landmarks.reduce((sum, { high: n }) => sum + n, 0)
  return [
    `${whole(charges)} charges of ${whole(charged)} people. ${whole(evidence.landmarks.length)} ` +
      `past days, with ${whole(people)} places on lists, of which ${whole(high)} came before high ` +
      'harm.',
    ...(evidence.learnt ? [] : ['Too few became high harm to learn from: nobody has a chance this week.']),
  ]
}
