/** Words of column names that mean the same thing; the first of each line stands for all. */
const SAME = [
  'id ref reference no num number key urn uri',
  'at date dt time datetime timestamp on when day',
  'recorded rec record created reported',
  'crime offence incident occurrence',
  'occurred occ committed offended event',
  'from start began begin earliest first',
  'to end until latest last finish',
  'person nominal offender suspect accused individual',
  'charge charges charged',
  'birth dob born',
  'outcome result disposal finding verdict',
  'code ho class',
  'title description desc',
  'lomu unit iom team',
  'lpa area division bcu district beat',
  'found detected origin source',
  'easting x e east xcoord lon lng long longitude',
  'northing y n north ycoord lat latitude',
  'weapon wpn',
  'use usage used',
  'quality accuracy precision',
  'domestic dv da abuse',
  'merged merge master',
  'status state',
  'sex gender',
] as const
/** Words that tell nothing where another stands beside them: HO TITLE is a title. */
const NOISE = ['ho', 'the', 'of', 'grid', 'coord', 'coordinate', 'osgb', 'wgs84']
const FIRST = new Map(
  SAME.flatMap(line => {
    const words = line.split(' ')
    return words.map((word): [string, string] => [word, words[0]!])
  }),
)

/**
 * The words of a name in small letters, words of one meaning as one.
 *
 * @example wordsOf('CrimeRef_No') is ['crime', 'id', 'id']
 */
export function wordsOf(name: string): string[] {
  const parted = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  const all = parted.split(/[^\p{L}\d]+/u).filter(word => word !== '')
  const telling = all.filter(word => !NOISE.includes(word))
  const words = telling.length > 0 ? telling : all
  return words.map(word => FIRST.get(word) ?? word)
}

/**
 * Share of the words of two names that both have, from 0 to 1. @example alike('REC_DATE', 'recorded_at') ===
 * 1
 */
export function alike(a: string, b: string): number {
  const [left, right] = [new Set(wordsOf(a)), new Set(wordsOf(b))]
  const both = [...left].filter(word => right.has(word)).length
  const either = new Set([...left, ...right]).size
  return either === 0 ? 0 : both / either
}
