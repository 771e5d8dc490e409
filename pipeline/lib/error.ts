/**
 * Exit codes of every command: 0 done, 2 nothing new, 3 refused for its data, 4 refused for disclosure, 5
 * failed.
 */
export const EXIT = { done: 0, nothingNew: 2, refusedData: 3, refusedDisclosure: 4, failed: 5 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Which products a fact speaks of: what may stand on areas speaks of no record of a person. */
export const ABOUT = ['areas', 'people', 'both'] as const

export type About = (typeof ABOUT)[number]

/** One reason for which a run ended: a code, what it speaks of, and words without a personal value. */
export interface Reason {
  readonly code: string
  readonly about: About
  readonly words: string
}

/** What an error tells beside its message: what to do, and each reason, where there are several. */
interface Told {
  readonly remedy: string
  readonly reasons: readonly Reason[]
}

/** How a message begins that names its code. */
const CODE = /^[a-z0-9]+(-[a-z0-9]+)+(?=:| \()/

/**
 * The one error of a run: what went wrong, where, and what to do. A bad row is never an error but an `Issue`.
 *
 * The message must hold no personal value: no person id, no crime id, no free text from a row. What an error
 * is about is told by its reasons; where nobody said it, it counts as about people.
 *
 * @example new PipelineError('wrong-hash: crimes.csv (manifest.json)', EXIT.refusedData, 'ask for the extract
 * again')
 */
export class PipelineError extends Error {
  readonly exit: ExitCode
  readonly remedy: string
  readonly reasons: readonly Reason[]

  constructor(message: string, exit: ExitCode, told: string | Told = '') {
    super(message)
    this.name = 'PipelineError'
    this.exit = exit
    const code = CODE.exec(message)?.[0] ?? 'other'
    const { remedy, reasons } =
      typeof told === 'string'
        ? { remedy: told, reasons: [{ code, about: 'people' as const, words: message }] }
        : told
    this.remedy = remedy
    this.reasons = reasons
  }
}

/**
 * The same error, of which it is known what it speaks of.
 *
 * @param where in the words of its reasons, instead of a message that names what a sender named
 * @example throw speakingOf('areas', new PipelineError('wrong-hash (crimes.csv)', EXIT.refusedData))
 */
export function speakingOf(about: About, error: PipelineError, where?: string): PipelineError {
  const { message, exit, remedy } = error
  const reasons = error.reasons.map(({ code, words }) => ({
    ...{ code, about },
    words: where === undefined ? words : `${code} (${where})`,
  }))
  return new PipelineError(message, exit, { remedy, reasons })
}

/** What reasons speak of together. */
export function aboutAll(reasons: readonly Pick<Reason, 'about'>[]): About {
  const [first = 'people', ...others] = new Set(reasons.map(({ about }) => about))
  return others.length === 0 ? first : 'both'
}
