/** Measures of the place forecasts that have a red line, by the names of the settings. */
export const PLACE_LINES = ['slope', 'recordedOverExpected', 'coverage', 'gain'] as const

/** Measures of the people model that have one. */
export const PEOPLE_LINES = [
  'calibrationSlope',
  'observedOverExpected',
  'earlyObservedOverExpected',
  'stabilityIndex',
  'overrideRate',
] as const

/**
 * The names of all red lines of a force, as a decision names the one that it is about.
 *
 * @example lineNames(['knife']) // ['knife/slope', ..., 'people/calibrationSlope', ...]
 */
export function lineNames(slugs: readonly string[]): string[] {
  return [
    ...slugs.flatMap(slug => PLACE_LINES.map(measure => `${slug}/${measure}`)),
    ...PEOPLE_LINES.map(measure => `people/${measure}`),
  ]
}
