import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LomuFile, type PersonRecord, PersonRecordSchema } from '../pipeline/bake/contract/people.ts'
import {
  type Band,
  type ListedPerson,
  type PersonPage,
  unpackPage,
  unpackPerson,
} from '../pipeline/bake/contract/vocabulary.ts'
import { type GovernanceInput, peopleGovernance } from '../pipeline/bake/governance/files.ts'
import { evidenceFile, fairnessFile } from '../pipeline/bake/people/evidence.ts'
import { listedPeople } from '../pipeline/bake/people/listed.ts'
import { bakePeople } from '../pipeline/bake/people/people.ts'
import { standingsOf } from '../pipeline/bake/people/standings.ts'
import { runFile } from '../pipeline/bake/run.ts'
import { peopleRun } from '../pipeline/bake/run-products.ts'
import { disclosed, type PersonId } from '../pipeline/data/pseudonym.ts'
import { judgePeople } from '../pipeline/evidence/people/judge.ts'
import { leakAlarmApart } from '../pipeline/evidence/people/leak.ts'
import { readDecided } from '../pipeline/features/decisions.ts'
import { readPeople as readFacts } from '../pipeline/features/people.ts'
import { loadForce } from '../pipeline/force/load.ts'
import type { Settings } from '../pipeline/force/schema.ts'
import { readJson, writeNew } from '../pipeline/lib/files.ts'
import { sha256 } from '../pipeline/lib/hash.ts'
import { silentLog } from '../pipeline/lib/log.ts'
import { epochDay } from '../pipeline/lib/week.ts'
import { scorePeople } from '../pipeline/models/people/score.ts'
import { NO_QUARTER, NOTHING_TAKEN } from './governance.ts'
import { type ChargeRow, type DecisionRow, type PersonRow, peopleStore } from './people-store.ts'

/** Day of the forecast of every baked store. */
export const AS_AT = '2026-11-16'

/** The pseudonym that a person of a baked store has. */
export const pseudonym = (id: string) => sha256(id).slice(0, 32)

/** What a store is made of. */
export interface PeopleRows {
  readonly persons: readonly PersonRow[]
  readonly charges: readonly ChargeRow[]
  readonly decisions?: readonly DecisionRow[]
  /** Bands of the week before, by pseudonym. */
  readonly previousBands?: Readonly<Record<string, Band>>
  /** Whether units have a list of children; by default they have. */
  readonly childrenListed?: boolean
  readonly recordLink?: string
  /** What is known of the extract and the quarter; by default nothing. */
  readonly watched?: Partial<Pick<GovernanceInput, 'taken' | 'quarter'>>
  /** What was decided about red lines. */
  readonly redLineDecisions?: Settings['redLineDecisions']
}

/**
 * Scores a store of some people and bakes the people product from it, with the product's own code, into a new
 * folder.
 */
export async function bakeStore({
  persons,
  charges,
  decisions,
  previousBands,
  childrenListed = true,
  recordLink = '',
  watched = {},
  redLineDecisions = [],
}: PeopleRows) {
  const folder = await mkdtemp(join(tmpdir(), 'people-baked-'))
  const [store, loaded, asAt] = [
    await peopleStore(persons, charges, decisions),
    await loadForce(),
    epochDay(AS_AT),
  ]
  const force = { ...loaded.settings, childrenListed, recordLink }
  const facts = await readFacts(store, { asAt }, loaded.weights)
  const scored = await scorePeople(facts.careers, force, { asAt, beside: leakAlarmApart })
  const cohort = await judgePeople(scored, force, facts)
  const [evidence, fairness] = [evidenceFile(cohort, force), fairnessFile(cohort, force)]
  const past = await readDecided(store, asAt)
  store.close()
  const baked = await bakePeople({
    ...{ cohort, asAt, force },
    pseudonym: (id: PersonId) => pseudonym(disclosed(id)),
    ...past,
    out: folder,
    ...(previousBands
      ? {
          previous: Object.fromEntries(Object.entries(previousBands).map(([name, band]) => [name, { band }])),
        }
      : {}),
    log: silentLog,
  })
  const received = { asAt, dataTo: asAt - 1, manifest: { extract_id: 'synthetic-2026-W47', files: [] } }
  const none = { accounts: [], reach: [], warnings: [], changes: [], unweighted: [] }
  const names = { week: '2026-W47', runId: sha256('run').slice(0, 32), codeVersion: '0.1.0' }
  const run = runFile({ ...received, ...none }, loaded, names)
  await writeNew(join(folder, 'run.json'), JSON.stringify(peopleRun(run)))
  const decided = { ...loaded, settings: { ...loaded.settings, redLineDecisions } }
  const governance = { run, force: decided, taken: NOTHING_TAKEN, quarter: NO_QUARTER, ...watched }
  await writeNew(join(folder, 'governance.json'), JSON.stringify(peopleGovernance(cohort, governance)))
  const lists = { cohort, asAt, force }
  const standings = standingsOf(
    lists,
    listedPeople(lists, id => pseudonym(disclosed(id))),
  )
  return { folder, baked, standings, evidence, fairness, run, force }
}

/** One baked person: the unit, the line of its list and the page as the browser reads it. */
export interface BakedPerson {
  readonly unit: LomuFile
  readonly list: PersonRecord['list']
  readonly row: ListedPerson
  readonly packed: PersonRecord['page']
  readonly page: PersonPage
}

/** Every baked person, by reference, each record checked against the contract. */
export async function readPeople(folder: string): Promise<BakedPerson[]> {
  const people: BakedPerson[] = []
  for (const name of (await readdir(join(folder, 'records'))).sort()) {
    const unit = LomuFile.parse(await readJson(join(folder, 'lomu', name.replace('.jsonl', '.json'))))
    const lines = (await readFile(join(folder, 'records', name), 'utf8'))
      .split('\n')
      .filter(line => line !== '')
    for (const line of lines) {
      const { list, row, page } = PersonRecordSchema.parse(JSON.parse(line))
      people.push({ unit, list, row: unpackPerson(row), packed: page, page: unpackPage(page, unit) })
    }
  }
  return people.sort((a, b) => (a.row.reference < b.row.reference ? -1 : 1))
}
