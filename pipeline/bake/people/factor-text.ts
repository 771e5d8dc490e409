import type { PersonFeature } from '../../features/person-features.ts'

const count = (value: number) => String(Math.round(value))
const percent = (value: number) => `${Math.round(100 * value)}%`
const years = (value: number) => `${Math.floor(value)} years`
const weeks = (value: number) => `${Math.floor(value)} weeks`
const weight = (value: number) => String(Math.round(Math.expm1(value)))

/** Name and value of each factor in plain words. */
export const FACTOR_TEXT: Readonly<
  Record<PersonFeature, { name: string; value: (value: number) => string }>
> = {
  gap: {
    name: 'Distance of the harm score from the high cut-point',
    value: gap => `score is ${Math.round(100 * Math.exp(-gap))}% of the cut-point`,
  },
  charges13: { name: 'Charges in the last 13 weeks', value: count },
  charges26: { name: 'Charges in the last 26 weeks', value: count },
  charges52: { name: 'Charges in the last 52 weeks', value: count },
  charges104: { name: 'Charges in the last two years', value: count },
  chargesEver: { name: 'Charges ever', value: count },
  copas: { name: 'Rate of charges over the whole career', value: rate => `Copas rate ${rate.toFixed(2)}` },
  weeksSinceCharge: { name: 'Time since the last charge', value: weeks },
  weeksSinceFirst: { name: 'Time since the first charge', value: weeks },
  lastWeight: { name: 'Harm weight of the last charge', value: weight },
  heaviestWeight: { name: 'Harm weight of the heaviest charge', value: weight },
  undecayed: { name: 'Sum of harm weights without decay', value: weight },
  diversity: { name: 'Different families of offences', value: count },
  shareViolence: { name: 'Share of charges for violence', value: percent },
  shareWeapons: { name: 'Share of charges for weapons', value: percent },
  shareRobbery: { name: 'Share of charges for robbery', value: percent },
  shareAcquisitive: { name: 'Share of charges for theft and burglary', value: percent },
  shareDrugs: { name: 'Share of charges for drugs', value: percent },
  violenceTrend: {
    name: 'Share of violence in the last two years against before',
    value: change => `${change > 0 ? '+' : ''}${Math.round(100 * change)} points`,
  },
  age: { name: 'Age', value: years },
  ageAtFirst: { name: 'Age at first charge', value: years },
  pending: { name: 'Charges still pending', value: count },
}
