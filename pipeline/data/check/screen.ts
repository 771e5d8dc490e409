import { sum } from 'd3-array'
import type { Section } from './report.ts'

/** What one screen holds beside the marking at its end. */
const [LINES, COLUMNS] = [39, 100] as const
/** Lines that a part keeps unless it says otherwise. */
const LEAST = 2

/**
 * A report cut to one screen: every part keeps its heading and its least lines, what comes first gets more,
 * and what is left out is counted. Lines are broken at 100 columns.
 *
 * @param rest how to see the rest
 */
export function screenOf(head: readonly string[], sections: readonly Section[], rest: string): string[] {
  const parts = sections.map(({ title, lines, brief = lines, least = LEAST }) => ({
    title: broken(title, 0)[0]!,
    lines: brief.flatMap(line => broken(line, 2)),
    least,
  }))
  const shares = sharesOf(parts, LINES - head.length - 1)
  const shown = parts.flatMap(({ title, lines }, i) =>
    shares[i] === 0 ? [] : [title, ...cut(lines, shares[i]!)],
  )
  const left = sum(parts, ({ lines }, i) => lines.length - shares[i]!)
  const end = left > 0 ? `${left} lines are left out: ${rest}` : 'nothing is left out'
  return [...head, ...shown, end]
}

interface Part {
  readonly lines: readonly string[]
  readonly least: number
}

/** Lines for each part: their least, and then as many as there are, the first parts first. */
function sharesOf(parts: readonly Part[], room: number): number[] {
  const shares = parts.map(({ lines, least }) => Math.min(lines.length, least))
  let left = room - sum(shares) - shares.filter(share => share > 0).length
  for (const [i, { lines }] of parts.entries()) {
    const heading = shares[i] === 0 ? 1 : 0
    if (left <= heading) continue
    const more = Math.min(left - heading, lines.length - shares[i]!)
    shares[i]! += more
    left -= more + (more > 0 ? heading : 0)
  }
  return shares
}

function cut(lines: readonly string[], share: number): readonly string[] {
  if (lines.length <= share || share === 1) return lines.slice(0, share)
  const more = `  ... and ${lines.length - share + 1} more`
  return [...lines.slice(0, share - 1), more]
}

/** A line as lines of the screen; what follows the first is set in. */
function broken(text: string, indent: number): string[] {
  const found: string[] = []
  let rest = ' '.repeat(indent) + text
  while (rest.length > COLUMNS) {
    const space = rest.lastIndexOf(' ', COLUMNS)
    const at = space > indent + 20 ? space : COLUMNS
    found.push(rest.slice(0, at))
    rest = ' '.repeat(indent + 4) + rest.slice(at).trimStart()
  }
  return [...found, rest]
}
