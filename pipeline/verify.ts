import { sum } from 'd3-array'
import { runCommand } from './lib/command.ts'
import { EXIT } from './lib/error.ts'
import { epochDay } from './lib/week.ts'
import { auditArchive, type WeekAudit } from './publish/audit.ts'
import { auditHome } from './publish/audit-home.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { type OpeningReport, openingReport } from './publish/openings.ts'
import { type Run, readRuns } from './publish/runs.ts'
import { keepChecks } from './publish/verified.ts'

const usage = `npm run verify -- [--home DIR] [--force ID] [--expect HASH] [WEEK]

Checks the archived weeks (or one, for example 2026-W47): the hash of every file, the signature of each
manifest, the chain from week to week and its log, the row accounts and who may read what; the keys, what lies
about, and that what is live is exactly what should be. Exits with 5 on any fault and says what is wrong, and
where. Then says who opened people and exported lists in the last seven days, by user, unit and reason, and
names whoever did so out of the common: three times the usual week of a user, and more than 20 times. Last,
how the last runs ended. What lies in aside/ was found where it does not belong: compare it with a back-up,
and have its extract run again to have its week back.

  --force ID     which force, where several live in the home
  --expect HASH  the head that a publish printed: proves that the archive was not rolled back to before it`

/** Runs that are printed. */
const RUNS = 5

const COLUMNS = [12, 8, 8, 10, 12, 12, 8]

await runCommand({
  usage,
  options: {
    home: { type: 'string', default: DEFAULT_HOME },
    force: { type: 'string' },
    expect: { type: 'string' },
  },
  async run({ home: root, force, expect }, [week]) {
    const home = await homeOfForce(root, force)
    const audits = await auditArchive(home, week)
    print(['week', 'sequence', 'files', 'MB', 'rows in', 'quarantined', 'result'])
    for (const audit of audits) print(tableRow(audit))
    const ofWeeks = audits.flatMap(({ name, findings }) =>
      findings.map(({ what, where }) => `${what}: ${where} (${name})`),
    )
    const ofHome = (await auditHome(home, expect)).map(({ what, where }) => `${what}: ${where}`)
    const faults = [...ofWeeks, ...ofHome]
    for (const fault of faults) process.stderr.write(`${fault}\n`)
    process.stdout.write(`${audits.length} weeks checked, ${faults.length} faults\n`)
    const lost = await keepChecks(home, audits, new Date().toISOString())
    if (lost) process.stdout.write(`the result was not kept for the list of weeks: ${lost}\n`)
    printOpenings(await openingReport(home, epochDay(new Date().toISOString())))
    printRuns(await readRuns(home))
    const head = audits
      .filter(({ manifest }) => manifest)
      .sort(bySequence)
      .at(-1)
    if (head) process.stdout.write(`head of the chain: ${head.manifest!.sequence} ${head.hash}\n`)
    return faults.length === 0 ? EXIT.done : EXIT.failed
  },
})

/** The last runs: what the schedule did while nobody looked. */
function printRuns(runs: readonly Run[]): void {
  process.stdout.write(`runs: ${runs.length}${runs.length > RUNS ? `, of which the last ${RUNS}` : ''}\n`)
  for (const { at, end, week, reasons } of runs.slice(-RUNS)) {
    const why = reasons.map(({ code, count }) => (count > 1 ? `${code} x ${count}` : code)).join(', ')
    process.stdout.write(`  ${at.slice(0, 16)}Z ${(week ?? '-').padEnd(10)} ${end.padEnd(11)} ${why}\n`)
  }
}

function printOpenings({ from, to, rows, unusual, usual }: OpeningReport): void {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say(`people opened and lists exported, ${from} to ${to}: ${sum(rows, row => row.count)}`)
  for (const { user, unit, what, why, count } of rows)
    say(
      `  ${user.padEnd(20)} ${unit.padEnd(8)} ${what.padEnd(8)} ${(why || 'no reason').padEnd(12)} ${count}`,
    )
  for (const { user, count } of unusual)
    say(`UNUSUAL: ${user} ${count} times, more than ${usual}; ask for what, and look at the log`)
}

function bySequence(a: WeekAudit, b: WeekAudit): number {
  return a.manifest!.sequence - b.manifest!.sequence
}

function tableRow({ name, manifest, findings }: WeekAudit): string[] {
  const result = findings.length === 0 ? 'ok' : 'FAULT'
  if (!manifest) return [name, '-', '-', '-', '-', '-', result]
  const { sequence, files, facts } = manifest
  const megabytes = sum(files, ({ size }) => size) / 1e6
  const rows = sum(facts.accounts, account => account.rows)
  const quarantined = sum(facts.accounts, account => account.quarantined)
  return [name, `${sequence}`, `${files.length}`, megabytes.toFixed(1), `${rows}`, `${quarantined}`, result]
}

function print(cells: readonly string[]): void {
  const padded = cells.map((cell, i) => (i === 0 ? cell.padEnd(COLUMNS[i]!) : cell.padStart(COLUMNS[i]!)))
  process.stdout.write(`${padded.join(' ')}\n`)
}
