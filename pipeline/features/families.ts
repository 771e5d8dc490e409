/** Families of offences that the features speak of. */
export const FAMILIES = ['violence', 'weapons', 'sexual', 'robbery', 'acquisitive', 'drugs', 'other'] as const

export type Family = (typeof FAMILIES)[number]

const BY_NUMBER = new Map<number, Family>([
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 36, 37, 62, 66, 104, 105, 106].map(n => [n, 'violence'] as const),
  ...[10, 11, 81].map(n => [n, 'weapons'] as const),
  ...[17, 19, 20, 21, 22, 23, 70, 71, 72, 73, 88].map(n => [n, 'sexual'] as const),
  ...[34, 35].map(n => [n, 'robbery'] as const),
  ...[28, 29, 30, 31, 33, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 54].map(n => [n, 'acquisitive'] as const),
  ...[77, 92, 93].map(n => [n, 'drugs'] as const),
])

/**
 * Family of a Home Office offence code, by its number; `other` where the number has none.
 *
 * @example familyOf('8N') === 'violence'
 */
export function familyOf(code: string): Family {
  return BY_NUMBER.get(Number.parseInt(code, 10)) ?? 'other'
}
