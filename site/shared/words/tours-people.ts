import { RECORDS } from './records.ts'
import type { Tour } from './tour.ts'

/**
 * The tours of the people product. None opens a person: each opening is logged with its reason, and training
 * is none.
 */
export const PEOPLE_TOURS: readonly Tour[] = [
  {
    id: 'manager',
    role: 'Offender manager',
    aim: 'You can work through the four tabs of your unit, and write down a decision that is your own.',
    steps: [
      {
        page: '/lomu/:unit/',
        part: '[role=tablist]',
        title: 'Four tabs, equal in rank',
        text:
          'Who may need support, who may be stepped down, who is new or moved, and whose review is due. ' +
          'Look at all four each week. A list is where you begin, not what you decide.',
      },
      {
        page: '/lomu/:unit/',
        part: '.capacity',
        title: 'What to expect of the list',
        text:
          'Move the slider to the number that you can look at. Most of those people will not become high ' +
          'harm. The figures say how many may, and how many a draw by lot would find.',
      },
      {
        page: '/lomu/:unit/',
        part: '#tab-step-down',
        title: 'Stepping down is work too',
        text:
          'These bands fall by themselves as charges grow old. That is no sign that a plan worked. Ask ' +
          'whether the person still needs your time, and who could use it more.',
      },
      {
        page: '/lomu/:unit/',
        part: '[data-roster] thead',
        title: 'Fact, score or prediction',
        text:
          `Each column says what it is. A recorded fact comes from ${RECORDS}. A derived score adds up ` +
          'past harm. A prediction can be wrong, and is wrong for most people on the list.',
      },
      {
        page: '/lomu/:unit/',
        part: '[data-rows] tr:first-child',
        title: 'Opening a person is logged',
        text:
          'Choose a reference to open a person. You say why once, and the log keeps who looked, when and ' +
          'why. Open nobody out of interest, and nobody to practise. This tour opens no one.',
      },
      {
        page: '/lomu/:unit/',
        part: '.limits',
        title: 'Then you decide',
        text:
          'A charge is not a conviction. Check other sources and ask local officers. Agree or disagree on ' +
          'the decision slip, say why, and set a review. Your disagreement is counted and read.',
      },
    ],
  },
  {
    id: 'oversight',
    role: 'Oversight',
    aim: 'You can ask the right questions about whom the tool lists and who bears its mistakes.',
    steps: [
      {
        page: '/',
        part: '#units-caption',
        title: 'Counts, no names',
        text:
          'How many people are in each band, and how that moved since last week. Only the officers of a ' +
          'unit can open its list, and the server logs each opening.',
      },
      {
        page: '/',
        part: '.units tfoot',
        title: 'Bands fall by themselves',
        text:
          'So many would fall with no action at all. Take them off before you believe a claim that a ' +
          'programme brought people down.',
      },
      {
        page: '/evidence/',
        part: 'main h1',
        title: 'How well does it do?',
        text:
          'Tested on people and times that it had not seen. Precision says how many of those listed ' +
          'became high harm; recall how many of those who did were listed.',
      },
      {
        page: '/fairness/',
        part: 'main h1',
        title: 'Who bears the mistakes?',
        text:
          'Look at those who were listed and did not become high harm, group by group. Small groups have ' +
          'wide intervals: no difference found is not the same as no difference.',
      },
      {
        page: '/method/',
        part: 'main h1',
        title: 'How a score is made',
        text:
          'Every step and every assumption. Sex, ethnicity and religion are never used to score anyone. ' +
          'They serve for the fairness check alone.',
      },
      {
        page: '/help/',
        part: '#ask',
        title: 'Ask for more',
        text:
          'On the page of a unit you can see 20 people of a list at random, without names. For anything ' +
          'else, ask the contact here.',
      },
    ],
  },
]
