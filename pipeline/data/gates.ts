import { EXIT, PipelineError } from '../lib/error.ts'
import { aboutTable } from './about-table.ts'
import { emptyColumns, rejects, unweightedCharges } from './gates/accounts.ts'
import { boundsOf } from './gates/bounds.ts'
import { changedFacts, recodedRows } from './gates/changes.ts'
import { codeAgreement, codeMix } from './gates/codes.ts'
import { chargeFreshness, crimeFreshness, crowdedDays } from './gates/freshness.ts'
import type { Gate, GateInput, GateReading } from './gates/gate.ts'
import { harmFlow } from './gates/harm.ts'
import { holes } from './gates/history.ts'
import { mergedBirths, missingCharges, missingCrimes } from './gates/links.ts'
import { outcomes } from './gates/outcomes.ts'
import { births, custody, deaths, onePerson } from './gates/people.ts'
import { cancellations, contradictions, geocoding, longRanges, misplaced } from './gates/places.ts'
import { strangersCharges } from './gates/strangers.ts'
import { twins } from './gates/twins.ts'
import { unknownUnits } from './gates/units.ts'
import { emptyTargets, targetHistory, volumes } from './gates/volumes.ts'

/** Every gate, in the order in which failures are told; the same guard crimes, charges and persons. */
const GATES: readonly Gate[] = [
  rejects,
  crimeFreshness,
  chargeFreshness,
  geocoding,
  misplaced,
  longRanges,
  volumes,
  holes,
  emptyTargets,
  targetHistory,
  changedFacts,
  recodedRows,
  harmFlow,
  emptyColumns,
  contradictions,
  cancellations,
  twins,
  crowdedDays,
  codeMix,
  codeAgreement,
  births,
  mergedBirths,
  deaths,
  custody,
  onePerson,
  outcomes,
  missingCharges,
  strangersCharges,
  missingCrimes,
  unknownUnits,
  unweightedCharges,
]

/** What every gate reads in an extract, in a fixed order. */
export async function readGates(input: GateInput): Promise<GateReading[]> {
  const gated = { ...input, bounds: boundsOf(input.force.gates) }
  const readings: GateReading[] = []
  for (const gate of GATES) readings.push(...(await gate(gated)))
  return readings
}

/** Throws `PipelineError` (exit 3) that reports every failed gate, if any failed. */
export function refuseIfAny(failures: readonly GateReading[]): void {
  if (failures.length === 0) return
  const lines = failures.map(
    ({ code, found, allowed, remedy }) => `  ${code}: ${found}; allowed: ${allowed}\n    to do: ${remedy}`,
  )
  const failed = `${failures.length} ${failures.length === 1 ? 'gate' : 'gates'} failed`
  throw new PipelineError(`${failed}, nothing is published:\n${lines.join('\n')}`, EXIT.refusedData, {
    remedy: 'do what each line says, then run the corrected extract',
    reasons: failures.map(({ code, table, plain, found, allowed }) => ({
      code,
      about: aboutTable(table),
      words: plain ?? `${found}; allowed: ${allowed}`,
    })),
  })
}
