import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ZodType } from 'zod'
import { EvidenceFile, OutlinesFile, TargetFile } from '../../pipeline/bake/contract/areas.ts'
import {
  FairnessFile,
  LomuFile,
  LomusFile,
  PeopleEvidenceFile,
  PersonFile,
} from '../../pipeline/bake/contract/people.ts'
import { RunFile } from '../../pipeline/bake/contract/run.ts'

/** The folder of baked files that this build reads (FORESITE_BAKED). */
function bakedFolder(): string {
  const product = process.env.FORESITE_PRODUCT ?? 'areas'
  return resolve(process.env.FORESITE_BAKED ?? `.foresite/baked/${product}`)
}

/** `run.json`: what every page's header and footer need. */
export const loadRun = (): Promise<RunFile> => load('run.json', RunFile)

/** `outlines.json`: the built-in base map. */
export const loadOutlines = (): Promise<OutlinesFile> => load('outlines.json', OutlinesFile)

/** `targets/SLUG.json`: one place forecast. */
export const loadTarget = (slug: string): Promise<TargetFile> => load(`targets/${slug}.json`, TargetFile)

/** All place forecasts of the run, in the run's order. */
export async function loadTargets(): Promise<TargetFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(target => loadTarget(target.slug)))
}

/** `evidence/SLUG.json` (areas): how past forecasts of each target did, in the run's order. */
export async function loadEvidence(): Promise<EvidenceFile[]> {
  const run = await loadRun()
  return Promise.all(run.targets.map(({ slug }) => load(`evidence/${slug}.json`, EvidenceFile)))
}

/** `lomus.json`: cohort counts of all units. */
export const loadLomus = (): Promise<LomusFile> => load('lomus.json', LomusFile)

/** `lomu/CODE.json`: one unit's list. */
export const loadLomu = (code: string): Promise<LomuFile> => load(`lomu/${code}.json`, LomuFile)

/** `people/PSEUDONYM.json`: one person. */
export const loadPerson = (pseudonym: string): Promise<PersonFile> =>
  load(`people/${pseudonym}.json`, PersonFile)

/** Pseudonyms of all baked people, sorted. */
export async function listPeople(): Promise<string[]> {
  const folder = join(bakedFolder(), 'people')
  if (!existsSync(folder)) return []
  return (await readdir(folder)).map(name => name.replace(/\.json$/, '')).sort()
}

/** `evidence.json` (people): how well the transition model did on people and times it had not seen. */
export const loadPeopleEvidence = (): Promise<PeopleEvidenceFile> => load('evidence.json', PeopleEvidenceFile)

/** `fairness.json` (people): what the model does to groups at the capacity in use. */
export const loadFairness = (): Promise<FairnessFile> => load('fairness.json', FairnessFile)

/** How harm is scored: the same for everyone, written into each person's file. */
export type ScoringRules = Pick<PersonFile['harm'], 'halfLifeYears' | 'cuts'>

/** The half-life and the cut-points of this run; null where nobody is listed. Nothing about a person is kept. */
export async function loadScoringRules(): Promise<ScoringRules | null> {
  const [first] = await listPeople()
  if (!first) return null
  const { halfLifeYears, cuts } = (await loadPerson(first)).harm
  return { halfLifeYears, cuts }
}

const cache = new Map<string, Promise<unknown>>()

/** Parses a baked file with its schema. Files of one person are read once each; the others are kept. */
function load<T>(path: string, schema: ZodType<T>): Promise<T> {
  const full = join(bakedFolder(), path)
  const known = cache.get(full)
  if (known) return known as Promise<T>
  const value = readFile(full, 'utf8').then(text => {
    const parsed = schema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new Error(`baked file against the contract: ${path}, ${issue?.path.join('.')}: ${issue?.message}`)
  })
  if (!path.startsWith('people/')) cache.set(full, value)
  return value
}
