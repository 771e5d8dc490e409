import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { personalOf, pseudonymOf } from '../../pipeline/data/pseudonym.ts'
import { pseudonymKey } from '../../pipeline/publish/secret.ts'
import { type PublishOptions, publishWeek } from '../../pipeline/publish/week.ts'
import { sealing, temporaryFolder, tinyWeek, writeTree } from './sites.ts'

/**
 * Invented people of two units; the third of each unit is a child. EARLIER and OLDEST were merged into SHE.
 */
export const LISTED = ['SHE-1234567', 'P-0000002', 'P-0000003', 'P-0000004', 'P-0000005', 'P-0000006']
export const MERGED = ['EARLIER-777777', 'OLDEST-888888']
export const UNLISTED = 'UNLISTED-999999'
export const SHE = LISTED[0]!
const UNITS = ['BW', 'SH'] as const

const SHAPE = {
  persons: ['k', 'survivor_id', 'status'].map(name => ({ name, type: 'VARCHAR' })),
  charges: ['k', 'survivor_id', 'charged_at'].map(name => ({ name, type: 'VARCHAR' })),
}

/** The pseudonym of an invented person in a home. */
export async function pseudonymIn(home: string, id: string): Promise<string> {
  return pseudonymOf(await pseudonymKey(home), personalOf(id))
}

/** Options that publish a tiny week with the invented people in its packs, but for those who are `gone`. */
export async function peopledWeek(
  home: string,
  week: string,
  gone: readonly string[] = [],
): Promise<PublishOptions> {
  const options = tinyWeek(home, week)
  const folder = temporaryFolder('people')
  mkdirSync(folder, { recursive: true })
  const persons = new Map<string, unknown>()
  for (const [u, unit] of UNITS.entries()) {
    const lines = []
    for (const [i, id] of LISTED.slice(3 * u, 3 * u + 3).entries()) {
      if (gone.includes(id)) continue
      const pseudonym = await pseudonymIn(home, id)
      const list = i === 2 ? 'children' : 'adults'
      const row = { pseudonym, reference: id, place: `${week} ${i}` }
      lines.push(JSON.stringify({ pseudonym, list, row, page: { pseudonym, reference: id, unit, week } }))
      persons.set(pseudonym, { band: 'high', memory: [[id, id, 'living'], [[`H-${id}`, id, '2026-01-02']]] })
    }
    writeFileSync(join(folder, `${unit}.jsonl`), `${lines.join('\n')}\n`)
  }
  for (const id of MERGED.filter(id => !gone.includes(id)))
    persons.set(await pseudonymIn(home, id), { memory: [[id, SHE, 'living'], []] })
  persons.set(await pseudonymIn(home, UNLISTED), {
    memory: [[UNLISTED, UNLISTED, 'deceased'], [[`H-${UNLISTED}`, UNLISTED, '2001-01-02']]],
  })
  writeTree(options.private, { 'memory.json': JSON.stringify(SHAPE) })
  return { ...options, people: sealing(home, { records: folder, persons }) }
}

/** Publishes successive weeks, from 2026-W01 on. Gives their names. */
export async function publishPeopled(home: string, count: number): Promise<string[]> {
  const weeks = Array.from({ length: count }, (_, i) => `2026-W${String(i + 1).padStart(2, '0')}`)
  for (const week of weeks) await publishWeek(await peopledWeek(home, week))
  return weeks
}
