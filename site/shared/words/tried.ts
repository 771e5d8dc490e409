/** Something that was tried and not taken, with the figure that decided, where it stands and since when. */
export interface Tried {
  readonly what: string
  readonly instead: string
  readonly figure: string
  readonly source: string
  readonly on: string
}

const SINCE = '2026-11-27'
const OPEN = 'measured on open data'

/** For the maps. Figures on New York, Chicago and Baltimore, squares of 500 m, in this order. */
export const TRIED_FOR_PLACES: readonly Tried[] = [
  {
    what: 'Gradient boosting with 20 features',
    instead: 'two plain models in a pool',
    figure: 'Bits an offence: boosting 1.632, 1.164, 1.361; this model 1.653, 1.169, 1.441.',
    source: `decision record 01, ${OPEN}`,
    on: SINCE,
  },
  {
    what: 'One of the two models alone, or their plain mean',
    instead: 'both in a pool, with the record of each square',
    figure: 'Bits an offence: best mix without the record 1.642, 1.167, 1.379; with it 1.653, 1.169, 1.441.',
    source: `decision record 01, ${OPEN}`,
    on: SINCE,
  },
  {
    what: 'A map of the last 4 weeks, or a "prospective" map of about 8',
    instead: 'years of memory, shrunk towards the squares around',
    figure: 'The map of 4 weeks holds 4 to 9 points less of what follows in the first 2% of the area.',
    source: `decision record 02, ${OPEN}`,
    on: SINCE,
  },
  {
    what: 'A shorter record of each square, and a short density of 8 weeks',
    instead: 'a record of 208 weeks, and 13 weeks at 1,500 m',
    figure:
      'The list changes less: overlap from week to week .920, .921, .937 became .940, .946, .960. It ' +
      'cost about .001 bits an offence.',
    source: `decision record 01, ${OPEN}`,
    on: SINCE,
  },
  {
    what: 'The last 4 weeks carried forward as the total; a season for each square',
    instead: 'a total for the whole area, with one season',
    figure: 'Mean error of the total: 23.8% became 13.1% in New York, 24.2% became 7.5% in Chicago.',
    source: `decision record 03, ${OPEN}`,
    on: SINCE,
  },
  {
    what: 'Poisson counts',
    instead: 'negative binomial counts',
    figure:
      'Poisson intervals are too narrow. A term for several victims of one crime gained .0138 nats an ' +
      'offence on Baltimore.',
    source: `decision record 04, ${OPEN}`,
    on: SINCE,
  },
]

/** For the chance of high harm. */
export const TRIED_FOR_PEOPLE: readonly Tried[] = [
  {
    what: 'Boosted trees',
    instead: 'an additive model whose parts add up',
    figure:
      'Trees were better by .0036 Brier on open parole data. Nearly all of it came from facts dated ' +
      'after the day; without them .0011. Trees now listen for such facts.',
    source: 'decision record 05, measured on open data',
    on: SINCE,
  },
  {
    what: 'Features read 91 days late, as a trial of the alarms',
    instead: 'a canary that edits the future and must change nothing',
    figure: 'AUC rose from .861 to .928 with no alarm before the canary was there.',
    source: 'a trial before the first version',
    on: SINCE,
  },
  {
    what: 'Testing on rows drawn at random',
    instead: 'people and times that the model has not seen',
    figure: 'Random rows made AUC look like .78 where it was .72.',
    source: 'a small made-up example, before the first version',
    on: SINCE,
  },
]
