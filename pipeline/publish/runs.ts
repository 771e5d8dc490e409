import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ABOUT, aboutAll, EXIT, type ExitCode, PipelineError } from '../lib/error.ts'
import { syncDirectory } from '../lib/files.ts'
import type { Log } from '../lib/log.ts'
import { realDisk } from './disk.ts'
import { homeOf } from './home.ts'

const ENDS = { 0: 'published', 2: 'nothing new', 3: 'refused', 4: 'refused', 5: 'failed' } as const

const Count = z.int().nonnegative()

const Run = z.object({
  /** When it ended: UTC, ISO 8601. */
  at: z.iso.datetime(),
  end: z.enum(ENDS),
  exit: z.literal(Object.values(EXIT)),
  /** The week as it was archived; of a run that published nothing the week that it would have made. */
  week: z.string().nullable(),
  /** SHA-256 of the extract's manifest; null where it could not be read. */
  manifest: z.string().nullable(),
  /** What the reasons speak of; null where the run was not refused and did not fail. */
  about: z.enum(ABOUT).nullable(),
  /** Gates and other reasons of the end, by code. */
  reasons: z.array(z.object({ code: z.string(), about: z.enum(ABOUT), count: Count })),
  /** Rows with each issue, by table. */
  issues: z.array(z.object({ table: z.string(), code: z.string(), rows: Count })),
})

/** One run of a week, however it ended. Holds no value of a row and no name of a file. */
export type Run = Readonly<z.infer<typeof Run>>

/** What a run comes to know while it is made. */
export interface RunNotes {
  week?: string
  manifest?: string
  issues?: readonly { readonly table: string; readonly code: string; readonly rows: number }[]
}

/**
 * Every run of a home that came to its end, oldest first, of `log/runs.jsonl`. A line that a killed run left
 * torn, or that is no run, is passed over.
 */
export async function readRuns(root: string): Promise<Run[]> {
  const text = await readFile(runsPath(root), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap(line => {
    const run = Run.safeParse(parsed(line))
    return run.success ? [run.data] : []
  })
}

/**
 * Adds a run to the log (0600) in one write, durably; after a torn line it begins a new one.
 */
export async function appendRun(root: string, run: Run): Promise<void> {
  const path = runsPath(root)
  await realDisk.makeDirectory(homeOf(root).log, 0o700)
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString()
    await file.write(`${last === '\n' ? '' : '\n'}${JSON.stringify(run)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncDirectory(homeOf(root).log)
}

/**
 * Makes a run and writes its line, whatever its end. An error of the run is thrown on.
 *
 * @param made is given the notes, to be filled as the run comes to know
 */
export async function withRunLine(
  root: string,
  { log, now = () => new Date() }: { log: Log; now?: () => Date },
  made: (notes: RunNotes) => Promise<ExitCode>,
): Promise<ExitCode> {
  const notes: RunNotes = {}
  const add = async (exit: ExitCode, error?: unknown) => {
    await appendRun(root, runOf(notes, { at: now().toISOString(), exit, error })).catch(failure => {
      log.say(`this run is not in log/runs.jsonl: ${(failure as Error).message}`)
    })
  }
  try {
    const exit = await made(notes)
    await add(exit)
    return exit
  } catch (error) {
    await add(error instanceof PipelineError ? error.exit : EXIT.failed, error)
    throw error
  }
}

/**
 * The line of a run.
 *
 * @param end when, how, and by which error it ended
 */
export function runOf(notes: RunNotes, end: { at: string; exit: ExitCode; error?: unknown }): Run {
  const { at, exit, error } = end
  const fault = { code: 'fault-of-the-program', about: 'both', words: '' } as const
  const reasons = error === undefined ? [] : error instanceof PipelineError ? error.reasons : [fault]
  const counts = new Map<string, Run['reasons'][number]>()
  for (const { code, about } of reasons) {
    const count = (counts.get(`${code} ${about}`)?.count ?? 0) + 1
    counts.set(`${code} ${about}`, { code, about, count })
  }
  return {
    ...{ at, end: ENDS[exit], exit },
    week: notes.week ?? null,
    manifest: notes.manifest ?? null,
    about: reasons.length === 0 ? null : aboutAll(reasons),
    reasons: [...counts.values()],
    issues: (notes.issues ?? []).map(({ table, code, rows }) => ({ table, code, rows })),
  }
}

function runsPath(root: string): string {
  return join(homeOf(root).log, 'runs.jsonl')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
