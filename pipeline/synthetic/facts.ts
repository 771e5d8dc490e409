import type { Fact } from './fact.ts'
import { peopleFacts } from './facts-people.ts'
import { placeFacts } from './facts-places.ts'
import type { World } from './world.ts'

/** Measures a world against the published facts: offenders first, then places, then the dirt. */
export function factsOf(world: World): Fact[] {
  return [...peopleFacts(world), ...placeFacts(world)]
}

/** The facts as a table of plain text: fact, target, obtained, and whether it holds. */
export function factsTable(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(({ fact }) => fact.length))
  const lines = facts.map(({ fact, target, obtained, low, high }) => {
    const holds = obtained >= low && obtained <= high ? 'holds' : 'MISSED'
    return `${fact.padEnd(width)}  ${target.padEnd(22)}  ${shown(obtained).padStart(9)}  ${holds}`
  })
  return [`${'fact'.padEnd(width)}  ${'target'.padEnd(22)}  ${'obtained'.padStart(9)}`, ...lines].join('\n')
}

const shown = (value: number) =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3)
