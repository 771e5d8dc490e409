import { statedText } from '../../force/public-record.ts'
import type { MethodFile } from '../contract/method.ts'
import { percent, whole } from '../figures.ts'
import { bySubgroup, performanceOf } from './performance.ts'
import type { RecordOf } from './record.ts'

/** The model card of one map (Mitchell et al. 2019, Model Cards for Model Reporting). */
export function mapCard({ settings, file, evidence, accepted }: RecordOf): MethodFile['card'] {
  const { feedback, horizonDays, model } = evidence
  const team = statedText(settings, file.slug, 'team').text
  return [
    {
      heading: 'The model',
      text: [
        `This week's model is the ${model}. It is fitted anew each week. It forecasts ` +
          `${file.title.toLowerCase()} in squares of ${whole(file.cellMetres)} m over ${horizonDays} ` +
          'days.',
        `Kept by: ${team}. Questions: ${settings.contact}.`,
      ],
    },
    ...uses(horizonDays),
    {
      heading: 'What may change how well it does',
      text: [
        'How much is reported in a place; how well crimes are placed on the map; how rare the ' +
          'offence is; where the lines of the grid lie; a change of the law or of recording.',
        ...bySubgroup(evidence),
      ],
    },
    { heading: 'How well it does', text: performanceOf(evidence) },
    {
      heading: 'Tested on',
      text: [
        'The forecasts that would have been made on past days, each from strictly earlier records, ' +
          'against what was recorded after. Archived forecasts are scored once more, unedited, in the ' +
          'ledger.',
      ],
    },
    {
      heading: 'Learnt from',
      text: [
        `${whole(feedback.all)} crimes that meet the definition, of ${whole(accepted)} recorded ` +
          `crimes. Found by police: ${percent(feedback.trainingShare)} of the rows learnt from.`,
      ],
    },
    {
      heading: 'Ethics',
      text: [
        'A map can send police to the same people again and again. The evidence page shows which ' +
          'squares have been listed for long, and what police found themselves is left out.',
        'It holds no data about people, so it cannot show who bears a false alarm. Think of who lives there.',
      ],
    },
    { heading: 'Limits and advice', text: [...file.limits] },
  ]
}

function uses(horizonDays: number): MethodFile['card'] {
  return [
    {
      heading: 'Meant for',
      text: [
        'Analysts who advise where to send patrols and problem-solving work, and meetings that ' +
          'weigh that advice with what else is known.',
      ],
    },
    {
      heading: 'Not meant for',
      text: [
        'Anything about a person or an address. It is not evidence and not grounds for stop and search.',
        `Plans for one day or one street: a number is for a whole square and for ${horizonDays} days.`,
        'Judging whether patrols work: see the patrols page for what can be said.',
      ],
    },
  ]
}
