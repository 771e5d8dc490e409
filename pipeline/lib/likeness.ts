/**
 * A name as it is compared: small letters without accents, `&` as `and`, apostrophes gone, and any other sign
 * between words as one space.
 *
 * @example plainName("King's Norton-North") === 'kings norton north'
 */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[\p{M}'\u2019`]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * Whether one letter put in, left out, changed or swapped with its neighbour makes one word of another, or
 * none has to.
 *
 * @example withinOne('erdinton', 'erdington') && withinOne('dudely', 'dudley')
 */
export function withinOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}
