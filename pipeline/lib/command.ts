import { type ParseArgsConfig, parseArgs } from 'node:util'
import { EXIT, type ExitCode, PipelineError } from './error.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>

/** What a command tells the process that forked it, if one did, of the error by which it ended. */
export type ToldByCommand = Readonly<Pick<PipelineError, 'message' | 'remedy'>>

/** What a command is: its usage text, its options (as `node:util` parseArgs takes them) and what it does. */
export interface Command<T extends Options> {
  readonly usage: string
  readonly options: T
  run(values: Parsed<T>['values'], positionals: string[]): Promise<ExitCode>
}

/**
 * Runs a command and ends the process with its exit code: prints the usage on `--help`, one clear line on a
 * `PipelineError`, and plain words about any other error with exit code 5.
 */
export async function runCommand<T extends Options>(command: Command<T>): Promise<void> {
  // Whatever the shell says: a stricter mask would keep the web server's group out of what is published.
  process.umask(0o027)
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
    const { message, remedy } = error
    process.send?.({ message, remedy })
    process.stderr.write(
      `refused or failed: ${error.message}\n${error.remedy ? `what to do: ${error.remedy}\n` : ''}`,
    )
    return error.exit
  }
  const cause = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`${plainWords(cause)}\n`)
  if (process.env.FORESITE_TRACE) process.stderr.write(`${cause.stack}\n`)
  return EXIT.failed
}

/** How the engine of the store begins its messages; the rest may hold a value of a row. */
const ENGINE = /^([A-Z][A-Za-z-]*[ -])+(Error|exception): /i

/**
 * What a reader is told of an error that nobody foresaw: its own words, unless they are those of the store's
 * engine or of the checker of shapes, which may hold a value of a person and help only who maintains this.
 */
function plainWords(error: Error): string {
  const foreign = ENGINE.test(error.message) || /Zod/.test(error.constructor.name + error.name)
  if (!foreign) return `failed: ${error.message}`
  const [what, remedy] = /out of memory/i.test(error.message)
    ? ['the memory of the machine is not enough', 'end other programs, or use a machine with more memory']
    : [
        'a fault of the program, not of the data',
        'run it again with FORESITE_TRACE=1 and report what it says',
      ]
  return `failed: ${what}\nwhat to do: ${remedy}`
}

/**
 * A port number from an option's text: 0 to 65534, for the next port is used as well. Throws `PipelineError`
 * (exit 5).
 */
export function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_534) return Number(text)
  throw new PipelineError(`not a port: ${text} (--port)`, EXIT.failed, 'give a number from 0 to 65534')
}
