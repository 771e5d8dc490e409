import { createInterface } from 'node:readline'
import { personalOf } from './data/pseudonym.ts'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { epochDay } from './lib/week.ts'
import { type DisposalReport, disposePerson } from './publish/disposal.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { whatIsDue } from './publish/retention.ts'

const usage = `npm run dispose -- --person ID --reason TEXT [--home DIR] [--force NAME|PATH] [--inbox DIR]
npm run dispose -- --due [--home DIR] [--force NAME|PATH]

A person leaves the present and every archived week. The person's key is destroyed, which makes every sealed
record of every week unreadable; live pages, logs, quarantine and corrections are made right; later extracts'
rows of the person are counted and kept nowhere. The weeks themselves stay as they were signed, and verify.
Logged and signed in HOME/log/disposals.jsonl by keyed marks, without the reference. A reference that is
unknown, not listed or merged into another is no error: all records that were one person go. A charge brought
later is set aside and counted, and the force's reviewer is told: nobody comes back on a list by a run.

  --person ID   the records system's reference of the person; - reads it from standard input, so that it
                stands in no list of processes and no history of commands
  --reason TEXT why, in plain words; name nobody in it, for it is kept
  --inbox DIR   the folder that the feed watches: names the extracts in its done/ and refused/ that hold the
                person, or that cannot be searched, for you to delete; nothing in it is changed
  --due         lists the weeks, people and restored sites that fall due by the force's retention; no more
  --force F     whose retention counts; default west-midlands. Where several forces live in the home it must
                be named: a reference that another force knows is unknown here

Back-ups of HOME/keys from before hold the key until they expire. Restored with the archive or the log beside
them, the key is destroyed again before anything is read.`

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      person: { type: 'string' },
      reason: { type: 'string', default: '' },
      due: { type: 'boolean', default: false },
      inbox: { type: 'string' },
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string' },
    },
    run: async ({ person, reason, due, inbox, home: root, force }) => {
      const named = force === undefined ? undefined : (await loadForce(force)).settings.id
      const home = await homeOfForce(root, named)
      const on = new Date().toISOString().slice(0, 10)
      if (due) return printDue(home, force, on)
      const id = person === '-' ? await firstLine() : person
      if (!id?.trim()) throw new PipelineError('missing option: --person ID', EXIT.failed, 'see --help')
      const options = { home, person: personalOf(id), reason, on, inbox, log: consoleLog }
      print(await disposePerson(options))
      return EXIT.done
    },
  })
}

async function firstLine(): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdin })) return line
  return undefined
}

function print({ records, keys, swept, unsealed, restored, left, kept }: DisposalReport): void {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say(`disposed of: one person, ${records} ${records === 1 ? 'record' : 'records'}`)
  say(`keys          ${keys} destroyed: unreadable in every archived week`)
  for (const { place, done, count } of swept) say(`${place.padEnd(14)}${count} ${done}`)
  for (const name of unsealed)
    say(`look at: week ${name} is from before people were sealed and holds them in clear; remove it by hand`)
  for (const site of restored)
    say(`look at: a restored people site may still hold the person; delete ${site}`)
  for (const file of left) say(`look at: this file names the person and is none of ours; delete ${file}`)
  for (const { name, about } of kept) {
    const why =
      about === 'holds-the-person' ? 'holds the person' : 'cannot be searched and may hold the person'
    say(`look at: the extract ${name} of the inbox ${why}; delete it, for its run is done`)
  }
  say('back-ups of keys/ hold the key until they expire; extracts stay with whoever sent them,')
  say('and in done/ and refused/ of a feed: --inbox DIR names those that hold the person')
}

async function printDue(home: string, name: string | undefined, on: string): Promise<ExitCode> {
  const { settings } = await loadForce(name)
  const due = await whatIsDue(home, settings.retention, epochDay(on))
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say(
    `kept: ${settings.retention.weeks} weeks; people ${settings.retention.years} years after the last charge`,
  )
  for (const week of due.weeks) say(`week    ${week}`)
  for (const { id, reason } of due.people) say(`person  ${id}  ${reason}`)
  for (const { out, expires } of due.restored) say(`restored people site, due on ${expires}: ${out}`)
  say(`due: ${due.weeks.length} weeks, ${due.people.length} people, ${due.restored.length} restored sites`)
  return EXIT.done
}
