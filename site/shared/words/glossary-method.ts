import { entriesOf } from './glossary-entry.ts'

/** How the tools are made, who answers for them, and what is taken for granted. */
export const METHOD_TERMS = [
  ...entriesOf(
    ['areas', 'people'],
    [
      {
        id: 'method',
        term: 'Method page',
        also: [
          ...['method', 'the formulas', 'where it comes from', 'tested on', 'learnt from', 'in a picture'],
          ...['meet it', 'left out'],
        ],
        means: 'How the figures are made, from this week’s own run: in words, in pictures and in formulas.',
        example: 'A half-life of 104 weeks: an offence of two years ago counts half.',
        see: ['assumption', 'model-card'],
      },
      {
        id: 'assumption',
        term: 'Assumption',
        also: ['what is taken for granted'],
        means: 'What the tool takes for granted and does not test. Each has a number, in the code too.',
        example: 'A1: recorded crimes stand for crimes.',
        see: ['method'],
      },
      {
        id: 'tried',
        term: 'Tried and dropped',
        also: [
          ...['what was tried and dropped', 'ways that were not taken', 'tried', 'taken instead'],
          ...['source, and date of the record', 'gradient boosting', 'poisson counts', 'boosted trees'],
          ...['features read', 'testing on rows'],
        ],
        means:
          'Ways to make the forecast that were measured and not taken, each with the figure that decided.',
        example: 'Boosting with 20 features did no better, so the plain model was kept.',
        see: ['method'],
      },
      {
        id: 'decided',
        term: 'Who decided',
        also: ['decisions that stand in the settings', 'by', 'what'],
        means: 'Decisions about the tools that the force has written into its settings: who, when and what.',
        example: 'On 16 November the lab adopted the cut-points of the bands.',
        see: ['public-record'],
      },
      {
        id: 'model-card',
        term: 'Model card',
        also: [
          ...['meant for', 'not meant for', 'what may change how well it does', 'how well it does', 'ethics'],
        ],
        means: 'One page about a model: what it is for and not for, how well it does, and what to beware of.',
        example: '“Not meant for”: anything about a person or an address.',
        see: ['public-record', 'method'],
      },
      {
        id: 'public-record',
        term: 'Public record',
        also: [
          ...['metadata and title', 'tier 1: overview', 'tier 2', 'how it is made', 'the force says'],
          ...['figures of this week', 'not stated'],
        ],
        means:
          'What the public may know of a tool, field by field, by a standard of the UK government (ATRS).',
        example: 'Field 2.3.5 says how a decision can be appealed.',
        see: ['model-card'],
      },
    ],
  ),
  ...entriesOf(
    ['areas'],
    [
      {
        id: 'pool',
        term: 'Pool',
        also: [
          ...['pool', 'own record', 'what the pool weighs', 'how it looks back', 'as a bar, logarithmic'],
          ...['power', 'power of', 'offences, half-life', 'offences, all history', 'number of places with'],
          ...['what it borrows', 'several victims of one crime', 'that are recorded by now'],
        ],
        means: 'The model looks back in several ways at once. The pool makes one number of them.',
        example: 'Pool × 15: the square has fifteen times the offences of an average one.',
        see: ['method', 'why'],
      },
    ],
  ),
  ...entriesOf(
    ['people'],
    [
      {
        id: 'learnt-values',
        term: 'Set and learnt values',
        also: [
          ...['what was set, and what was learnt', 'strength of the penalty', 'harm weights'],
          ...['how far ahead the chance looks', 'people on whom the cut-points were found'],
          ...['the same in numbers', 'years', 'it adds'],
        ],
        means: 'Some numbers are set by the force and stay. The others are learnt anew each week.',
        example: 'The half-life is set. The strength of the penalty, which keeps curves smooth, is learnt.',
        see: ['method', 'half-life'],
      },
    ],
  ),
]
