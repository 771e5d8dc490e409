import type { GroundOfPages } from '../../../pipeline/bake/contract/areas.ts'

/**
 * Lays the force's streets under the plan of a square, where the page names a base map and shows a plan.
 * What draws them is fetched only then; without them the plan says what it said.
 *
 * @param root the element that names the base map (`data-ground`) and holds the plan
 */
export function layGround(root: HTMLElement, square: { readonly x: number; readonly y: number }): void {
  const plan = root.querySelector<SVGSVGElement>('svg.micro-plan')
  const { ground } = root.dataset
  if (!ground || !plan) return
  import('./base-map-plan.ts')
    .then(({ layStreets }) => layStreets(plan, JSON.parse(ground) as GroundOfPages, square))
    .catch(() => plan.classList.add('without-streets'))
}
