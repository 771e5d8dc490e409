import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { listDoubts } from '../words/doubts.ts'
import { chargeTable } from './charge-table.ts'
import { chargeTimeline } from './charge-timeline.ts'
import { decisionSlip } from './decision-slip.ts'
import { headed } from './kind.ts'
import { noNewCharge } from './no-new-charge.ts'
import { panels } from './panels.ts'
import { pastDecisions } from './past-decisions.ts'
import { reasonTable } from './reason-table.ts'

/** Up to so many charges the left column has room for the slip. */
const FEW_CHARGES = 3
/** Up to so many both columns are about as long, and the slip lies under both; beyond, the right has room. */
const SOME_CHARGES = 12

/** Everything under the heading of a person's page. What may go out of date carries `data-expiring`. */
export function personTrees(person: PersonPage): Tree[] {
  const { prediction } = person
  const half = (...children: (Tree | null)[]) => h('div', { class: 'half' }, ...children)
  return [
    panels(person),
    h(
      'div',
      { class: layoutFor(person.harm.charges.length) },
      half(chargeTimeline(person), pastDecisions(person), chargeTable(person.harm)),
      half(
        prediction.kind === 'probability' ? reasonTable(prediction) : null,
        noNewCharge(person),
        doubts(person),
      ),
      decisionSlip(),
    ),
  ]
}

function layoutFor(charges: number): string {
  if (charges <= FEW_CHARGES) return 'halves few-charges'
  return charges <= SOME_CHARGES ? 'halves some-charges' : 'halves'
}

function doubts(person: PersonPage): Tree {
  const found = listDoubts(person)
  return h(
    'section',
    { 'aria-labelledby': 'doubts' },
    headed('doubts', 'Missing or doubtful', 'fact'),
    found.length > 0
      ? h('ul', {}, ...found.map(doubt => h('li', {}, doubt)))
      : h('p', {}, 'Nothing found in the recorded charges.'),
  )
}
