/**
 * A harm weight of one Home Office offence code.
 *
 * Assumption A37: an offence is as grave as offences of its code are on average.
 */
export interface HarmWeight {
  readonly code: string
  readonly offence: string
  readonly weight: number
}

/** A dated table of harm weights. */
export interface WeightTable {
  readonly source: string
  readonly vintage: string
  readonly weights: readonly HarmWeight[]
}

const row = (codes: string, weight: number, offence: string): HarmWeight[] =>
  codes.split(' ').map(code => ({ code, weight, offence }))

/**
 * ONS Crime Severity Score, about the 2020 vintage: weight = mean sentence x conviction mix. Figures only;
 * contains public sector information under the Open Government Licence v3.
 */
export const ONS_2020: WeightTable = {
  source: 'ONS Crime Severity Score',
  vintage: '2020',
  weights: [
    row('1 4.1 4.2 4.10', 7973, 'homicide'),
    row('2', 4654, 'attempted murder'),
    row('3A', 2024, 'conspiracy to murder'),
    row('3B', 275, 'threats to kill'),
    row('5D', 2035, 'assault with intent to cause serious harm'),
    row('5E', 1447, 'endangering life'),
    row('8N', 189, 'assault with injury'),
    row('8P', 313, 'racially or religiously aggravated assault with injury'),
    row('8S', 401, 'assault with injury on a constable'),
    row('8Q', 56, 'stalking'),
    row('8L', 36, 'harassment'),
    row('8R', 15, 'malicious communications'),
    row('105A', 14, 'assault without injury'),
    row('104', 8, 'assault without injury on a constable'),
    row('9A', 7, 'public fear, alarm, distress'),
    row('10A', 617, 'firearm with intent'),
    row('10B', 412, 'possession of firearm'),
    row('10C', 52, 'possession of other weapon'),
    row('10D', 53, 'possession of article with blade or point'),
    row('19C', 2953, 'rape of a female aged 16 or over'),
    row('19D', 3883, 'rape of a female under 16'),
    row('20A', 459, 'sexual assault on a female aged 13 or over'),
    row('88A', 463, 'sexual grooming'),
    row('29A', 2289, 'aggravated burglary, residential'),
    row('28E', 465, 'burglary, residential'),
    row('30C', 123, 'burglary, business'),
    row('34A 34B', 800, 'robbery'),
    row('35', 786, 'blackmail'),
    row('36', 1217, 'kidnapping'),
    row('39', 80, 'theft from the person'),
    row('48', 128, 'theft of vehicle'),
    row('45', 33, 'theft from vehicle'),
    row('46', 12, 'shoplifting'),
    row('56A', 826, 'arson endangering life'),
    row('56B', 187, 'arson not endangering life'),
    row('58A 58B 58C 58D', 5, 'criminal damage'),
    row('62A', 363, 'violent disorder'),
    row('81', 1288, 'other firearms offences'),
    row('92A', 513, 'drug trafficking'),
    row('92D', 8, 'possession of drugs'),
    row('92E', 2, 'possession of cannabis'),
    row('106', 1069, 'modern slavery'),
  ].flat(),
}

/**
 * Weight by offence code. A code that is not in the table has no weight and must raise an issue, never count
 * as zero.
 */
export function weightByCode(table: WeightTable): ReadonlyMap<string, number> {
  return new Map(table.weights.map(({ code, weight }) => [code, weight]))
}

/** A code whose weight differs between two tables; null where a table lacks it. */
export interface ChangedWeight {
  readonly code: string
  readonly from: number | null
  readonly to: number | null
}

/** Codes whose weight differs between two tables, in the order of their first mention. */
export function changedWeights(before: WeightTable, after: WeightTable): ChangedWeight[] {
  const [old, revised] = [weightByCode(before), weightByCode(after)]
  return [...new Set([...old.keys(), ...revised.keys()])]
    .map(code => ({ code, from: old.get(code) ?? null, to: revised.get(code) ?? null }))
    .filter(({ from, to }) => from !== to)
}
