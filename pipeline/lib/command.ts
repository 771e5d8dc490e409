import { type ParseArgsConfig, parseArgs } from 'node:util'
import { EXIT, type ExitCode, PipelineError } from './error.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>

/** What a command is: its usage text, its options (as `node:util` parseArgs takes them) and what it does. */
export interface Command<T extends Options> {
  readonly usage: string
  readonly options: T
  run(values: Parsed<T>['values'], positionals: string[]): Promise<ExitCode>
}

/**
 * Runs a command and ends the process with its exit code: prints the usage on `--help`, one clear line on a
 * `PipelineError`, and the message of any other error with exit code 5.
 */
export async function runCommand<T extends Options>(command: Command<T>): Promise<void> {
  try {
    const options = { ...command.options, help: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    if ((values as { help?: boolean }).help) {
      process.stdout.write(`${command.usage}\n`)
      return
    }
    process.exitCode = await command.run(values as Parsed<T>['values'], positionals)
  } catch (error) {
    process.exitCode = report(error)
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof PipelineError) {
    process.stderr.write(
      `refused or failed: ${error.message}\n${error.remedy ? `what to do: ${error.remedy}\n` : ''}`,
    )
    return error.exit
  }
  const cause = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`failed: ${cause.message}\n`)
  if (process.env.FORESITE_TRACE) process.stderr.write(`${cause.stack}\n`)
  return EXIT.failed
}

/**
 * A port number from an option's text: 0 to 65534, for the next port is used as well. Throws `PipelineError`
 * (exit 5).
 */
export function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_534) return Number(text)
  throw new PipelineError(`not a port: ${text} (--port)`, EXIT.failed, 'give a number from 0 to 65534')
}
