import { PEOPLE_TOOL } from '../../force/public-record.ts'
import type { Settings } from '../../force/schema.ts'
import type { PublicRecordFile } from '../contract/method.ts'
import type { FairnessFile, PeopleEvidenceFile } from '../contract/people.ts'
import { REASONS } from '../contract/vocabulary.ts'
import { percent, whole } from '../figures.ts'
import { figures, product, publicRecord, statedFields, type Texts } from '../public-record.ts'
import { bySubgroup, performanceOf } from './performance.ts'

/** What the public record about offender management is made from: settings and figures of groups. */
export interface RecordOf {
  readonly settings: Settings
  readonly evidence: PeopleEvidenceFile
  readonly fairness: FairnessFile
  /** People with a charge, those on a list, and those of them with a probability. */
  readonly charged: number
  readonly listed: number
  readonly predicted: number
  readonly charges: number
  /** Source and vintage of the harm weights. */
  readonly weights: string
}

const FACTORS = Object.values(REASONS).map(({ words }) => words.toLowerCase())

/** The public record of the offender management model: no field holds a person. */
export function peopleRecord(facts: RecordOf): PublicRecordFile {
  return publicRecord(PEOPLE_TOOL, {
    ...statedFields(facts.settings, PEOPLE_TOOL),
    ...described(facts),
    ...deployed(facts),
    ...system(facts),
    ...model(facts),
    ...developed(facts),
    ...operated(facts),
    ...risks(facts),
  })
}

function described({ settings: { harm } }: RecordOf): Texts {
  const sentence =
    'A weekly list for offender management units: a harm score and a band for people who have been ' +
    'charged, and for those below high harm the chance that they reach it.'
  return {
    '0.1': product('Integrated offender management: harm score and chance of high harm'),
    '0.5': product(sentence),
    '1.1': product('Foresite people'),
    '1.2': product(
      sentence,
      'Units use it to decide whom to consider for management and support, as prevention. They ' +
        'check other sources and ask officers who know the person. It does not decide, and it is not ' +
        'grounds for stop and search.',
    ),
    '2.2.1': product(
      'Every charge that counts has a weight for how grave such offences are. Its weight halves ' +
        `every ${harm.halfLifeYears} years. The sum is the harm score. Fixed cut-points make five ` +
        'bands.',
      'For people below high harm an additive model gives the chance that the score reaches ' +
        `${whole(harm.cuts.high)} within ${harm.transitionWeeks} weeks. Its parts add up and are ` +
        'shown in five groups.',
      'A rule, not a model, shows who may be stepped down.',
    ),
    '2.2.2': product(
      'One open rule for all units; lists that fit what a unit can do; the way down shown as ' +
        'plainly as the way up; each number with its interval, its reasons and its limits.',
    ),
    '2.2.4': product(
      'The base rate, the distance to the cut-point alone, charges a year with age, and the rank of ' +
        'harm: all stand beside the model each week. Boosted trees were tried. They are kept as an ' +
        'alarm for data from the future, not as the model. The figures are on the method page.',
    ),
  }
}

function deployed({ settings, fairness, listed, predicted }: RecordOf): Texts {
  const { decisions } = fairness
  return {
    '2.3.1': product(
      `Once a week a unit looks through its list, checks each record in ${settings.recordsSystem} and ` +
        'other sources, and talks to neighbourhood officers. A person is then considered, or not, in ' +
        'a meeting.',
    ),
    '2.3.2': figures(
      'A person decides every time and can disagree; the decision and its reason are recorded, with ' +
        'a date for review.',
      `Recorded so far: ${whole(decisions.total)} decisions, ${whole(decisions.agree)} agreed, ` +
        `${whole(decisions.disagree)} disagreed, ${whole(decisions.moreNeeded)} asked for more.`,
      'A mismatch when a page adds a score up again hides the band. When a measure leaves its red ' +
        'lines a named reviewer has to look. The product can be paused at once.',
    ),
    '2.3.3': figures(
      `One list a week for each of ${whole(settings.lomus.length)} units, ` +
        `${whole(settings.lomuCapacity)} people looked at a unit. This week ${whole(listed)} people ` +
        `are listed and ${whole(predicted)} of them have a chance.`,
      `Scores are hidden after ${whole(settings.harm.scoreExpiryDays)} days.`,
    ),
  }
}

function system({ settings }: RecordOf): Texts {
  return {
    '2.4.1.1': product(
      'A pipeline in TypeScript reads the weekly extract, scores people and writes plain web pages. ' +
        'A web server inside the force asks who the reader is, shows only that unit, and logs each ' +
        'person opened with a reason. The archive keeps each person sealed under a key of their own.',
    ),
    '2.4.1.2': product(
      'Charges with offence, dates and outcome; the birth month; the unit; custody now; decisions of units.',
      'Sex and ethnicity are read for the fairness audit alone, and are never an input.',
    ),
    '2.4.1.3': product(
      'For each person on a list: the charges and what each adds, the score, the band, and for ' +
        'those below high and at liberty a chance with its range of outcomes and grouped reasons.',
    ),
    '2.4.1.4': product(
      'The model is learnt anew each week and judged on past lists. Cut-points stay until the force ' +
        `sets new ones; those in use date from ${settings.harm.cuts.frozenOn}. Measures outside the ` +
        'red lines are shown on every list.',
    ),
    '2.4.1.5': product(
      'A sum of weights (no model), an additive logistic model, and a rule for stepping down.',
    ),
  }
}

function model({ settings, evidence, fairness }: RecordOf): Texts {
  const { transitionWeeks } = settings.harm
  return {
    '2.4.2.1': product('Foresite people: additive model of becoming high harm'),
    '2.4.2.2': product('The version of the code that made this run.'),
    '2.4.2.3': product(
      `The chance that a listed person below high harm reaches it within ${transitionWeeks} weeks.`,
    ),
    '2.4.2.4': product(
      `${FACTORS.length} factors and no others: ${FACTORS.join('; ')}.`,
      'Never: ethnicity, sex, religion, place, stop and search, intelligence, victims, associates.',
    ),
    '2.4.2.5': product('A probability, its range of outcomes, and the part that each factor has in it.'),
    '2.4.2.6': product(
      'Penalised additive logistic regression with smooth terms, fixed directions (a further charge ' +
        'never lowers, clean time never raises) and resampled intervals. A value that is not known ' +
        'adds nothing.',
    ),
    '2.4.2.7': figures(...performanceOf(evidence, settings), ...bySubgroup(fairness)),
    '2.4.2.8': product(
      'One data set: the charges of the extract. The model learns from past days with what was ' +
        'known then. It is judged on people and times that it had not seen, half of the people by the ' +
        'other half.',
    ),
  }
}

function developed({ weights, evidence, charged, charges }: RecordOf): Texts {
  const { landmarks } = evidence
  return {
    '2.4.3.1': product(
      'Charges of the force over the years of its extract. The form of the model was first chosen ' +
        'on open data (parole in Georgia, and Broward County).',
    ),
    '2.4.3.2': product('Tables: dates, codes and outcomes.'),
    '2.4.3.3': figures(
      `${whole(charges)} charges of ${whole(charged)} people; ${whole(landmarks.length)} past days ` +
        'to learn from.',
    ),
    '2.4.3.4': product(
      'Age is an input, because offending falls with age; growing older never raises the chance, ' +
        'and age is audited like the rest. Sex and ethnicity are held apart for the audit. No other ' +
        'protected characteristic is held.',
    ),
    '2.4.3.5': product(
      'Only charges recorded by this force: no convictions elsewhere, no needs, no help already ' +
        'given. Who is charged depends on where police look. Past spells of custody are not known. ' +
        'Charged is not convicted, so the outcome stands beside each charge.',
    ),
    '2.4.3.6': product(
      'A row with a bad value is set aside with its reason. Merged records become one person. ' +
        'Charges that ended in acquittal or were dropped stop counting from the day after that is ' +
        'known.',
    ),
    '2.4.3.7': product(`By the force when it charges people. Harm weights: ${weights}.`),
  }
}

function operated({ settings, charged }: RecordOf): Texts {
  const { years } = settings.retention
  return {
    '2.4.4.1': product(
      `${settings.recordsSystem}, the force's records system, by an automated extract each week.`,
    ),
    '2.4.4.2': product(
      'As above: age is used; sex and ethnicity reach the audit alone and no page about a person.',
    ),
    '2.4.4.3': figures(
      `Each file is counted twice and each row checked. ${whole(charged)} people with a charge are ` +
        'scored as the records stood on the day.',
      `A person is kept ${whole(years)} years after the last charge, and can be removed from every ` +
        'past week.',
    ),
  }
}

function risks({ evidence, fairness }: RecordOf): Texts {
  const { audits, measuredOff } = fairness
  const audited =
    audits.length === 0 ? 'not measured yet' : `${audits.length} characteristics are audited each week`
  const base = evidence.baseRate === null ? 'not known yet' : percent(evidence.baseRate)
  return {
    '2.5.2': figures(
      `False alarms: most people listed will not become high harm. The base rate (${base}) and a ` +
        'range out of 100 stand beside each chance.',
      `Unequal burden: ${audited}; groups measured off: ${whole(measuredOff.length)}. A group that ` +
        'is off is named on every list.',
      'Feedback: attention brings charges, and charges raise scores. Decisions and what followed ' +
        'are compared on the evidence page.',
      'Data from the future: a canary edits what came after and stops the run if a feature moves. ' +
        'Trees listen for what the canary cannot hear.',
      'Too much trust: charged is not convicted; numbers are low and said to be so; each page says ' +
        'what it cannot tell; staff are asked to disagree.',
      'Prying: one unit sees one unit; each opening is logged with a reason; no names, sex or ' +
        'ethnicity are shown.',
    ),
  }
}
