import { entriesOf } from './glossary-entry.ts'

/** How forecasts of places are judged. */
export const EVIDENCE_TERMS = entriesOf(
  ['areas'],
  [
    {
      id: 'ledger',
      term: 'Ledger',
      also: [
        'past forecasts and what came',
        'ledger',
        'last forecast',
        'published',
        'as published',
        'forecasts of earlier weeks',
        'this forecast',
      ],
      means: 'Every forecast that was published, beside what was recorded. Nothing is taken out later.',
      example: 'A forecast whose weeks are not over stands in it as “open”.',
      see: ['evidence'],
    },
    {
      id: 'simple-map',
      term: 'Simple map',
      also: [
        ...['map of the last 4 weeks', 'map of the last 52 weeks', 'map of all history', 'even spread'],
        ...['smoothed map', 'same weeks of past years', 'simple maps', 'bits, all history'],
      ],
      means: 'A map that needs no model: a count of past offences. The forecast has to do better than it.',
      example: 'The map of all history is often hard to beat; that of the last 4 weeks is easy.',
      see: ['bits'],
    },
    {
      id: 'candidates',
      term: 'Models compared',
      also: [
        ...['gamma-poisson', 'kernel mixture', 'mean of these two', 'log-linear pool', 'pool corrected'],
        ...['mean of mean', 'challenger', 'boosted'],
      ],
      means: 'Recipes that were tried on the same past weeks. The one in use is named, and why.',
      example: 'The pool takes some of each model; the challenger shows whether more effort would pay.',
      see: ['model'],
    },
    {
      id: 'bits',
      term: 'Bits',
      also: ['bits', 'bits an offence'],
      means: 'How much more weight a map gave to the places where offences fell. 0 is no gain.',
      example: '0.10 bits: 7% more weight than the simple map, on average over the offences.',
      see: ['simple-map'],
    },
    {
      id: 'pai',
      term: 'PAI',
      also: ['pai', 'pei*', 'pei'],
      means:
        'Share captured, divided by the share of the area. PEI* is that beside the best that was possible.',
      example: '16% captured in 2% of the area: PAI 8.',
      see: ['capture'],
    },
    {
      id: 'log-score',
      term: 'Log score and RPS',
      also: ['log score', 'rps'],
      means: 'Two marks for a whole forecast, certain or not. Lower is better; compare only in one table.',
      example: 'A forecast that said 1% and was wrong is marked down more than one that said 20%.',
      see: ['calibration'],
    },
    {
      id: 'same-squares',
      term: 'Same squares',
      also: ['same squares', 'same squares as before', 'squares of'],
      means: 'How much of the list stays from one month to the next (Jaccard).',
      example: '80%: of all squares on either list four in five are on both.',
      see: ['tenure'],
    },
    {
      id: 'pit',
      term: 'Spread (PIT)',
      also: ['spread', 'is the spread right', 'both figures as numbers'],
      means: 'Where the recorded number fell within its forecast. All tenths should be filled alike.',
      example: 'Most at both ends: the intervals were too narrow.',
      see: ['interval', 'calibration'],
    },
    {
      id: 'promised',
      term: 'Promised and found',
      also: ['promised', 'promises', 'found', 'error of the total'],
      means: 'What the forecasts said would hold, and what did. Each promise could have failed.',
      example: 'Promised 84% of totals within their interval; found 85%.',
      see: ['verdict'],
    },
    {
      id: 'feedback',
      term: 'Feedback',
      also: [
        'does the forecast feed on itself',
        'reported less often',
        'never reported outside',
        'lose their place',
      ],
      means: 'The danger that police record more where they are sent, and are sent there again.',
      example: 'If 30% of offences elsewhere went unreported, 2 of 19 squares would change.',
      see: ['evidence'],
    },
  ],
)
