import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FairnessFile,
  LomuFile,
  LomusFile,
  PeopleEvidenceFile,
  PeopleMethodFile,
  type PersonRecord,
  PersonRecordSchema,
  PracticeFile,
} from '../../pipeline/bake/contract/people.ts'
import { bakedFolder, loadOnce } from '../shared/load.ts'

/** `lomus.json`: cohort counts of all units. */
export const loadLomus = (): Promise<LomusFile> => loadOnce('lomus.json', LomusFile)

/** `lomu/CODE.json`: what all pages of a unit share. */
export const loadLomu = (code: string): Promise<LomuFile> => loadOnce(`lomu/${code}.json`, LomuFile)

/** `records/CODE.jsonl`: the people of one unit. Read anew each time: a cohort would not fit in memory. */
export async function loadRecords(code: string): Promise<PersonRecord[]> {
  const text = await readFile(join(bakedFolder(), 'records', `${code}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => PersonRecordSchema.parse(JSON.parse(line)))
}

/** `evidence.json`: how well the transition model did on people and times it had not seen. */
export const loadPeopleEvidence = (): Promise<PeopleEvidenceFile> =>
  loadOnce('evidence.json', PeopleEvidenceFile)

/** `practice.json`: the lists beside what units do. */
export const loadPractice = (): Promise<PracticeFile> => loadOnce('practice.json', PracticeFile)

/** `method/people.json`: how scores and chances are made this week. */
export const loadPeopleMethod = (): Promise<PeopleMethodFile> =>
  loadOnce('method/people.json', PeopleMethodFile)

/** `fairness.json`: what the model does to groups at the capacity in use. */
export const loadFairness = (): Promise<FairnessFile> => loadOnce('fairness.json', FairnessFile)

/** The half-life and the cut-points of this run: the same in every unit. */
export async function loadScoringRules(): Promise<LomuFile['scoring']> {
  const { lomus } = await loadLomus()
  return (await loadLomu(lomus[0]!.code)).scoring
}
