import { entriesOf } from './glossary-entry.ts'

/** How the tools are made, and the public record of them: terms of both products. */
export const METHOD_TERMS = entriesOf(
  ['areas', 'people'],
  [
    {
      id: 'method',
      term: 'Method',
      also: ['how it is made', 'how it looks back', 'what the pool weighs', 'meet it', 'left out'],
      means: 'How a number is made, from the records to the page, so that others can check it.',
      example: 'The method page shows the sum behind one square, part by part.',
      see: ['model', 'assumption'],
    },
    {
      id: 'assumption',
      term: 'Assumption',
      also: ['what is taken for granted', 'what is assumed', 'assumptions'],
      means: 'Something that the method takes for granted. Each has a number and can be questioned.',
      example: 'A13: an offence of a date range counts at its start.',
      see: ['method'],
    },
    {
      id: 'set-and-learnt',
      term: 'Set and learnt',
      also: [
        ...['what was set', 'the formulas', 'what', 'where it comes from', 'strength of the penalty', 'by'],
        ...['what it borrows', 'several victims', 'power of', 'power', 'own record', 'logarithmic'],
        ...[
          'shrunk towards',
          'number of places',
          'decisions that stand in the settings',
          'pool',
          'learnt from',
        ],
      ],
      means: 'Some numbers of a model are set by people, others are learnt from past records.',
      example:
        'That old offences count half after two years is set; how much a neighbour square tells is learnt.',
      see: ['model'],
    },
    {
      id: 'tried',
      term: 'Tried and dropped',
      also: [
        ...[
          'what was tried and dropped',
          'ways that were not taken',
          'tried',
          'taken instead',
          'boosted trees',
        ],
        ...['source, and date of the record', 'gradient boosting', 'poisson counts', 'trial of the alarms'],
      ],
      means: 'Other ways that were tested and not taken, with the figures that decided.',
      example: 'Boosted trees were no better than the sum of few parts, and harder to explain.',
      see: ['evidence'],
    },
    {
      id: 'model-card',
      term: 'Model card',
      also: [
        ...[
          'meant for',
          'not meant for',
          'what may change how well it does',
          'how well it does',
          'tested on',
        ],
        ...['ethics', 'model card'],
      ],
      means: 'One page on what a model is for, what it is not for, and how well it does.',
      example: '“Not meant for: grounds to stop and search.”',
      see: ['public-record'],
    },
    {
      id: 'public-record',
      term: 'Public record (ATRS)',
      also: ['public record', 'atrs', 'metadata and title', 'tier 1', 'tier 2'],
      means: 'The form in which public bodies tell everyone about tools like this, field by field.',
      example: 'Tier 1 is a short overview; tier 2 says who answers for the tool and how it is checked.',
      see: ['method'],
    },
  ],
)
