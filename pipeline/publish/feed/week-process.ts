import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ToldByCommand } from '../../lib/command.ts'
import { EXIT, type ExitCode } from '../../lib/error.ts'
import { WEEK_FLAGS } from '../../lib/memory.ts'

const WEEKLY = fileURLToPath(new URL('../../weekly.ts', import.meta.url))
const CODES: ReadonlySet<number> = new Set(Object.values(EXIT))

/** How the command `weekly` ended. */
export interface WeekEnd {
  readonly exit: ExitCode
  /** What it said of the error that ended it; undefined where there was none, or it could say nothing. */
  readonly told: ToldByCommand | undefined
}

/**
 * Runs the week of an extract in a process of its own, so that whatever a run does to its memory ends with
 * it. Progress goes to standard error. When the signal is aborted, the run is killed with all that it
 * started.
 */
export async function runWeekApart(
  { extract, home, force }: { extract: string; home: string; force: string },
  signal: AbortSignal,
): Promise<WeekEnd> {
  const asked = ['--extract', extract, '--home', home, '--force', force]
  const child = fork(WEEKLY, asked, {
    execArgv: [...process.execArgv, ...WEEK_FLAGS],
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  })
  let told: ToldByCommand | undefined
  child.on('message', message => {
    told = message as ToldByCommand
  })
  const stop = () => killTree(child.pid!)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const [code] = (await once(child, 'close')) as [number | null]
  signal.removeEventListener('abort', stop)
  const exit = code !== null && CODES.has(code) ? (code as ExitCode) : EXIT.failed
  return { exit, told }
}

/**
 * Kills a process and all that descend from it: site builds would go on writing without their run.
 *
 * @internal
 */
export function killTree(pid: number): void {
  const parents = readdirSync('/proc').flatMap((name): [number, number][] =>
    /^\d+$/.test(name) ? [[Number(name), parentOf(name)]] : [],
  )
  const doomed = [pid]
  for (const one of doomed)
    doomed.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child))
  for (const one of doomed) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It has ended of itself.
    }
  }
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
