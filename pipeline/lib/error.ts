/**
 * Exit codes of every command: 0 done, 2 nothing new, 3 refused for its data, 4 refused for disclosure, 5
 * failed.
 */
export const EXIT = { done: 0, nothingNew: 2, refusedData: 3, refusedDisclosure: 4, failed: 5 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * The one error of a run: what went wrong, where, and what to do. A bad row is never an error but an `Issue`.
 *
 * The message must hold no personal value: no person id, no crime id, no free text from a row.
 *
 * @example new PipelineError('wrong hash: crimes.csv (manifest.json)', EXIT.refusedData, 'ask for the extract
 * again')
 */
export class PipelineError extends Error {
  readonly exit: ExitCode
  readonly remedy: string

  constructor(message: string, exit: ExitCode, remedy = '') {
    super(message)
    this.name = 'PipelineError'
    this.exit = exit
    this.remedy = remedy
  }
}
