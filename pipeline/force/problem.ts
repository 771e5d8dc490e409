import { EXIT, PipelineError } from '../lib/error.ts'
import { nearest } from '../lib/nearest.ts'

/** A setting that cannot be used: where it stands, what stands there, and what was expected. */
export interface Problem {
  readonly path: string
  readonly value: unknown
  readonly expected: string
}

/** Most problems that one refusal names. */
const MAX_NAMED = 6

/** The refusal (exit 5) of settings with at least one problem; `source` names them. */
export function settingsRefused(source: string, problems: readonly Problem[]): PipelineError {
  const lines = problems.slice(0, MAX_NAMED).map(line)
  const more = problems.length - lines.length
  return new PipelineError(
    `bad setting ${lines[0]!.what} (${source})`,
    EXIT.failed,
    [
      `expected: ${lines[0]!.expected}`,
      ...lines.slice(1).map(({ what, expected }) => `also bad setting ${what}, expected: ${expected}`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
  )
}

function line({ path, value, expected }: Problem) {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? 'no plain value')
  return { what: `${path || 'the whole module'}: ${shown}`, expected }
}

/**
 * What is said when a text is not one of those that are known: the nearest ones, then the list.
 *
 * @example oneOf('Knife', ['none', 'knife']) === 'one of none, knife; the nearest is knife'
 */
export function oneOf(text: string, known: readonly string[]): string {
  const near = nearest(text, known)
  const list = known.length > 20 ? `${known.slice(0, 20).join(', ')} ...` : known.join(', ')
  return near.length === 0 ? `one of ${list}` : `one of ${list}; the nearest is ${near.join(' or ')}`
}
