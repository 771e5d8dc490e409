import { ONE } from '../publish/sites.ts'

/** Who asks, with the password that is given; each sees one column of the table. */
export const READERS = {
  anonymous: {},
  'wrong password': { user: 'anna', password: 'wrong' },
  'unknown user': { user: 'nobody', password: 'wrong' },
  'no unit': { user: 'stranger' },
  'a user called all': { user: 'all' },
  'a unit called all': { user: 'hostnames' },
  'other unit': { user: 'bert' },
  'own unit': { user: 'anna' },
  'own and another': { user: 'both' },
  'all units': { user: 'chief' },
  oversight: { user: 'olga' },
} as const

export type Reader = keyof typeof READERS

/** Readers who have signed in, in the order of the columns below. */
const SIGNED: readonly Reader[] = [
  'no unit',
  'a user called all',
  'a unit called all',
  'other unit',
  'own unit',
  'own and another',
  'all units',
  'oversight',
]

const EVERYBODY = [200, 200, 200, 200, 200, 200, 200, 200]
const NOBODY = EVERYBODY.map(() => 404)
const UNIT = [403, 403, 403, 403, 200, 200, 200, 403]
const SAMPLE = [403, 403, 403, 403, 200, 200, 200, 200]
const GONE = [403, 403, 403, 403, 404, 404, 404, 403]

const UNKNOWN = 'f'.repeat(32)

/** Of each address: what it is, and what the signed-in readers get. */
export const ADDRESSES: readonly {
  readonly what: string
  readonly path: string
  readonly expected: readonly number[]
}[] = [
  { what: 'first page', path: '/', expected: EVERYBODY },
  { what: "a unit's list", path: '/lomu/BE/', expected: UNIT },
  { what: 'its data', path: '/lomu/BE/list.json', expected: UNIT },
  { what: 'its data, as an export', path: '/lomu/BE/list.json?why=audit', expected: UNIT },
  { what: 'its data, for oversight', path: '/lomu/BE/list.json?why=oversight', expected: SAMPLE },
  { what: 'person known', path: `/lomu/BE/person/${ONE}.json?why=review`, expected: UNIT },
  { what: 'person known, oversight', path: `/lomu/BE/person/${ONE}.json?why=oversight`, expected: SAMPLE },
  { what: 'person unknown', path: `/lomu/BE/person/${UNKNOWN}.json?why=review`, expected: GONE },
  { what: 'children', path: '/lomu/BE/children/', expected: UNIT },
  { what: "children's data", path: '/lomu/BE/children.json', expected: UNIT },
  { what: 'oversight page', path: '/lomu/BE/oversight/', expected: SAMPLE },
  { what: 'a unit called all', path: '/lomu/all/', expected: [403, 403, 404, 403, 403, 403, 404, 403] },
  { what: 'evidence', path: '/evidence/', expected: EVERYBODY },
  { what: 'asset', path: '/assets/people.Ab12.js', expected: EVERYBODY },
  { what: 'status', path: '/status.json', expected: EVERYBODY },
  { what: 'archived week', path: '/2026-W45/', expected: NOBODY },
  { what: 'manifest', path: '/manifest.json', expected: NOBODY },
  { what: 'dotfile', path: '/.secret/key', expected: NOBODY },
  { what: 'no such page', path: '/none/', expected: NOBODY },
]

/** What a reader should get at an address: whoever has not signed in gets 401, whatever is asked. */
export function expectedFor(reader: Reader, expected: readonly number[]): number {
  const column = SIGNED.indexOf(reader)
  return column < 0 ? 401 : expected[column]!
}

/** The path as it should be logged. */
export function loggedFor(path: string, status: number): string {
  const [own = ''] = path.split('?')
  if (status === 200) return own.endsWith('/') ? `${own}index.html` : own
  const person = /^\/lomu\/[^/]+\/person\/([0-9a-f]{32})\.json$/.exec(own)
  return person ? `/lomu/*/person/${person[1]}.json` : '*'
}
