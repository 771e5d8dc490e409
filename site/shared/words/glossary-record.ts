import { entriesOf } from './glossary-entry.ts'

const OF_BOTH = entriesOf(
  ['areas', 'people'],
  [
    {
      id: 'gate',
      term: 'Gate',
      also: ['gates', 'allowed', 'so since', 'refused in the quarter', 'worst of'],
      means:
        'A bound on the data of a week. Where it is broken, nothing is published and last week stays. ' +
        '“Used” says how near a value came to its bound; “so since” is the first week in a row.',
      example: 'Allowed: 2.0% of rows set aside. Found: 0.2%. Used: 10% of the bound.',
      see: ['refused-run', 'row-issue'],
    },
    {
      id: 'refused-run',
      term: 'Refused run',
      also: ['end', 'refused runs', 'runs that published nothing', 'refused', 'runs since'],
      means: 'A run of a week whose data could not be right. Nothing was published; the week before stayed.',
      example: 'Refused on 12 Nov: far fewer crimes than usual.',
      see: ['gate'],
    },
    {
      id: 'row-issue',
      term: 'Rows with an issue',
      also: ['what was found', 'what to do', 'where it matters', 'then', 'flagged squares'],
      means:
        'Rows in which a value is wrong, odd or missing. Some are set aside, others are kept and counted. ' +
        'Beside each stands what to do, and a link to where it matters.',
      example: 'No coordinates, kept, 377 rows: no square can count them.',
      see: ['gate'],
    },
    {
      id: 'code-drift',
      term: 'Drift of codes',
      also: ['now', 'values that moved', 'usual', 'value', 'column', 'values that are new'],
      means:
        'Values of the records that are new, gone, or more or less frequent than in the last eight runs.',
      example: 'Code 46: 0.0% now, 20.0% as usual. Gone.',
      see: ['gate'],
    },
    {
      id: 'row-change',
      term: 'Changed since the last run',
      also: [
        ...['kinds of change', 'changed', 'what it means', 'rows that differ from the last run'],
        ...['added', 'cancelled', 'reclassified', 'transferred'],
      ],
      means:
        'Rows that are new, gone, or not as the last run saw them, by kind of change. ' +
        'A past date still reads what was known then.',
      example: 'Cancelled, 21: they leave every forecast from now on.',
      see: [],
    },
    {
      id: 'crossed-line',
      term: 'Crossed red line',
      also: [
        'state',
        'people of today',
        'crossed since',
        'who was told',
        'figures',
        'named reviewer',
        'every line',
        'crossed',
        'every red line',
      ],
      means:
        'A measure outside its bounds, and not by chance alone. A named reviewer is told and decides. ' +
        'It is open until a decision is written down.',
      example: 'Crossed since 2026-W46, 2 weeks in a row; decided on 13 Nov.',
      see: ['gate'],
    },
    {
      id: 'report',
      term: 'Report of the quarter',
      also: [
        'forecasts',
        'length of a list',
        'report',
        'five findings',
        'weeks there',
        'force',
        'definitions',
        'what is not known',
        'the quarter',
      ],
      means: 'Figures of the last 13 weeks for those who oversee the tool, to print. It names nobody.',
      example: '2 of 13 weeks of the quarter were published.',
      see: ['crossed-line', 'refused-run'],
    },
    {
      id: 'settings',
      term: 'Settings',
      also: ['model and code', 'weeks that are there'],
      means:
        'What the force chose: definitions, bounds, weights, units. A change of them is named in the report.',
      example: 'Changed: settings (gates).',
      see: ['report'],
    },
    {
      id: 'pause',
      term: 'Pause',
      also: ['pauses', 'paused', 'pauses and disposals'],
      means:
        'A site or a forecast is taken away for a time, with the reason. Shown again when it is resumed.',
      example: '5 Nov 2026: paused: knife.',
      see: ['report'],
    },
  ],
)

const OF_AREAS = entriesOf(
  ['areas'],
  [
    {
      id: 'found-by-police',
      term: 'Found by police',
      means: 'A crime that came to light by police work and not by a report. Patrols could feed on it.',
      example: 'Found by police: 153 of 8,682. No forecast learns from them.',
      see: ['feedback'],
    },
  ],
)

const OF_PEOPLE = entriesOf(
  ['people'],
  [
    {
      id: 'high-harm',
      term: 'High harm',
      means: 'A harm score at or above the cut-point of the band “high”.',
      example: 'With a cut-point of 121, a score of 130 is high harm.',
      see: ['becoming-high'],
    },
    {
      id: 'false-positive',
      term: 'False positive',
      also: ['who bears its mistakes'],
      means:
        'Someone who was listed and did not become high harm. These people bear the mistakes of the tool.',
      example: 'Of 1,600 places, 1,436 were of people who did not become high harm.',
      see: ['precision', 'fairness'],
    },
    {
      id: 'override',
      term: 'Override',
      means: 'A recorded decision in which the unit disagreed with the list.',
      example: '49 of 776 decisions: 6.3%.',
      see: ['disagree'],
    },
  ],
)

/** The record of the data, red lines and reports. */
export const RECORD_TERMS = [...OF_BOTH, ...OF_AREAS, ...OF_PEOPLE]
