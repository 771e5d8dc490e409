import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { auditArchive } from '../../pipeline/publish/audit.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { temporaryFolder, tinyWeek } from './sites.ts'

/** Weeks of the home that `threeWeeks` makes. */
export const WEEKS = ['2026-W45', '2026-W46', '2026-W47']

/** A home in which three tiny weeks are published. */
export async function threeWeeks(): Promise<string> {
  const home = temporaryFolder('audit')
  for (const week of WEEKS) await publishWeek(tinyWeek(home, week))
  return home
}

/** Changes a file of the archive as a tamperer would: modes first, then bytes. */
export function tamper(home: string, path: string, text: string | undefined): void {
  const file = join(home, 'archive', path)
  chmodSync(dirname(file), 0o755)
  rmSync(file, { force: true })
  if (text !== undefined) writeFileSync(file, text)
}

/** All faults but the modes, which `tamper` opens. */
export async function faults(home: string, week?: string): Promise<string[]> {
  const audits = await auditArchive(home, week)
  return audits.flatMap(({ name, findings }) =>
    findings.filter(({ what }) => !/^open:/.test(what)).map(({ what, where }) => `${name} ${where}: ${what}`),
  )
}
