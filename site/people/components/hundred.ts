import type { PersonPage } from '../../../pipeline/bake/contract/vocabulary.ts'
import { h, type Tree } from '../../shared/charts/tree.ts'
import { formatWhole } from '../../shared/format.ts'
import { type DotBlock, type Dots, dotBlocks, layoutDots } from '../charts/dots.ts'

type Prediction = Extract<PersonPage['prediction'], { kind: 'probability' }>

/**
 * A probability as people: filled for those expected, ringed for the range of outcomes, pale for the
 * others.
 */
export function hundredPeople({ probability, weeks }: Prediction): Tree[] {
  const dots = layoutDots(probability)
  const few = dots.expected === 0
  const about = few ? 'fewer than 1' : `about ${formatWhole(dots.expected)}`
  const others = few ? 'nearly all' : `about ${formatWhole(dots.of - dots.expected)}`
  const range = `between ${formatWhole(dots.low)} and ${formatWhole(dots.high)}`
  return [
    h(
      'p',
      { class: 'hundred' },
      `Of ${formatWhole(dots.of)} people like this, `,
      h('strong', {}, about),
      ` become high harm within ${weeks} weeks; ${others} do not. In four such groups out of five it ` +
        `would be ${range} (range of outcomes).`,
    ),
    dotPicture(dots),
  ]
}

function dotPicture(dots: Dots): Tree {
  const size = dots.of === 100 ? 10 : 6
  const parts = [
    { name: 'sure', blocks: dotBlocks(0, dots.low, dots.columns) },
    { name: 'likely', blocks: dotBlocks(dots.low, dots.expected, dots.columns) },
    { name: 'maybe', blocks: dotBlocks(dots.expected, dots.high, dots.columns) },
    { name: 'other', blocks: dotBlocks(dots.high, dots.of, dots.columns) },
  ]
  const label =
    `${formatWhole(dots.of)} dots, ${formatWhole(dots.expected)} of them filled; ` +
    `the range of outcomes runs from ${formatWhole(dots.low)} to ${formatWhole(dots.high)}.`
  const viewBox = `0 0 ${dots.columns * size} ${dots.rows * size}`
  return h(
    'svg',
    { class: `dots dots-${dots.of}`, viewBox, role: 'img', 'aria-label': label },
    h('defs', {}, ...parts.map(({ name }) => dotPattern(name, size))),
    ...parts.flatMap(({ name, blocks }) => blocks.map(block => dotRect(block, { name, size }))),
  )
}

function dotPattern(name: string, size: number): Tree {
  const circle = h('circle', { class: `dot-${name}`, cx: size / 2, cy: size / 2, r: size * 0.34 })
  return h(
    'pattern',
    { id: `dot-${name}`, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    circle,
  )
}

function dotRect(block: DotBlock, { name, size }: { name: string; size: number }): Tree {
  const place = { x: block.x * size, y: block.y * size }
  const extent = { width: block.width * size, height: block.height * size }
  return h('rect', { ...place, ...extent, fill: `url(#dot-${name})` })
}
