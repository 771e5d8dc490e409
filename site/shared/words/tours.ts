import type { RunFile } from '../../../pipeline/bake/contract/run.ts'
import type { Product } from '../build.ts'
import type { Tour } from './tour.ts'
import { AREAS_TOURS } from './tours-areas.ts'
import { PEOPLE_TOURS } from './tours-people.ts'

/** The tours of a product, on the pages of the run's first target. */
export function toursOf(product: Product, run: Pick<RunFile, 'targets'>): Tour[] {
  const target = run.targets[0]!.slug
  const tours = product === 'areas' ? AREAS_TOURS : PEOPLE_TOURS
  return tours.map(tour => ({
    ...tour,
    steps: tour.steps.map(step => ({ ...step, page: step.page.replace(':target', target) })),
  }))
}
