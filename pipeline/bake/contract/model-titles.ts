import { BASELINE_TITLES } from '../../evidence/places/baseline-names.ts'
import { MODEL_CATALOGUE } from '../../models/places/catalogue.ts'

/** What the files' names of models and baselines are called on a page; `published` is the forecast itself. */
export const MODEL_TITLES: Readonly<Record<string, string>> = {
  published: 'This forecast, as published',
  ...Object.fromEntries(Object.values(MODEL_CATALOGUE).map(({ code, title }) => [code, title])),
  ...BASELINE_TITLES,
}
