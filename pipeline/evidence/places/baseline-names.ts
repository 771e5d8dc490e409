/** Simple maps that any model has to beat, printed beside it, each with its title. */
export const BASELINE_TITLES = {
  uniform: 'Even spread',
  'last 4 weeks': 'Map of the last 4 weeks',
  'last 52 weeks': 'Map of the last 52 weeks',
  'all history': 'Map of all history',
  'KDE of 52 weeks': 'Smoothed map of 52 weeks',
  'same weeks of past years': 'Same weeks of past years',
} as const

export type BaselineName = keyof typeof BASELINE_TITLES

/** Names of the baselines, in the order in which they are shown. */
export const BASELINES = Object.keys(BASELINE_TITLES) as readonly BaselineName[]

/** Maps that anyone could draw, and that a model has to beat; an even spread is none. */
export const SIMPLE_MAPS = BASELINES.filter(name => name !== 'uniform')
