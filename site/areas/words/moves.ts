import type { TargetFile } from '../../../pipeline/bake/contract/areas.ts'

type Reason = Extract<TargetFile['moves'], { kind: 'none' }>['reason']

/** Why it cannot be said why a number moved. */
export const NO_MOVES: Readonly<Record<Reason, string>> = {
  'no-earlier-week': 'There is no earlier forecast to compare with.',
  'not-kept': 'What the forecast before rested on was not kept.',
  'other-model': 'The forecast before was made by another model, whose parts cannot be set against these.',
  'other-squares': 'The forecast before had other squares.',
}
