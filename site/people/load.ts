import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FairnessFile,
  LomuFile,
  LomusFile,
  PeopleEvidenceFile,
  PersonFile,
} from '../../pipeline/bake/contract/people.ts'
import { bakedFolder, loadBaked, loadOnce } from '../shared/load.ts'

/** `lomus.json`: cohort counts of all units. */
export const loadLomus = (): Promise<LomusFile> => loadOnce('lomus.json', LomusFile)

/** `lomu/CODE.json`: one unit's list. */
export const loadLomu = (code: string): Promise<LomuFile> => loadOnce(`lomu/${code}.json`, LomuFile)

/** `people/PSEUDONYM.json`: one person. Read anew each time: a cohort's files would not fit in memory. */
export const loadPerson = (pseudonym: string): Promise<PersonFile> =>
  loadBaked(`people/${pseudonym}.json`, PersonFile)

/** Pseudonyms of all baked people, sorted. */
export async function listPeople(): Promise<string[]> {
  const folder = join(bakedFolder(), 'people')
  if (!existsSync(folder)) return []
  return (await readdir(folder)).map(name => name.replace(/\.json$/, '')).sort()
}

/** `evidence.json`: how well the transition model did on people and times it had not seen. */
export const loadPeopleEvidence = (): Promise<PeopleEvidenceFile> =>
  loadOnce('evidence.json', PeopleEvidenceFile)

/** `fairness.json`: what the model does to groups at the capacity in use. */
export const loadFairness = (): Promise<FairnessFile> => loadOnce('fairness.json', FairnessFile)

/** How harm is scored: the same for everyone, written into each person's file. */
export type ScoringRules = Pick<PersonFile['harm'], 'halfLifeYears' | 'cuts'>

/**
 * The half-life and the cut-points of this run; null where nobody is listed. Nothing about a person is kept.
 */
export async function loadScoringRules(): Promise<ScoringRules | null> {
  const [first] = await listPeople()
  if (!first) return null
  const { halfLifeYears, cuts } = (await loadPerson(first)).harm
  return { halfLifeYears, cuts }
}
