import type { Settings } from '../../force/schema.ts'
import type { TargetFile } from '../contract/areas.ts'
import type { EvidenceFile } from '../contract/areas-evidence.ts'
import type { PublicRecordFile } from '../contract/method.ts'
import { percent, whole } from '../figures.ts'
import { figures, product, publicRecord, statedFields, type Texts } from '../public-record.ts'
import { bySubgroup, performanceOf } from './performance.ts'

/** What a public record of a map is made from. */
export interface RecordOf {
  readonly settings: Settings
  readonly file: TargetFile
  readonly evidence: EvidenceFile
  /** Crimes taken in, of any kind, and those of the related offences that help. */
  readonly accepted: number
  readonly related: number
}

/** The public record of one map: figures of the run but no forecast, so that it stays while one is paused. */
export function mapRecord(facts: RecordOf): PublicRecordFile {
  const { settings, file } = facts
  return publicRecord(file.slug, {
    ...statedFields(settings, file.slug),
    ...described(facts),
    ...deployed(facts),
    ...system(facts),
    ...model(facts),
    ...developed(facts),
    ...operated(facts),
    ...risks(facts),
  })
}

const squares = ({ file: { cellMetres } }: RecordOf) => `squares of ${whole(cellMetres)} m`
const ahead = ({ evidence: { horizonDays } }: RecordOf) => `${horizonDays / 7} weeks`

function described(facts: RecordOf): Texts {
  const { title, description } = facts.file
  const sentence =
    `A map and a table of how many offences (${title.toLowerCase()}) are expected in ` +
    `${squares(facts)} over the next ${ahead(facts)}.`
  return {
    '0.1': product(`${title}: ${ahead(facts)} forecast map`),
    '0.5': product(sentence),
    '1.1': product(`Foresite areas: ${title}`),
    '1.2': product(
      sentence,
      description,
      'Analysts use it to advise a tasking meeting where to send patrols and problem-solving work. ' +
        'It is weighed with other knowledge. It says nothing about any person or address, and it is ' +
        'not grounds for stop and search.',
    ),
    '2.2.1': product(
      'Each week the tool counts recorded offences that meet a written definition. It works out how ' +
        'likely each square is to hold the next one, from its own past and that of the squares around ' +
        'it. It multiplies that share by the number expected in the whole area.',
      'Each number comes with an interval, the chance of at least one, and reasons that add up to it.',
      `It counts ${facts.file.clauses.map(({ name }) => name).join('; ')}.`,
    ),
    '2.2.2': product(
      'Counts with intervals in place of heat without a unit; the same definition each week; ' +
        'reasons; a record of past forecasts that nobody can edit, with losses shown beside wins.',
    ),
    '2.2.4': product(
      'A map of the last 4 weeks, of the last 52 weeks, of all history, and a smoothed map: all ' +
        'stand beside the forecast each week. Gradient boosting with 20 features did no better and ' +
        'cannot be taken apart into reasons. The figures are on the method page.',
    ),
  }
}

function deployed(facts: RecordOf): Texts {
  return {
    '2.3.1': product(
      'An analyst reads the map with other sources and prepares the meeting. The meeting decides ' +
        'where to send people and writes down what it decided. Exclusions that analysts enter stand ' +
        'beside the forecast.',
    ),
    '2.3.2': product(
      'People make every decision. No action follows from the tool by itself. Analysts check the ' +
        'records behind a square on its page before they use it. When a measure leaves its red lines, ' +
        'a named reviewer has to look, and the pages of the map say so. It can be paused at once.',
    ),
    '2.3.3': figures(
      'One forecast a week, used in weekly and monthly meetings.',
      `This week: ${whole(facts.file.cells.length)} squares, of which the first 2% are listed as patches.`,
    ),
  }
}

function system(facts: RecordOf): Texts {
  return {
    '2.4.1.1': product(
      'A pipeline in TypeScript reads the weekly extract, checks each row, fits the model and ' +
        'writes plain web pages. A web server inside the force shows them. There is no live back end, ' +
        'and nothing is asked of the outside. Each week is signed and kept.',
    ),
    '2.4.1.2': product(
      `The weekly extract of ${facts.settings.recordsSystem}: recorded crimes with offence, dates, ` +
        'place, weapon and status. For the pages alone: patrols, and areas that analysts exclude.',
    ),
    '2.4.1.3': product(
      `For each of the ${squares(facts)}: the expected number, an interval that holds at least 80%, ` +
        'the chance of at least one and two, a rank with its range, and the reasons. Also tables, ' +
        'pictures and sheets to print.',
    ),
    '2.4.1.4': product(
      'The model is fitted anew each week. Each week also tests it on past forecasts and compares ' +
        'what was promised with what was found. A bad extract is refused, and last week stays.',
    ),
    '2.4.1.5': product(
      `One for where (${facts.evidence.model}), one for how many in all, one for the spread of the counts.`,
    ),
  }
}

function model(facts: RecordOf): Texts {
  return {
    '2.4.2.1': product(`Foresite places: ${facts.evidence.model}`),
    '2.4.2.2': product('The version of the code that made this run.'),
    '2.4.2.3': product(
      `To share out the offences of the next ${ahead(facts)} among squares, with their spread.`,
    ),
    '2.4.2.4': product(
      'Day and place of past offences that meet the definition, and of related, commoner ones. No ' +
        'person, no address list, no data about who lives where.',
    ),
    '2.4.2.5': product('A share of each square, an expected number, and a negative binomial count.'),
    '2.4.2.6': product(
      'A gamma-Poisson model with a smoothed prior and densities with several memories, joined in a ' +
        'log-linear pool and corrected by the record of each square. The formulas are on the method ' +
        'page.',
    ),
    '2.4.2.7': figures(...performanceOf(facts.evidence), ...bySubgroup(facts.evidence)),
    '2.4.2.8': product(
      'One data set: the recorded crimes of the extract. Each past forecast learns from what was ' +
        'known before its day, and is judged by what came after. Nothing else is used to train or to ' +
        'test.',
    ),
  }
}

function developed(facts: RecordOf): Texts {
  const { evidence, related, accepted, settings } = facts
  const { all, foundByPolice, trainingShare } = evidence.feedback
  return {
    '2.4.3.1': product(
      'Recorded crimes of the force from the first day of its history to the day before the ' +
        'forecast. The settings of the model were first chosen on open data of New York, Chicago and ' +
        'Baltimore.',
    ),
    '2.4.3.2': product('Tables: dates, codes and coordinates.'),
    '2.4.3.3': figures(
      `${whole(accepted)} recorded crimes taken in; ${whole(all)} meet the definition, whoever ` +
        `found them; ${whole(related)} related ones help to place them.`,
    ),
    '2.4.3.4': product('None. No data about people enter the maps.'),
    '2.4.3.5': figures(
      'Only what is reported and recorded is there: places where people report less look calmer.',
      `${whole(foundByPolice)} of ${whole(all)} were found by police. They are ` +
        `${percent(trainingShare)} of the rows that the model learns from.`,
      `History starts ${settings.historyStart ?? 'on the first day that the extract covers'}.`,
    ),
    '2.4.3.6': product(
      'A row with a bad value is set aside with its reason, never mended in silence. Crimes without ' +
        'a place, or with too long a range of dates, are counted and left out; the data page gives ' +
        'the account.',
    ),
    '2.4.3.7': product('By the force in the course of police work, in its records system.'),
  }
}

function operated(facts: RecordOf): Texts {
  const { minGeocodedShare } = facts.settings.gates
  return {
    '2.4.4.1': product(
      `${facts.settings.recordsSystem}, the force's records system, by an automated extract each week.`,
    ),
    '2.4.4.2': product(
      'None in the forecast. The maps hold counts of places; no person can be found in them.',
    ),
    '2.4.4.3': product(
      'Each file is counted twice, each row is checked, dates are read as they were known on the ' +
        'day, and points are put into squares.',
      `An extract with fewer than ${percent(minGeocodedShare)} of its crimes placed is refused.`,
    ),
  }
}

function risks({ evidence }: RecordOf): Texts {
  const { longListed } = evidence.feedback
  return {
    '2.5.2': figures(
      'Feedback: patrols find crime where they go, and the map sends them back. Crimes found by ' +
        'police are left out by default, and the share that is left is shown each week.',
      'Under-reporting: calm on the map may be silence. A what-if on the evidence page shows how ' +
        'many squares would leave the list.',
      `Over-policing of the same places: ${whole(longListed.length)} squares have been listed for ` +
        '12 weeks or more; they are named on the evidence page.',
      'False precision: most squares will see no such offence. The chance of at least one stands ' +
        'beside each number.',
      'Wrong data or labels: gates refuse an extract that does not look like those before it. An ' +
        'error in the code of an earlier police tool made its figures worthless, so definitions are ' +
        'settings that anyone can read.',
      'Use against a person: no page names anyone, and each says that it is not grounds for stop and search.',
    ),
  }
}
