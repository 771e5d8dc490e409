/** Self-defined ethnicity, 16+1 and the codes added to it since. */
const ETHNICITIES: readonly (readonly [string, string])[] = [
  ['A1', 'Asian: Indian'],
  ['A2', 'Asian: Pakistani'],
  ['A3', 'Asian: Bangladeshi'],
  ['A4', 'Asian: Chinese'],
  ['A9', 'Asian: any other'],
  ['B1', 'Black: Caribbean'],
  ['B2', 'Black: African'],
  ['B9', 'Black: any other'],
  ['M1', 'Mixed: White and Black Caribbean'],
  ['M2', 'Mixed: White and Black African'],
  ['M3', 'Mixed: White and Asian'],
  ['M9', 'Mixed: any other'],
  ['O1', 'Chinese'],
  ['O2', 'Arab'],
  ['O9', 'Any other'],
  ['W1', 'White: British'],
  ['W2', 'White: Irish'],
  ['W3', 'White: Gypsy or Irish Traveller'],
  ['W9', 'White: any other'],
  ['NS', 'Not stated'],
]
const NAMES = new Map<string, string>([...ETHNICITIES, ['M', 'male'], ['F', 'female'], ['U', 'sex unknown']])

/**
 * The name of a group of the fairness audit in words; a code that is not known stays as it is.
 *
 * @example groupName('ethnicity', 'W1') // 'White: British'
 */
export function groupName(characteristic: string, group: string): string {
  return characteristic === 'age band' ? group : (NAMES.get(group) ?? group)
}
