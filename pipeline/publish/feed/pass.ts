import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Arrival, lookAtArrival } from '../../data/arrival.ts'
import type { LoadedForce } from '../../force/load.ts'
import { EXIT, type ExitCode, PipelineError } from '../../lib/error.ts'
import type { Log } from '../../lib/log.ts'
import { homeOf } from '../home.ts'
import { isLocked } from '../lock.ts'
import { appendRun, type Run, readRuns, runOf } from '../runs.ts'
import { type Entry, type Inbox, listInbox, shownName } from './inbox.ts'
import { moveDone, moveRefused } from './moves.ts'
import type { WeekEnd } from './week-process.ts'

/** What a feed is made of. Clock, pauses and the run itself are parameters, so that tests need none. */
export interface Feed {
  readonly inbox: Inbox
  /** The home of the force. */
  readonly home: string
  readonly force: LoadedForce
  /** Milliseconds after which what is not complete is reported. */
  readonly patience: number
  readonly log: Log
  readonly signal: AbortSignal
  /** Takes one line for each run. */
  readonly tell: (line: string) => void
  readonly run: (extract: string, signal: AbortSignal) => Promise<WeekEnd>
  readonly now?: () => number
  readonly settleMs?: number
}

/** What a pass over the inbox came to. */
export interface Tally {
  readonly exits: ExitCode[]
  readonly waiting: number
  /** What has waited for longer than the patience, by name. */
  readonly overdue: readonly string[]
}

/** What is remembered from pass to pass, so that nothing is hashed or said again. */
export interface Memory {
  readonly looked: Map<string, Arrival>
  readonly said: Set<string>
}

/** Nobody may have written for so long. */
const SETTLE_MS = 2000
/** An extract that is there and not right is being written, unless nobody wrote for so long. */
const QUIET_MS = 10 * 60_000
/** A run that another hand started may take so long. */
const BUSY_MS = 30 * 60_000
/** After so many failures of an extract others go before it. */
const MANY_FAILURES = 3

interface Ready {
  readonly entry: Entry
  readonly arrival: Arrival
  readonly order: string
}

/**
 * One pass: what lies in the inbox is looked at twice, what is complete is run, oldest first, and moved. It
 * ends early when a run fails for another reason than its extract, so that none overtakes another.
 */
export async function passOver(feed: Feed, memory: Memory): Promise<Tally> {
  const { settleMs = SETTLE_MS, signal, inbox, now = Date.now } = feed
  const before = new Map((await listInbox(inbox)).map(entry => [entry.name, entry.stamp]))
  if (before.size > 0) await sleep(settleMs, undefined, { signal })
  const ready: Ready[] = []
  const waiting: Entry[] = []
  for (const entry of before.size > 0 ? await listInbox(inbox) : []) {
    const settled = before.get(entry.name) === entry.stamp
    const why = entry.stray ?? (settled ? undefined : 'it is still being written')
    const arrival = why === undefined ? await look(feed, memory, entry) : ({ kind: 'lacks', why } as const)
    const quiet = arrival.kind === 'wrong' && now() - entry.changed > QUIET_MS
    if (arrival.kind === 'whole' || quiet)
      ready.push({ entry, arrival, order: await orderOf(feed.home, arrival) })
    else {
      waiting.push(entry)
      say(feed, memory, `waiting: ${shownName(entry.name)}: ${arrival.why}`)
    }
  }
  const exits: ExitCode[] = []
  for (const one of ready.sort((a, b) => (a.order < b.order ? -1 : 1))) {
    const exit = await runOne(feed, one)
    exits.push(exit)
    if (exit === EXIT.failed) break
  }
  const overdue = waiting.filter(({ changed }) => now() - changed > feed.patience)
  return { exits, waiting: waiting.length, overdue: overdue.map(({ name }) => shownName(name)) }
}

async function look({ force, home }: Feed, { looked }: Memory, entry: Entry): Promise<Arrival> {
  const key = `${entry.name}\n${entry.stamp}`
  const known = looked.get(key)
  if (known) return known
  const scratch = join(home, 'look')
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  const arrival = await lookAtArrival(entry.path, { mapping: force.settings.mapping, scratch })
  looked.set(key, arrival)
  return arrival
}

/** Oldest first: by the last day covered, then by when it was made; what failed often goes last. */
async function orderOf(home: string, arrival: Arrival): Promise<string> {
  if (arrival.kind !== 'whole') return ''
  const { coversTo, extractedAt, manifest } = arrival
  const runs = await readRuns(home)
  const failures = runs.filter(run => run.exit === EXIT.failed && run.manifest === manifest).length
  return `${failures >= MANY_FAILURES ? 'last' : 'first'} ${coversTo} ${extractedAt}`
}

/** Runs the week of an extract and moves it to where it belongs; what failed stays for the next try. */
async function runOne(feed: Feed, { entry, arrival }: Ready): Promise<ExitCode> {
  const { inbox, home, force, log, signal } = feed
  await untilFree(feed)
  log.say(`${shownName(entry.name)}: the run begins`)
  const before = (await readRuns(home)).length
  const { exit, told } = await feed.run(entry.path, signal)
  signal.throwIfAborted()
  const runs = await readRuns(home)
  const run = (runs.length > before ? runs.at(-1) : undefined) ?? (await runThatDied(feed, arrival, exit))
  const moved = await move(inbox, entry, { exit, told, at: run.at })
  feed.tell(JSON.stringify({ ...run, force: force.settings.id, extract: entry.name, moved: moved ?? null }))
  return exit
}

async function move(
  inbox: Inbox,
  entry: Entry,
  { exit, told, at }: WeekEnd & { at: string },
): Promise<string | undefined> {
  if (exit === EXIT.done || exit === EXIT.nothingNew) return moveDone(inbox, entry)
  if (exit === EXIT.failed) return undefined
  const unsaid = { message: 'the run said nothing', remedy: 'run it with npm run weekly' }
  return moveRefused(inbox, entry, { told: told ?? unsaid, at })
}

/** The line of a run that could not write its own. */
async function runThatDied({ home, now = Date.now }: Feed, arrival: Arrival, exit: ExitCode): Promise<Run> {
  const died = { code: 'run-died', about: 'both', words: 'the run ended without a word' } as const
  const error = new PipelineError(died.words, exit, { remedy: '', reasons: [died] })
  const notes = arrival.kind === 'whole' ? { manifest: arrival.manifest } : {}
  const run = runOf(notes, { at: new Date(now()).toISOString(), exit, error })
  await appendRun(home, run)
  return run
}

/** Waits while a run that somebody else started is at work in the home. */
async function untilFree({ home, log, signal, now = Date.now }: Feed): Promise<void> {
  const until = now() + BUSY_MS
  for (let first = true; (await isLocked(homeOf(home))) && now() < until; first = false) {
    if (first) log.say('another run is at work in this home: the feed waits for it')
    await sleep(1000, undefined, { signal })
  }
}

function say({ log }: Feed, { said }: Memory, line: string): void {
  if (!said.has(line)) log.say(line)
  said.add(line)
}
