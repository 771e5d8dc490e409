import { watch } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { realDisk, withDiskErrors } from './publish/disk.ts'
import { openInbox } from './publish/feed/inbox.ts'
import { type Feed, type Memory, passOver, type Tally } from './publish/feed/pass.ts'
import { runWeekApart } from './publish/feed/week-process.ts'
import { claimHome, claimInbox, homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME, homeOf } from './publish/home.ts'
import { withLock } from './publish/lock.ts'
import { liveWeek, settle } from './publish/switch.ts'

const HOUR_MS = 3_600_000
/** Folders on other machines tell nobody of a change: they are asked. */
const POLL_MS = 30_000
/** What failed for the disk fails again a moment later. */
const RETRY_MS = 10 * 60_000

const usage = `npm run feed -- --inbox DIR [--home DIR] [--force NAME|PATH] [--hours H] [--once]

Waits for extracts in a folder, runs the week of each complete one, oldest first, and moves it to DIR/done, or
to DIR/refused with NAME.reason.txt beside it: what, where, what to do. The last good week stays live.

Complete: a folder with its manifest.json and every file that it names with its hash, or a .zip that can be
opened; nobody wrote there for two seconds. Give an extract its manifest last, or move it in by one rename. A
file that is there and is not the one of the manifest is taken for one still being written, and after ten
quiet minutes the extract is run and refused. What lacks a part waits, and is reported after H hours. What
fails for another reason than its data (exit 5: disk, memory) stays and is tried again. done/ and refused/
hold personal data: clear them as your retention says.

Standard output: one JSON line a run, as in HOME/log/runs.jsonl, with the extract's name and where it went.
Standard error: progress, and for the force's alerting one line whenever something happened:
  foresite-feed status=published|nothing-new|refused|overdue|failed|stopped exit=N force=ID live=WEEK
    published=N nothing-new=N refused=N failed=N waiting=N overdue=N
Exit of --once, the worst first: 5 failed, 4 or 3 refused (3 too for overdue), 0 published, 2 nothing new.

  --inbox DIR        one inbox a force: it belongs to the first that used it
  --home DIR         where the force keeps state; default .foresite; DIR/forces/ID where DIR has such a folder
  --force NAME|PATH  a module of pipeline/force, or the path of one; default west-midlands
  --hours H          after which an incomplete extract is reported; default 6
  --once             one pass, for a timer; else it waits until SIGTERM`

interface Asked {
  readonly inbox: string
  readonly home: string
  readonly force: string
  readonly hours: string
  readonly once: boolean
}

async function feed({ inbox: folder, home: root, force: named, hours, once }: Asked): Promise<ExitCode> {
  const cacheOf = async (id: string) => join(await homeOfForce(root, id, true), 'layers')
  const force = await loadForce(named, { cacheOf })
  const home = await homeOfForce(root, force.settings.id, true)
  const inbox = await openInbox(folder)
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())
  const made: Feed = {
    ...{ inbox, home, force, signal: stop.signal, log: consoleLog, patience: hoursOf(hours) * HOUR_MS },
    tell: line => process.stdout.write(`${line}\n`),
    run: (extract, signal) => runWeekApart({ extract, home: root, force: named }, signal),
  }
  const work = async () => {
    await claimInbox(inbox.root, force.settings)
    await realDisk.makeDirectory(home, 0o2750)
    await claimHome(home, force.settings)
    return once ? passOnce(made) : keepWatch(made)
  }
  return withDiskErrors(inbox.root, () => withLock(inbox, () => ended(made, work), 'another feed is at work'))
}

/** Does the work until it is done or stopped; a stopped one leaves the home at rest. */
async function ended(feed: Feed, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    if (!feed.signal.aborted) throw error
    await tidy(feed)
    await alert(feed, { exits: [], waiting: 0, overdue: [] }, 'stopped')
    return EXIT.done
  } finally {
    await rm(join(feed.home, 'look'), { recursive: true, force: true })
  }
}

async function tidy({ home: root, log }: Feed): Promise<void> {
  const home = homeOf(root)
  await withLock(home, async () => {
    await rm(join(root, 'work'), { recursive: true, force: true })
    const isPublished = await access(home.archive).then(
      () => true,
      () => false,
    )
    if (isPublished) await settle(home, realDisk, { log })
  })
}

async function passOnce(feed: Feed): Promise<ExitCode> {
  const tally = await passOver(feed, { looked: new Map(), said: new Set() })
  await alert(feed, tally)
  return exitOf(tally)
}

/** Pass after pass, until it is told to stop; what goes wrong in one is said, and the next tries again. */
async function keepWatch(feed: Feed): Promise<ExitCode> {
  const memory: Memory = { looked: new Map(), said: new Set() }
  let known = ''
  feed.log.say(`waiting for extracts in ${feed.inbox.root}`)
  for (;;) {
    const tally = await passOver(feed, memory).catch((error: Error): Tally => {
      feed.signal.throwIfAborted()
      feed.log.say(`failed: ${error instanceof PipelineError ? error.message : 'the inbox cannot be read'}`)
      return { exits: [EXIT.failed], waiting: 0, overdue: [] }
    })
    const overdue = tally.overdue.join('\n')
    if (tally.exits.length > 0 || overdue !== known) await alert(feed, tally)
    known = overdue
    await untilNext(feed, tally.exits.includes(EXIT.failed))
  }
}

/** Waits for a change in the inbox, or until it is time to look. */
async function untilNext({ inbox, signal }: Feed, failed: boolean): Promise<void> {
  if (failed) return sleep(RETRY_MS, undefined, { signal })
  const changed = new AbortController()
  const watcher = watch(inbox.root, () => changed.abort()).on('error', () => {})
  try {
    await sleep(POLL_MS, undefined, { signal: AbortSignal.any([signal, changed.signal]) })
  } catch {
    signal.throwIfAborted()
  } finally {
    watcher.close()
  }
}

const RANK: readonly ExitCode[] = [
  ...[EXIT.failed, EXIT.refusedDisclosure, EXIT.refusedData, EXIT.done, EXIT.nothingNew],
]

function exitOf({ exits, overdue }: Tally): ExitCode {
  const all = overdue.length > 0 ? [...exits, EXIT.refusedData] : exits
  return RANK.find(code => all.includes(code)) ?? EXIT.nothingNew
}

/** The one line for the force's alerting: its form is a promise (see `--help`). */
async function alert(feed: Feed, tally: Tally, stopped?: 'stopped'): Promise<void> {
  const count = (...codes: ExitCode[]) => tally.exits.filter(exit => codes.includes(exit)).length
  const refused = count(EXIT.refusedData, EXIT.refusedDisclosure)
  const [published, nothingNew, failed] = [count(EXIT.done), count(EXIT.nothingNew), count(EXIT.failed)]
  const exit = stopped ? EXIT.done : exitOf(tally)
  const bad = failed > 0 ? 'failed' : refused > 0 ? 'refused' : undefined
  const good = tally.overdue.length > 0 ? 'overdue' : published > 0 ? 'published' : 'nothing-new'
  const words = [
    ...['foresite-feed', `status=${stopped ?? bad ?? good}`, `exit=${exit}`],
    ...[`force=${feed.force.settings.id}`, `live=${(await liveWeek(homeOf(feed.home))) ?? 'none'}`],
    ...[`published=${published}`, `nothing-new=${nothingNew}`, `refused=${refused}`, `failed=${failed}`],
    ...[`waiting=${tally.waiting}`, `overdue=${tally.overdue.length}`],
  ]
  feed.log.say(words.join(' '))
}

function hoursOf(text: string): number {
  const hours = Number(text)
  if (text.trim() !== '' && hours >= 0) return hours
  throw new PipelineError(`not a number of hours: ${text} (--hours)`, EXIT.failed, 'give one like 6')
}

await runCommand({
  usage,
  options: {
    inbox: { type: 'string' },
    home: { type: 'string', default: DEFAULT_HOME },
    force: { type: 'string', default: 'west-midlands' },
    hours: { type: 'string', default: '6' },
    once: { type: 'boolean', default: false },
  },
  run: async ({ inbox, ...asked }) => {
    if (!inbox) throw new PipelineError('missing option: --inbox DIR', EXIT.failed, 'see --help')
    return feed({ inbox, ...asked })
  },
})
