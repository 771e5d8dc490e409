import type { LoadedForce } from '../force/load.ts'
import { weightByCode } from '../force/weights.ts'
import type { Setting } from './plan.ts'

/** What the generator is told of a force, with the harm weights in use. */
export function settingOf({ settings, districts, weights }: LoadedForce): Setting {
  const { lpas, lomus, places, timezone, targets, harm } = settings
  return {
    ...{ districts, lpas, lomus, places, timezone, targets },
    weights: weightByCode(weights),
    halfLifeYears: harm.halfLifeYears,
    highCut: harm.cuts.high,
    transitionWeeks: harm.transitionWeeks,
  }
}
