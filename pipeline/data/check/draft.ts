import { resolve } from 'node:path'
import { readOutline } from '../../force/outline.ts'
import { type Proposed, proposeCrs } from '../../force/propose-crs.ts'
import type { Force } from '../../force/schema.ts'
import type { ForceSketch } from '../../force/sketch.ts'
import westMidlands from '../../force/west-midlands.ts'
import type { TableAccount } from '../account.ts'
import { boundaryOf, layersOf, pathFrom, placesOf, targetsOf } from './draft-areas.ts'
import { unitsOf } from './draft-units.ts'
import type { Examination } from './examine.ts'
import { type ExtractFacts, gatesOf, historyStartOf } from './extract-facts.ts'
import { type Look, sampleOf, samplePoints } from './look.ts'
import { mappingLines } from './paste.ts'
import type { Proposal } from './proposals.ts'

/** What is asked for: a new force's id, its boundary, and what its user says of it. */
export interface DraftRequest {
  readonly id: string
  readonly name?: string | undefined
  readonly boundary: string
  readonly layers: readonly string[]
  readonly crs?: string | undefined
  readonly timezone?: string | undefined
  /** The folder in which the module will lie: its paths start there. */
  readonly folder: string
}

/** Settings before the rows were read, and the lines of the mapping with which they have to be read. */
export interface Draft {
  readonly sketch: ForceSketch
  readonly known: readonly Proposal[]
}

/**
 * Drafts the settings of a new force from its boundary and a first look at an extract; what only the rows
 * tell is added by `withFindings`.
 *
 * Throws `PipelineError` (exit 5) that names the option for a file of which no setting can be made.
 */
export async function draftForce(request: DraftRequest, look?: Look): Promise<Draft> {
  const { id, boundary, layers, crs: given, folder } = request
  const outline = await readOutline(boundary, '--boundary')
  const points = look ? samplePoints(look) : []
  const { crs, extractCrs, swapped } = proposeCrs({ outline, points, given })
  const district = boundaryOf(outline, pathFrom(folder, resolve(boundary)), '--boundary')
  const name = request.name ?? titled(id)
  const units = unitsOf(look ? sampledUnits(look) : [], new Map())
  const known = look ? knownLines(look, { swapped, mapped: units.mapped }) : []
  const sketch: ForceSketch = {
    ...{ id, name, crs, extractCrs, boundary: district },
    timezone: zoneOf(request, look),
    lpas: { value: [], why: 'policing areas: code as in the extract, and name; none were found' },
    lomus: look
      ? units.lomus
      : { ...units.lomus, why: 'no extract was given: code as in its lomu, name, capacity' },
    places: placesOf(outline, crs.value, district.value.nameKey),
    layers: await layersOf(
      layers.map(file => resolve(file)),
      folder,
    ),
    targets: targetsOf(outline, crs.value, westMidlands.targets),
    clauses: new Map(),
    historyStart: { value: undefined, why: 'the first day that the extract covers is taken' },
    cuts: { value: westMidlands.harm.cuts, why: NO_CUTS },
    gates: {},
    mapping: look ? mappingLines(look.mapping, known) : [],
  }
  return { sketch, known }
}

const NO_CUTS =
  'of invented people: run npm run rebase -- --extract PATH --force FILE and copy what it proposes'

function titled(id: string): string {
  const words = id.split('-').map(word => word.charAt(0).toUpperCase() + word.slice(1))
  return `${words.join(' ')} Police`
}

function zoneOf({ timezone }: DraftRequest, look: Look | undefined): Proposed<string> {
  if (timezone !== undefined) return { value: timezone, why: 'as given by --timezone' }
  const found = look?.extract.manifest.timezone
  return found === undefined
    ? { value: westMidlands.timezone, why: 'no extract was given, and no --timezone' }
    : { value: found, why: 'as the manifest of the extract says' }
}

function sampledUnits(look: Look) {
  const counts = new Map<string, number>()
  for (const unit of sampleOf(look, 'persons', 'lomu'))
    counts.set(unit.trim(), (counts.get(unit.trim()) ?? 0) + 1)
  return [...counts].map(([unit, people]) => ({ unit, people }))
}

/** Lines of the mapping that a draft needs to be read with: what no later proposal would find. */
function knownLines(
  look: Look,
  { swapped, mapped }: { swapped: boolean; mapped: readonly Proposal[] },
): Proposal[] {
  const crimes = look.tables.find(({ table }) => table === 'crimes')
  const ownOf = (column: string) => crimes?.missing.find(match => match.column.name === column)?.own ?? column
  const turned = (column: string, other: string): Proposal => {
    const own = ownOf(other)
    const evidence = `so the crimes lie within the boundary, and the other way round they do not`
    return { kind: 'columns', table: 'crimes', column, own, to: own, evidence }
  }
  const both = swapped ? [turned('easting', 'northing'), turned('northing', 'easting')] : []
  return [...both, ...mapped.filter(({ own }) => own !== '')]
}

/** What reading all rows told. */
export interface Findings {
  readonly found: Examination
  readonly facts: ExtractFacts | undefined
  readonly cuts: Proposed<Force['harm']['cuts']> | undefined
}

/** A draft with what the rows of the extract told: units, areas, counts, history, gates, mapping. */
export function withFindings({ sketch, known }: Draft, { found, facts, cuts }: Findings): ForceSketch {
  const { figures, manifest } = found
  const units = figures && unitsOf(figures.units, facts?.managed ?? new Map())
  return {
    ...sketch,
    ...(units ? { lomus: named(units.lomus, sketch.lomus.value) } : {}),
    ...(facts ? factsOf(facts, { accounts: figures?.accounts ?? [], from: manifest.covers_from }) : {}),
    clauses: clauseWords(found),
    cuts: cuts ?? sketch.cuts,
    mapping: mappingLines(found.mapping, [...known, ...unitLines(found.proposals, units?.mapped ?? [])]),
  }
}

/** Units under the names that the draft gave them: when rows are read, only their codes are left. */
function named({ value, why }: ForceSketch['lomus'], draft: Force['lomus']): ForceSketch['lomus'] {
  const names = new Map(draft.map(({ code, name }) => [code, name]))
  return { value: value.map(unit => ({ ...unit, name: names.get(unit.code) ?? unit.name })), why }
}

/**
 * The proposals with those of units instead of the guesses that spellings make: the units are the extract's
 * own. A column that the extract lacks cannot be mapped value by value: everybody has the constant then.
 */
function unitLines(proposals: readonly Proposal[], mapped: readonly Proposal[]): Proposal[] {
  const isUnit = ({ table, column }: Proposal) => table === 'persons' && column === 'lomu'
  const lacks = proposals.some(line => isUnit(line) && line.kind === 'constants')
  const others = proposals.filter(line => !(isUnit(line) && line.kind !== 'columns'))
  const constants = mapped.map(line => ({ ...line, kind: 'constants' as const, own: line.to ?? '' }))
  return [...others, ...(lacks ? constants : mapped)]
}

function factsOf(
  facts: ExtractFacts,
  { accounts, from }: { accounts: readonly TableAccount[]; from: string },
) {
  const lpas = facts.lpas.map(({ code, crimes }) => ({ code, name: code, crimes }))
  const plain = lpas.filter(({ code }) => /^[^\s./\\?#%][^/\\?#%]{0,39}$/.test(code))
  const counts = plain.map(({ code, crimes }) => `${code} ${crimes}`).join(', ')
  return {
    lpas: {
      value: plain.map(({ code, name }) => ({ code, name })),
      why: counts === '' ? 'policing areas: the extract names none' : `give each its name; crimes: ${counts}`,
    },
    historyStart: historyStartOf(facts, from),
    gates: gatesOf(facts, accounts),
  }
}

function clauseWords({ figures }: Examination): Map<string, string> {
  return new Map(
    (figures?.clauses ?? []).map(({ name, crimes, instead }) => [
      name,
      instead === '' ? `${crimes} crimes in this extract` : `nothing in this extract: ${instead}`,
    ]),
  )
}
